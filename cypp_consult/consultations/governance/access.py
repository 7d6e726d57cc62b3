"""Which consultations a partner may see: those they were added to, and those in which a body of theirs approves."""

from uuid import UUID

from sqlalchemy import CompoundSelect, select, union

from cypp_consult.consultations.governance.models import Approval, Seat
from cypp_consult.consultations.models import Member, Milestone


def of_partner(person_id: int) -> CompoundSelect[tuple[UUID]]:
    """Return the query of the ids of consultations that a partner may see."""
    added = select(Member.consultation_id).where(Member.user_id == person_id)
    approves = (
        select(Milestone.consultation_id)
        .join(Approval, Approval.milestone_id == Milestone.id)
        .join(Seat, Seat.body_id == Approval.body_id)
        .where(Seat.person_id == person_id)
    )
    return union(added, approves)
