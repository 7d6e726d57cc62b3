"""Getting ready: what is missing before a consultation can open, and opening it."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_login import current_user

from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.consultations.models import Consultation
from cypp_consult.consultations.queries import state_of
from cypp_consult.consultations.rules import Missing, NotReadyError, State
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.core.roles import Role
from cypp_consult.questionnaires import queries, services
from cypp_consult.questionnaires.views.blueprint import READERS, bp
from cypp_consult.web.access import requires
from cypp_consult.web.links import outside


@bp.get("/consultations/<slug>/ready")
@requires(*READERS)
def ready(slug: str) -> Any:
    """List what is missing, each with the way to mend it; once launched, the public links."""
    consultation = consultation_or_404(slug)
    missing = [] if consultation.launched_at else services.missing_to_open(session(), consultation)
    today = clock.today()
    return render_template(
        "questionnaires/ready.html",
        consultation=consultation,
        missing=[(item.what, _where(consultation, item)) for item in missing],
        opens_later=consultation.opens_on is not None and consultation.opens_on > today,
        state=state_of(consultation, today),
        State=State,
        version=queries.version(session(), consultation.id),
        links=[(row.audience, outside("collection.start", code=row.code)) for row in consultation.audiences],
        may_edit=current_user.is_any(Role.LEAD),
    )


def _where(consultation: Consultation, item: Missing) -> str:
    kind, _, key = item.where.partition(":")
    if kind == "question":
        return url_for("questionnaires.edit", slug=consultation.slug, question_id=key)
    if kind == "questions":
        return url_for("questionnaires.questions", slug=consultation.slug)
    return url_for("consultations.mend", slug=consultation.slug, where=item.where)


@bp.post("/consultations/<slug>/ready")
@requires(Role.LEAD)
def launch(slug: str) -> Any:
    """Open the consultation, or set it to open on its day."""
    consultation = consultation_or_404(slug)
    try:
        services.launch(session(), consultation, current_user.id, clock.now())
        session().commit()
    except NotReadyError:
        session().rollback()
        flash("Something is still missing. Nothing was opened.", "error")
    else:
        is_open = state_of(consultation, clock.today()) is State.OPEN
        flash(
            "It is open. Send people the links below." if is_open else "It is set. The links work from that day.",
            "done",
        )
    return redirect(url_for("questionnaires.ready", slug=slug), 303)
