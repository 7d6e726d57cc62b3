"""Stages and milestones: adding, changing, done and not done, and taking away."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cypp_consult.consultations.governance.models import Approval
from cypp_consult.consultations.models import Consultation, Milestone, MilestoneKind, Stage
from cypp_consult.consultations.services.steps import forget
from cypp_consult.core import audit
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.plans import uses
from cypp_consult.plans.rules import slug_for

MILESTONE_FIELDS = frozenset({"name", "kind", "due_on", "owner_id", "cut_off_at", "notes", "delivers", "progress"})
STAGE_FIELDS = frozenset({"name", "owner_id", "notes", "delivers"})


def add_stage(
    session: Session,
    consultation: Consultation,
    name: str,
    starts_on: date,
    ends_on: date,
    *,
    slug: str = "",
    **facts: Any,
) -> Stage:
    """Add a stage and return it; InvalidInputError if it ends before it starts. `facts` are owner, notes, delivers."""
    _check_order(starts_on, ends_on)
    _check_known(facts, STAGE_FIELDS)
    stage = Stage(
        consultation_id=consultation.id,
        slug=_slug(session, Stage, consultation, slug or name),
        name=name,
        starts_on=starts_on,
        ends_on=ends_on,
        **facts,
    )
    session.add(stage)
    session.flush()
    _record(session, "stage.add", stage)
    return stage


def change_stage(session: Session, stage: Stage, **facts: Any) -> None:
    """Change facts of a stage; its days move by `moving.move`. InvalidInputError for a field that is none."""
    _check_known(facts, STAGE_FIELDS)
    for name, value in facts.items():
        setattr(stage, name, value)
    session.flush()
    _record(session, "stage.change", stage)


def remove_stage(session: Session, stage: Stage) -> None:
    """Take a stage off the timeline; the audit log keeps what it said."""
    _record(session, "stage.remove", stage)
    forget(session, stage)
    session.delete(stage)
    session.flush()


def add_milestone(
    session: Session,
    consultation: Consultation,
    name: str,
    kind: MilestoneKind,
    due_on: date,
    *,
    owner_id: int | None = None,
    cut_off_at: datetime | None = None,
    notes: str = "",
    delivers: str = "",
    progress: int = 0,
    slug: str = "",
) -> Milestone:
    """Add a milestone and return it."""
    milestone = Milestone(
        consultation_id=consultation.id,
        slug=_slug(session, Milestone, consultation, slug or name),
        name=name,
        kind=kind,
        due_on=due_on,
        owner_id=owner_id,
        cut_off_at=cut_off_at,
        notes=notes,
        delivers=delivers,
        progress=progress,
    )
    session.add(milestone)
    session.flush()
    _record(session, "milestone.add", milestone)
    return milestone


def change_milestone(session: Session, milestone: Milestone, **facts: Any) -> None:
    """Change facts of a milestone; its address stays. InvalidInputError for a field that is none."""
    _check_known(facts, MILESTONE_FIELDS)
    moved_from = milestone.due_on
    for name, value in facts.items():
        setattr(milestone, name, value)
    session.flush()
    _record(session, "milestone.change", milestone, {"was_due": moved_from.isoformat()})


def mark_done(session: Session, milestone: Milestone, at: datetime, *, signed_off: bool = False) -> None:
    """Say that a milestone is met; the first moment stays. InvalidInputError where a body signs it off and has not."""
    if not signed_off and session.scalar(select(Approval.id).where(Approval.milestone_id == milestone.id).limit(1)):
        raise InvalidInputError("A body approves this. It is done when its members have signed it off.")
    if milestone.done_at is None:
        milestone.done_at = at
        session.flush()
        _record(session, "milestone.done", milestone)


def mark_not_done(session: Session, milestone: Milestone) -> None:
    """Take back that a milestone is met. InvalidInputError once members of a body have voted on it."""
    if milestone.done_at is not None:
        for key in session.scalars(select(Approval.id).where(Approval.milestone_id == milestone.id)):
            if uses.pointed_at(session, Approval, key):
                raise InvalidInputError(
                    "Members have signed this off, so it stays done. Freeze a new pack to ask again."
                )
        milestone.done_at = None
        session.flush()
        _record(session, "milestone.not_done", milestone)


def remove_milestone(session: Session, milestone: Milestone) -> None:
    """Take a milestone off the timeline; InvalidInputError if a summary was frozen for it."""
    forget(session, milestone)
    if uses.pointed_at(session, Milestone, milestone.id, even_if_it_would_go=True):
        raise InvalidInputError("A summary was frozen for this milestone, so it stays. Mark it as done instead.")
    _record(session, "milestone.remove", milestone)
    session.delete(milestone)
    session.flush()


def _check_known(facts: dict[str, Any], known: frozenset[str]) -> None:
    if unknown := set(facts) - known:
        raise InvalidInputError(f"This cannot be changed here: {', '.join(sorted(unknown))}.")


def _check_order(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise InvalidInputError("The last day must not be before the first day.")


def _slug(session: Session, model: type[Stage | Milestone], consultation: Consultation, words: str) -> str:
    taken = session.scalars(select(model.slug).where(model.consultation_id == consultation.id))
    return slug_for(words, set(taken), model.__tablename__)


def _record(session: Session, action: str, row: Stage | Milestone, more: dict[str, Any] | None = None) -> None:
    kind = row.__tablename__
    days = (
        {"due": row.due_on.isoformat()}
        if isinstance(row, Milestone)
        else {"starts": row.starts_on.isoformat(), "ends": row.ends_on.isoformat()}
    )
    detail = {"consultation": str(row.consultation_id), "name": row.name, **days, **(more or {})}
    audit.record(session, action, kind, row.id, detail)
