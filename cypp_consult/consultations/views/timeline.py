"""The timeline: its picture, its list, and what was met."""

import csv
import io
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from cypp_consult.consultations import queries, rules, services
from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.consultations.models import Consultation, Milestone, MilestoneKind
from cypp_consult.consultations.timeline_page import Row, timeline_of
from cypp_consult.consultations.views import VIEWERS, bp
from cypp_consult.core import audit, clock
from cypp_consult.core.database import session
from cypp_consult.core.roles import Role
from cypp_consult.text.clean import spreadsheet_safe
from cypp_consult.web.access import requires

COLUMNS = ("id", "what", "kind", "starts", "due", "owner", "state", "first due", "moved because", "needs", "delivers")


@bp.get("/consultations/<slug>/timeline")
@requires(*VIEWERS)
def timeline(slug: str) -> str:
    """Show stages and milestones as a picture and as a table."""
    consultation = consultation_or_404(slug)
    shown = timeline_of(session(), consultation, clock.today())
    return render_template(
        "consultations/timeline.html",
        consultation=consultation,
        today=shown.today,
        drawing=shown.picture(),
        rows=shown.rows(),
        moves=_named(shown.moves, shown.steps),
        beyond=shown.beyond(),
        checks=[item for item in queries.checks(session(), consultation, shown.today) if item.check.key or item.reason],
        feedback=_feedback(consultation, shown.milestones),
        may_edit=current_user.is_any(Role.LEAD),
    )


@bp.get("/consultations/<slug>/timeline/print")
@requires(*VIEWERS)
def print_timeline(slug: str) -> str:
    """Show the timeline as it goes on paper."""
    consultation = consultation_or_404(slug)
    shown = timeline_of(session(), consultation, clock.today())
    return render_template(
        "consultations/timeline_print.html",
        consultation=consultation,
        today=shown.today,
        drawing=shown.picture(),
        rows=shown.rows(),
    )


@bp.get("/consultations/<slug>/timeline.csv")
@requires(*VIEWERS)
def timeline_csv(slug: str) -> FlaskResponse:
    """Return the timeline as a CSV that spreadsheets open rightly."""
    consultation = consultation_or_404(slug)
    shown = timeline_of(session(), consultation, clock.today())
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in shown.rows():
        writer.writerow(spreadsheet_safe(cell) for cell in _cells(row, consultation))
    audit.record(session(), "timeline.export", "consultation", consultation.id, {"format": "csv"})
    session().commit()
    answer = FlaskResponse(buffer.getvalue().encode("utf-8-sig"), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f"attachment; filename={consultation.slug}-timeline.csv"
    return answer


@bp.post("/consultations/<slug>/milestones/<uuid:milestone_id>/done")
@requires(Role.LEAD)
def done(slug: str, milestone_id: UUID) -> Response:
    """Say that a milestone is met."""
    row = queries.milestone(session(), consultation_or_404(slug), milestone_id)
    services.mark_done(session(), row, clock.now())
    session().commit()
    undo = url_for(".not_done", slug=slug, milestone_id=milestone_id)
    flash({"words": f"Done: {row.name}", "url": undo}, "undo")  # type: ignore[arg-type]  # flash takes what templates read
    return redirect(url_for(".timeline", slug=slug))


@bp.post("/consultations/<slug>/milestones/<uuid:milestone_id>/not-done")
@requires(Role.LEAD)
def not_done(slug: str, milestone_id: UUID) -> Response:
    """Take back that a milestone is met."""
    row = queries.milestone(session(), consultation_or_404(slug), milestone_id)
    services.mark_not_done(session(), row)
    session().commit()
    flash(f"Not done yet: {row.name}", "success")
    return redirect(url_for(".timeline", slug=slug))


def _cells(row: Row, consultation: Consultation) -> list[str]:
    """Return a row of the export in the order of `COLUMNS`; days are ISO."""
    source = row.milestone or row.stage
    return [
        source.slug if source else row.meeting.body.slug if row.meeting else consultation.slug,
        row.name,
        row.kind,
        row.day.isoformat() if row.until else "",
        (row.until or row.day).isoformat(),
        row.owner,
        row.state.words,
        row.slipped.first_day.isoformat() if row.slipped else "",
        row.slipped.reason if row.slipped else "",
        "; ".join(row.needs),
        source.delivers if source else "",
    ]


def _named(moves: Sequence[Any], steps: Sequence[Any]) -> list[tuple[Any, str]]:
    """Return the moves with the names of what moved, newest first."""
    names = {step.id: step.name for step in steps}
    return [(move, names.get(move.milestone_id or move.stage_id, "")) for move in reversed(moves)]


def _feedback(consultation: Consultation, milestones: Sequence[Milestone]) -> Any:
    """Return the day by which people should hear what came of it, unless a milestone says so already."""
    if consultation.closes_on is None or any(row.kind is MilestoneKind.FEEDBACK_DUE for row in milestones):
        return None
    return rules.feedback_due(consultation.closes_on)
