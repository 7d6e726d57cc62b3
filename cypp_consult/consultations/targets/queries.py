"""Reading targets."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from cypp_consult.consultations.targets.models import Target, TargetKind
from cypp_consult.consultations.targets.rules import MOST_TARGETS
from cypp_consult.core.errors import NotFoundError


def every(session: Session, consultation_id: UUID) -> Sequence[Target]:
    """Return a consultation's targets: ages, areas, schools, groups, each kind in the order of the lead."""
    kinds = case({kind: place for place, kind in enumerate(TargetKind)}, value=Target.kind)
    query = select(Target).where(Target.consultation_id == consultation_id)
    return session.scalars(query.order_by(kinds, Target.position, Target.name).limit(MOST_TARGETS)).all()


def one(session: Session, consultation_id: UUID, target_id: UUID) -> Target:
    """Return a target of a consultation; NotFoundError if there is none with this id."""
    found = session.get(Target, target_id)
    if found is None or found.consultation_id != consultation_id:
        raise NotFoundError
    return found


def count(session: Session, consultation_id: UUID) -> int:
    """Return how many targets there are."""
    return session.scalar(select(func.count()).where(Target.consultation_id == consultation_id)) or 0
