"""Reading stages and milestones."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from cypp_consult.consultations.models import Consultation, Milestone, Stage
from cypp_consult.consultations.rules import due_state
from cypp_consult.consultations.rules.patterns import Laid
from cypp_consult.core.errors import NotFoundError


def stages(session: Session, consultation_id: UUID) -> Sequence[Stage]:
    """Return a consultation's stages, first to start first."""
    query = select(Stage).where(Stage.consultation_id == consultation_id)
    return session.scalars(query.order_by(Stage.starts_on, Stage.ends_on, Stage.slug)).all()


def milestones(session: Session, consultation_id: UUID) -> Sequence[Milestone]:
    """Return a consultation's milestones, first due first, with their owners."""
    query = select(Milestone).where(Milestone.consultation_id == consultation_id).options(selectinload(Milestone.owner))
    return session.scalars(query.order_by(Milestone.due_on, Milestone.slug)).all()


def stage(session: Session, consultation: Consultation, stage_id: UUID) -> Stage:
    """Return one stage of a consultation; NotFoundError if it is not there or of another."""
    found = session.get(Stage, stage_id)
    if found is None or found.consultation_id != consultation.id:
        raise NotFoundError
    return found


def milestone(session: Session, consultation: Consultation, milestone_id: UUID) -> Milestone:
    """Return one milestone of a consultation; NotFoundError if it is not there or of another."""
    found = session.get(Milestone, milestone_id)
    if found is None or found.consultation_id != consultation.id:
        raise NotFoundError
    return found


def laid_json(laid: Sequence[Laid], owner: str | None, today: date) -> dict[str, Any]:
    """Return a template laid out, in the form of `timeline_json`; `owner` is who gets the milestones."""
    return {
        "stages": [
            {
                "id": item.pattern.id,
                "name": item.pattern.name,
                "starts": item.starts.isoformat(),
                "ends": item.ends.isoformat(),
            }
            for item in laid
            if item.starts
        ],
        "milestones": [
            {
                "id": item.pattern.id,
                "name": item.pattern.name,
                "kind": item.pattern.kind,
                "due": item.ends.isoformat(),
                "status": due_state(item.ends, today, done=False).status,
                "owner": owner,
            }
            for item in laid
            if item.starts is None
        ],
    }


def timeline_json(session: Session, consultation_id: UUID, today: date) -> dict[str, Any]:
    """Return stages and milestones as the command `timeline` prints them; days are ISO, status is late, due or done."""
    return {
        "stages": [
            {
                "id": row.slug,
                "name": row.name,
                "starts": row.starts_on.isoformat(),
                "ends": row.ends_on.isoformat(),
            }
            for row in stages(session, consultation_id)
        ],
        "milestones": [
            {
                "id": row.slug,
                "name": row.name,
                "kind": row.kind.value,
                "due": row.due_on.isoformat(),
                "status": due_state(row.due_on, today, done=row.done_at is not None).status,
                "owner": row.owner.name if row.owner else None,
            }
            for row in milestones(session, consultation_id)
        ],
    }
