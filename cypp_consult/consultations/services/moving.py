"""Moving days: what was agreed to on the page of consequences is kept, with the reason on record."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from cypp_consult.consultations import queries
from cypp_consult.consultations.models import Consultation, Milestone, MilestoneKind, Slip, Stage
from cypp_consult.consultations.rules.days import WorkCalendar
from cypp_consult.consultations.rules.moving import Change, Reach, Step, broken, consequences
from cypp_consult.core import audit
from cypp_consult.core.clock import local_day
from cypp_consult.core.errors import InvalidInputError


def move(
    session: Session,
    consultation: Consultation,
    target: Step,
    reach: Reach,
    calendar: WorkCalendar,
    reason: str,
    *,
    by_id: int | None,
    at: datetime,
    instead: Mapping[UUID, date] | None = None,
) -> list[Change]:
    """Move a step and what goes with it, and return what moved.

    The day of the decision goes along with the approval that is due on it.
    InvalidInputError without a reason, where nothing changes, and where something would come before what it needs.
    """
    if not reason.strip():
        raise InvalidInputError("Say why it moves.")
    steps = queries.steps(session, consultation.id, local_day(at))
    found = consequences(steps, target, reach, calendar, instead)
    if found.broken:
        raise InvalidInputError(found.broken[0])
    changes = [change for change in found.changes if change.before != change.after]
    if not changes:
        raise InvalidInputError("It is on this day already.")
    _keep_with_decision(session, consultation, changes, reason, by_id=by_id, at=at)
    return changes


def put_back(
    session: Session, consultation: Consultation, batch: UUID, *, by_id: int | None, at: datetime
) -> list[Change]:
    """Put what one move moved back on its days, which is a move of its own on record, and return what moved.

    InvalidInputError where a step has moved again, is done or has begun since, and where something would come before
    what it needs.
    """
    rows = session.scalars(select(Slip).where(Slip.batch == batch, Slip.consultation_id == consultation.id)).all()
    if not rows:
        raise InvalidInputError("There is no such move.")
    steps = {step.id: step for step in queries.steps(session, consultation.id, local_day(at))}
    changes = [_back(steps[key], row) for row in rows if (key := row.milestone_id or row.stage_id)]
    for sentence in broken(list(steps.values()), {change.after.id: change.after for change in changes}):
        raise InvalidInputError(sentence)
    _keep_with_decision(session, consultation, changes, f"Put back: {rows[0].reason}", by_id=by_id, at=at)
    return changes


def _back(step: Step, row: Slip) -> Change:
    if (step.starts, step.ends) != (row.to_start, row.to_day):
        raise InvalidInputError(f"“{step.name}” has moved again since. Move it by hand.")
    if step.done or (step.begun and row.from_start != step.starts):
        raise InvalidInputError(f"“{step.name}” is done or has begun since, so its day stays.")
    return Change(step, replace(step, starts=row.from_start, ends=row.from_day))


def _keep_with_decision(
    session: Session, consultation: Consultation, changes: list[Change], reason: str, *, by_id: int | None, at: datetime
) -> None:
    decided = consultation.decision_on
    keep(session, consultation, changes, reason, by_id=by_id, at=at)
    for change in changes:
        if change.before.ends == decided and _is_decision(session, change):
            consultation.decision_on = change.after.ends
    session.flush()


def keep(
    session: Session, consultation: Consultation, changes: list[Change], reason: str, *, by_id: int | None, at: datetime
) -> None:
    """Write changed days with one record for each."""
    batch = uuid4()
    for change in changes:
        slip = Slip(batch=batch, consultation_id=consultation.id, reason=reason, by_id=by_id, at=at)
        slip.from_day, slip.to_day = change.before.ends, change.after.ends
        if change.after.starts is None:
            milestone = session.get_one(Milestone, change.after.id)
            milestone.due_on = change.after.ends
            slip.milestone_id = milestone.id
        else:
            stage = session.get_one(Stage, change.after.id)
            stage.starts_on, stage.ends_on = change.after.starts, change.after.ends
            slip.stage_id, slip.from_start, slip.to_start = stage.id, change.before.starts, change.after.starts
        session.add(slip)
    session.flush()
    moved = {
        str(change.after.id): f"{change.before.ends.isoformat()} to {change.after.ends.isoformat()}"
        for change in changes
    }
    detail = {"batch": str(batch), "reason": reason, "moved": moved}
    audit.record(session, "timeline.move", "consultation", consultation.id, detail, at)


def _is_decision(session: Session, change: Change) -> bool:
    milestone = session.get(Milestone, change.after.id)
    return milestone is not None and milestone.kind is MilestoneKind.GOVERNANCE_APPROVAL
