"""Making a theme: from answers ticked in the workbench, from words, or from nothing but its name."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from cypp_consult.coding import queries, services
from cypp_consult.coding.frame import queries as reads
from cypp_consult.coding.frame.forms import MadeForm, keys_of
from cypp_consult.coding.frame.views.shared import tried, who_and_when
from cypp_consult.coding.models import Theme
from cypp_consult.coding.views.acting import flash_done
from cypp_consult.coding.views.shared import CODERS, bp, way_back
from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.consultations.models import Consultation
from cypp_consult.core.database import session
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.web.access import requires


@bp.route("/themes/new", methods=["GET", "POST"])
@requires(*CODERS)
def new_theme(slug: str) -> str | Response:
    """Make a theme. `answer` or `answers` name those it is made from, `words` finds them, `under` says where it goes.

    A form of ticked answers that names no theme yet only opens the page.
    """
    consultation = consultation_or_404(slug)
    form = _opened() if "name" not in request.form else MadeForm()
    form.place(queries.frame(session(), consultation))
    if "name" in request.form and form.validate_on_submit():
        done, made = tried(form.name, lambda: _make(consultation, form))
        if done and made is not None:
            return _made(slug, form, *made)
    terms = " ".join(request.args.get("words", "").split())[:200]
    said = reads.words_saying(session(), consultation.id, terms) if terms and not form.answer.data else []
    return render_template(
        "coding/frame/new.html",
        consultation=consultation,
        form=form,
        from_answers=list(reads.words_of(session(), consultation.id, _answers(form)).values()),
        count=len(form.answer.data or []),
        terms=terms,
        said=said,
        here=way_back(slug, form.back.data or ""),
    )


def _opened() -> MadeForm:
    given = [*request.values.getlist("answer"), *request.args.getlist("answers")]
    return MadeForm(
        formdata=None,
        answer=[str(key) for key in keys_of(given)],
        back=request.values.get("back", ""),
        priority=request.args.get("under", ""),
    )


def _answers(form: MadeForm) -> list[UUID]:
    try:
        return form.answers
    except InvalidInputError:
        return []


def _make(consultation: Consultation, form: MadeForm) -> tuple[Theme, services.Batch | None]:
    wanted = form.wanted
    return services.make_theme(
        session(),
        consultation,
        wanted.name,
        definition=wanted.definition,
        not_this=wanted.not_this,
        priority_id=wanted.priority_id,
        parent_id=wanted.parent_id,
        answers=form.answers,
        **who_and_when(),
    )


def _made(slug: str, form: MadeForm, theme: Theme, batch: services.Batch | None) -> Response:
    here = way_back(slug, form.back.data or "")
    if batch is None:
        flash(f"Theme “{theme.name}” made.")
    else:
        words = f"Theme “{theme.name}” made from {batch.answers} answer{'' if batch.answers == 1 else 's'}."
        flash_done(here, words, batch)
    return redirect(here.url if form.back.data else url_for("coding.theme", slug=slug, theme_id=theme.id))
