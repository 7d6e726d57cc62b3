"""What was kept aside: came with a known number and other answers, or could not be used."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from sqlalchemy import select

from cypp_consult.collection import queries
from cypp_consult.collection.forms import RemoveForm
from cypp_consult.collection.models import ParkedResponse
from cypp_consult.collection.services import parked as services
from cypp_consult.collection.views.blueprint import bp
from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.core.roles import Role
from cypp_consult.questionnaires.models import Question
from cypp_consult.web.access import requires


@bp.get("/consultations/<slug>/answers/kept-aside")
@requires(Role.LEAD)
def parked(slug: str) -> Any:
    """List what was kept aside, with what it says."""
    consultation = consultation_or_404(slug)
    rows = queries.parked(session(), consultation.id)
    names = {
        str(key): name
        for key, name in session().execute(
            select(Question.id, Question.name).where(Question.consultation_id == consultation.id)
        )
    }
    return render_template(
        "collection/parked.html", consultation=consultation, rows=[(row, _said(row, names)) for row in rows]
    )


def _said(row: ParkedResponse, names: dict[str, str]) -> list[tuple[str, str, bool]]:
    """Return (question, words, whether they are somebody's own) of what was kept aside."""
    return [
        (names.get(key, "An unknown question"), given["text"] or ", ".join(given["value"]), bool(given["text"]))
        for key, given in row.payload["answers"].items()
    ]


@bp.post("/consultations/<slug>/answers/kept-aside/<uuid:parked_id>/keep")
@requires(Role.LEAD)
def keep_parked(slug: str, parked_id: UUID) -> Any:
    """Store it as a response of its own."""
    consultation = consultation_or_404(slug)
    services.keep(session(), queries.parked_of(session(), consultation.id, parked_id), clock.now())
    session().commit()
    flash("It is a response of its own now. Its words wait to be read for safety.")
    return redirect(url_for(".parked", slug=slug), 303)


@bp.route("/consultations/<slug>/answers/kept-aside/<uuid:parked_id>/drop", methods=["GET", "POST"])
@requires(Role.LEAD)
def drop_parked(slug: str, parked_id: UUID) -> Any:
    """Ask why, then throw it away."""
    consultation = consultation_or_404(slug)
    found = queries.parked_of(session(), consultation.id, parked_id)
    form = RemoveForm()
    if form.validate_on_submit():
        services.drop(session(), found, form.reason.data or "", clock.now())
        session().commit()
        flash("It is thrown away.")
        return redirect(url_for(".parked", slug=slug), 303)
    page = render_template("collection/drop.html", consultation=consultation, row=found, form=form)
    return page, 422 if form.errors else 200
