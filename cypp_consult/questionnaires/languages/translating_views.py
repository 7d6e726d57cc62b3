"""Pages of a consultation's languages: how far each is, and its texts side by side with English."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.consultations.models import Consultation
from cypp_consult.core import clock
from cypp_consult.core.audiences import Audience
from cypp_consult.core.database import session
from cypp_consult.core.errors import NotFoundError
from cypp_consult.core.roles import Role
from cypp_consult.questionnaires import queries
from cypp_consult.questionnaires.languages import draft_queries, rules, services
from cypp_consult.questionnaires.languages.catalogues import EASY_READ, ENGLISH, LANGUAGES, Language
from cypp_consult.questionnaires.languages.draft_queries import Screens, Side
from cypp_consult.questionnaires.languages.forms import TranslateForm, filled, with_known
from cypp_consult.questionnaires.views.blueprint import READERS, bp
from cypp_consult.text.wording import wording_warnings
from cypp_consult.web.access import requires

BASE = "/consultations/<slug>/questions/languages"


@bp.get(BASE)
@requires(*READERS)
def languages(slug: str) -> Any:
    """Show how far each language is for each audience, and offer to begin another."""
    consultation = consultation_or_404(slug)
    rows = draft_queries.rows(session(), consultation)
    begun = {row.language.code for row in rows} | {ENGLISH}
    return render_template(
        "questionnaires/languages/overview.html",
        consultation=consultation,
        rows=rows,
        others=[language for code, language in LANGUAGES.items() if code not in begun],
        version=queries.version(session(), consultation.id),
        may_edit=current_user.is_any(Role.LEAD),
        Screens=Screens,
    )


@bp.get(f"{BASE}/<language>")
@requires(Role.LEAD)
def begin_language(slug: str, language: str) -> Any:
    """Lead to the first audience of a language."""
    consultation = consultation_or_404(slug)
    if not consultation.audiences:
        flash("Say first who is asked: a consultation without audiences has nothing to translate.", "error")
        return redirect(url_for(".languages", slug=slug))
    audience = consultation.audiences[0].audience
    return redirect(url_for(".translate", slug=slug, language=language_or_404(language).code, audience=audience.value))


@bp.route(f"{BASE}/<language>/<audience>", methods=["GET", "POST"])
@requires(Role.LEAD)
def translate(slug: str, language: str, audience: str) -> Any:
    """Write an audience's questions in a language, beside the English; what is typed is kept also when incomplete."""
    consultation = consultation_or_404(slug)
    to, asked = language_or_404(language), audience_or_404(consultation, audience)
    sides = draft_queries.sides(session(), consultation, asked, to.code)
    form = TranslateForm(data=filled(sides))
    if "fill" in request.form:
        form, count = _with_known(form, sides, to)
        return _page(consultation, to, asked, sides, form, just_filled=count)
    if form.validate_on_submit():
        meter = services.translate(session(), consultation, asked, to.code, form.typed(sides))
        session().commit()
        flash(_saved(to, asked, meter), "done")
        return redirect(url_for(".translate", slug=slug, language=to.code, audience=asked.value), 303)
    return _page(consultation, to, asked, sides, form)


@bp.get(f"{BASE}/<language>/take-out")
@requires(Role.LEAD)
def ask_take_out_language(slug: str, language: str) -> Any:
    """Say what taking a language out does before it is done."""
    consultation = consultation_or_404(slug)
    return render_template(
        "questionnaires/languages/take_out.html", consultation=consultation, language=language_or_404(language)
    )


@bp.post(f"{BASE}/<language>/take-out")
@requires(Role.LEAD)
def take_out_language(slug: str, language: str) -> Any:
    """Delete a language's wordings and recordings from the draft."""
    consultation = consultation_or_404(slug)
    to = language_or_404(language)
    services.take_out(session(), consultation, to.code, clock.now())
    session().commit()
    flash(f"{to.english} is taken out of the draft.", "done")
    return redirect(url_for(".languages", slug=slug), 303)


def language_or_404(code: str, *, english: bool = False) -> Language:
    """Return a language to translate into, or with `english` English too."""
    language = LANGUAGES.get(code)
    if language is None or (code == ENGLISH and not english):
        raise NotFoundError
    return language


def audience_or_404(consultation: Consultation, value: str) -> Audience:
    """Return an audience of the consultation."""
    found = next((row.audience for row in consultation.audiences if row.audience.value == value), None)
    if found is None:
        raise NotFoundError
    return found


def _with_known(form: TranslateForm, sides: list[Side], language: Language) -> tuple[TranslateForm, int]:
    memory = draft_queries.known(session(), language.code)
    return with_known(form, sides, lambda text: draft_queries.suggestion(language.code, memory, text))


def _saved(language: Language, audience: Audience, meter: rules.Meter) -> str:
    told = f"Saved. {language.english} for {audience.label.lower()}: {meter.done} of {meter.of} texts."
    return told + (" It is complete: freeze the questions to offer it." if meter.is_complete else "")


def _page(
    consultation: Consultation,
    language: Language,
    audience: Audience,
    sides: list[Side],
    form: TranslateForm,
    just_filled: int | None = None,
) -> Any:
    memory = draft_queries.known(session(), language.code)
    there = {side.english.id: side for side in sides}
    entries = [(entry.form, there[entry.form.id.data]) for entry in form.questions if entry.form.id.data in there]
    offers = sum(
        not text.words and bool(draft_queries.suggestion(language.code, memory, text))
        for side in sides
        for text in side.texts
    )
    return render_template(
        "questionnaires/languages/translate.html",
        consultation=consultation,
        language=language,
        audience=audience,
        audiences=[row.audience for row in consultation.audiences],
        form=form,
        to_do=[pair for pair in entries if not pair[1].meter.is_complete],
        done=[pair for pair in entries if pair[1].meter.is_complete],
        meter=sum((side.meter for side in sides), rules.Meter()),
        can_fill=offers if just_filled is None else 0,
        just_filled=just_filled,
        is_easy_read=language.code == EASY_READ,
        warnings=_warnings(sides, audience) if language.code == EASY_READ else {},
    )


def _warnings(sides: list[Side], audience: Audience) -> dict[tuple[str, str], list[str]]:
    """Return what makes an Easy Read question or help text hard, by question and text. Answers are too short for it."""
    # staff who need Easy Read are spared no hard word
    whom = Audience.PARENTS_CARERS if audience is Audience.STAFF_PARTNERS else audience
    return {
        (side.english.id, text.key): [warning.message for warning in wording_warnings(text.words, whom)]
        for side in sides
        for text in side.texts
        if text.words and not text.key.startswith(rules.ANSWER)
    }
