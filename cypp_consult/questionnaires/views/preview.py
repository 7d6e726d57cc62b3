"""Try the draft as an audience: the very question that the public sees, one a page, with nothing stored."""

import json
from typing import Any

from flask import current_app, redirect, render_template, request, url_for

from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.consultations.models import Consultation
from cypp_consult.core.audiences import Audience
from cypp_consult.core.database import session
from cypp_consult.core.errors import NotFoundError
from cypp_consult.questionnaires import queries, trying
from cypp_consult.questionnaires.answer_forms import answer_form
from cypp_consult.questionnaires.notices import who_reads
from cypp_consult.questionnaires.rules import NOTHING
from cypp_consult.questionnaires.views.blueprint import READERS, bp
from cypp_consult.web.access import requires


@bp.get("/consultations/<slug>/questions/try")
@requires(*READERS)
def try_it(slug: str) -> Any:
    """Lead to the preview of the first audience."""
    consultation = consultation_or_404(slug)
    if not consultation.audiences:
        raise NotFoundError
    return redirect(url_for("questionnaires.preview", slug=slug, audience=consultation.audiences[0].audience.value))


@bp.route("/consultations/<slug>/questions/try/<audience>", methods=["GET", "POST"])
@requires(*READERS)
def preview(slug: str, audience: str) -> Any:
    """Show one question of the draft, and lead on as the public form does. What is typed travels in the page alone."""
    consultation = consultation_or_404(slug)
    chosen = next((row.audience for row in consultation.audiences if row.audience.value == audience), None)
    if chosen is None:
        raise NotFoundError
    walk = trying.Walk(queries.drafts(session(), consultation)[chosen, "en"], _so_far())
    if request.method == "GET":
        return _question(consultation, chosen, walk, walk.after(None))
    at = request.form.get("at", "")
    if "back" in request.form:
        return _question(consultation, chosen, walk, walk.before(at or None))
    asked = walk.question(at)
    if asked is None:
        return _question(consultation, chosen, walk, walk.after(None))
    if "skip" in request.form:
        return _question(consultation, chosen, walk.answered(at, NOTHING), walk.after(at))
    form = answer_form(asked, chosen.who)
    if not form.validate():
        return _question(consultation, chosen, walk, at, form)
    walk = walk.answered(at, form.given())
    return _question(consultation, chosen, walk, walk.after(at))


def _so_far() -> Any:
    try:
        return trying.read(json.loads(request.form.get("so_far", "{}")))
    except ValueError:
        return {}


def _question(
    consultation: Consultation, audience: Audience, walk: trying.Walk, at: str | None, form: Any = None
) -> Any:
    asked = walk.question(at)
    common = {
        "consultation": consultation,
        "audience": audience,
        "who": audience.who,
        "others": [row.audience for row in consultation.audiences],
        "so_far": json.dumps(trying.written(walk.answers)),
    }
    if asked is None:
        return render_template("questionnaires/preview_end.html", rows=walk.told(), **common)
    organisation = current_app.config["ORGANISATION"]
    number, of = walk.progress(asked.id)
    return render_template(
        "questionnaires/preview.html",
        asked=asked,
        form=form or answer_form(asked, audience.who, walk.answers.get(asked.id, NOTHING), formdata=None),
        notice=who_reads(audience.who, organisation, consultation.safeguarding_phone),
        number=number,
        of=of,
        **common,
    )
