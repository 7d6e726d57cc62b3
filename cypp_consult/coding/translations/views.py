"""Pages of translations, and the addresses that say what language or tone an answer is in."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from cypp_consult.coding.tasks import KIND, TITLE
from cypp_consult.coding.translations import queries, services
from cypp_consult.coding.translations.forms import ClearForm, LanguageForm, ToneForm, TranslateForm
from cypp_consult.coding.translations.queries import Row, Step
from cypp_consult.coding.views.shared import EDITORS, flash_undo, way_back
from cypp_consult.collection.models import Answer
from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.consultations.models import Consultation
from cypp_consult.core import clock, jobs
from cypp_consult.core.database import session
from cypp_consult.core.errors import DomainError, InvalidInputError
from cypp_consult.core.roles import Role
from cypp_consult.core.waking import wake
from cypp_consult.text.language import language_name
from cypp_consult.web import line
from cypp_consult.web.access import requires

bp = Blueprint("translations", __name__, url_prefix="/consultations/<slug>/translations")
line.add_pages("Coding", "translations")
TRANSLATORS = (Role.LEAD, Role.ANALYST, Role.SAFEGUARDING_LEAD)
READERS = (Role.LEAD, Role.SAFEGUARDING_LEAD)


@bp.get("")
@requires(*TRANSLATORS)
def index(slug: str) -> str:
    """Show the answers in other languages: to translate, to read for safety, ready."""
    consultation, reader = consultation_or_404(slug), _reads()
    asked = request.args.get("step", "")
    step = Step(asked) if asked in set(Step) else Step.TO_TRANSLATE
    return render_template(
        "coding/translations/index.html",
        consultation=consultation,
        step=step,
        steps=Step,
        counts=queries.counts(session(), consultation.id, reader=reader),
        rows=queries.rows(session(), consultation.id, step, reader=reader),
        reader=reader,
        language_name=language_name,
    )


@bp.route("/<uuid:answer_id>", methods=["GET", "POST"])
@requires(*TRANSLATORS)
def one(slug: str, answer_id: UUID) -> str | Response:
    """Show an answer and what it says in English side by side; keep a translation or a correction."""
    consultation = consultation_or_404(slug)
    row = queries.row(session(), consultation.id, answer_id, reader=_reads())
    form = TranslateForm(language=_offered(row), words=row.translation, seen=str(row.number))
    if form.validate_on_submit():
        try:
            return _kept(consultation, row, form)
        except DomainError as error:
            session().rollback()
            form.words.errors = [*form.words.errors, str(error)]
            row = queries.row(session(), consultation.id, answer_id, reader=_reads())
            form.seen.data = str(row.number)
    return render_template(
        "coding/translations/one.html",
        consultation=consultation,
        row=row,
        form=form,
        language_form=LanguageForm(spoken=row.language, formdata=None),
        earlier=queries.earlier(session(), answer_id),
        reader=_reads(),
        language_name=language_name,
    )


@bp.post("/<uuid:answer_id>/clear")
@requires(*READERS)
def clear(slug: str, answer_id: UUID) -> Response:
    """Record that original and translation were read for safety; both go on to coding."""
    consultation = consultation_or_404(slug)
    queries.row(session(), consultation.id, answer_id, reader=True)
    form = ClearForm()
    try:
        services.clear(session(), _answer(answer_id), seen=form.number, by_id=current_user.id, at=clock.now())
    except DomainError as error:
        session().rollback()
        flash(str(error), "error")
        return redirect(url_for(".one", slug=slug, answer_id=answer_id))
    _read_anew(consultation)
    flash("Cleared. It is in coding now, with its translation.")
    return redirect(url_for(".index", slug=slug, step=Step.TO_READ.value))


@bp.post("/<uuid:answer_id>/language")
@requires(*TRANSLATORS)
def language(slug: str, answer_id: UUID) -> Response:
    """Say which language an answer is in."""
    consultation = consultation_or_404(slug)
    row = queries.row(session(), consultation.id, answer_id, reader=_reads())
    code = LanguageForm().spoken.data or ""
    services.say_language(session(), _answer(row.id), code, current_user.id, clock.now())
    _read_anew(consultation)
    flash_undo(
        f"It is in {language_name(code)}.",
        url_for(".language", slug=slug, answer_id=answer_id),
        spoken=row.language,
    )
    return redirect(url_for(".index", slug=slug))


@bp.post("/<uuid:answer_id>/tone")
@requires(*EDITORS)
def tone(slug: str, answer_id: UUID) -> Response:
    """Say in which tone an answer is, or go back to what the machine says."""
    consultation = consultation_or_404(slug)
    queries.row(session(), consultation.id, answer_id, reader=False)
    form = ToneForm()
    if not form.validate():
        raise InvalidInputError("Choose a tone from the list.")
    before = services.say_tone(session(), answer_id, form.said, current_user.id, clock.now())
    session().commit()
    flash_undo(
        f"Tone: {form.said.label}." if form.said else "The tone is the machine’s again.",
        url_for(".tone", slug=slug, answer_id=answer_id),
        tone=before.value if before else "",
        back=form.back.data or "",
    )
    return redirect(way_back(slug, form.back.data or "").url)


def _kept(consultation: Consultation, row: Row, form: TranslateForm) -> Response:
    answer, at = _answer(row.id), clock.now()
    found = services.translate(
        session(), answer, form.words.data or "", form.language.data, seen=form.number, by_id=current_user.id, at=at
    )
    safe = form.safe.data and _reads()
    if safe:
        services.clear(session(), answer, seen=form.number + 1, by_id=current_user.id, at=at)
    _read_anew(consultation)
    if found.level != "routine" and not safe:
        flash("Saved. Some of its words worry the word screen. Read it for safety now, or raise a concern.", "error")
        return redirect(url_for(".one", slug=consultation.slug, answer_id=row.id))
    flash("Saved. It is in coding now." if safe else "Saved. Somebody reads it for safety before it is coded.")
    return redirect(url_for(".index", slug=consultation.slug))


def _read_anew(consultation: Consultation) -> None:
    """Commit, and have the machine read again what changed."""
    arguments = {"consultation_id": str(consultation.id)}
    job = jobs.enqueue(session(), KIND, arguments, title=TITLE, owner_id=None, at=clock.now())
    session().commit()
    wake(job.id)


def _offered(row: Row) -> str:
    return row.language if row.language != "en" else "und"


def _reads() -> bool:
    return bool(current_user.is_any(*READERS))


def _answer(answer_id: UUID) -> Answer:
    return session().get_one(Answer, answer_id)
