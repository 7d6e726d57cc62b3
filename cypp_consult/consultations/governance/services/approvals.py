"""Which bodies approve a milestone."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from cypp_consult.consultations.governance.models import Approval, Body
from cypp_consult.consultations.models import Milestone, MilestoneKind
from cypp_consult.core import audit
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.plans import uses


def set_approvers(session: Session, milestone: Milestone, body_ids: Collection[UUID]) -> None:
    """Let exactly these bodies approve a milestone.

    InvalidInputError unless it is a milestone of approval, for bodies that are not there, and for taking away a body
    whose members have voted.
    """
    wanted = set(body_ids)
    if wanted and milestone.kind is not MilestoneKind.GOVERNANCE_APPROVAL:
        raise InvalidInputError("Only a milestone of the kind “Approval” is approved by a body.")
    bodies = {row.id: row for row in session.scalars(select(Body).where(Body.id.in_(wanted)))}
    if bodies.keys() != wanted:
        raise InvalidInputError("Choose bodies of the list.")
    there = {row.body_id: row for row in session.scalars(select(Approval).where(Approval.milestone_id == milestone.id))}
    if there.keys() == wanted:
        return
    for body_id, row in there.items():
        if body_id not in wanted:
            _take_away(session, row)
    session.add_all(Approval(milestone_id=milestone.id, body_id=body_id) for body_id in wanted - there.keys())
    session.flush()
    names = sorted(row.name for row in bodies.values())
    detail = {"consultation": str(milestone.consultation_id), "milestone": milestone.slug, "bodies": names}
    audit.record(session, "milestone.approvers", "milestone", milestone.id, detail)


def _take_away(session: Session, approval: Approval) -> None:
    if uses.pointed_at(session, Approval, approval.id):
        raise InvalidInputError(f"Members of {approval.body.name} have voted on this, so it stays with them.")
    session.delete(approval)
