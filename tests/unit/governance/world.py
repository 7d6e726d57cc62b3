"""A partnership to decide: a board with three full members and an associate, and a milestone it approves."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from cypp_consult.accounts.models import User
from cypp_consult.consultations.governance import queries, services
from cypp_consult.consultations.governance.models import Approval, ApprovalRule, Body, BodyKind, Seat, SeatLevel
from cypp_consult.consultations.models import Consultation, Milestone, MilestoneKind
from cypp_consult.core import clock
from cypp_consult.core.roles import Role
from cypp_consult.summaries.models import EvidencePack
from cypp_consult.summaries.services import freeze
from tests import make


@dataclass
class World:
    """What the tests decide on."""

    session: Session
    consultation: Consultation
    milestone: Milestone
    body: Body
    lead: User
    people: dict[str, User] = field(default_factory=dict)
    seats: dict[str, Seat] = field(default_factory=dict)

    @property
    def approval(self) -> Approval:
        return queries.approvals(self.session, [self.milestone.id])[self.milestone.id][0]

    def pack(self) -> EvidencePack:
        made = freeze(self.session, self.milestone, self.lead.id, clock.now(), 5)
        self.session.commit()
        return made

    @property
    def url(self) -> str:
        return f"/consultations/{self.consultation.slug}/approvals/{self.milestone.slug}/{self.body.slug}"


def world(session: Session, person: Any, lead: User, rule: ApprovalRule = ApprovalRule.MAJORITY) -> World:
    """Make the board with Health, Housing and Police as full and Faiths as associate members, each a partner."""
    consultation = make.consultation(session, lead=lead)
    milestone = make.milestone(
        session, consultation, slug="agreed", name="Priorities agreed", kind=MilestoneKind.GOVERNANCE_APPROVAL
    )
    body = services.add_body(
        session,
        "Ashdale Board",
        BodyKind.PARTNERSHIP_BOARD,
        clock.now(),
        approval_rule=rule,
        quorum=2 if rule is ApprovalRule.QUORUM else None,
    )
    made = World(session, consultation, milestone, body, lead)
    for name in ("Health", "Housing", "Police", "Faiths"):
        level = SeatLevel.ASSOCIATE if name == "Faiths" else SeatLevel.FULL
        made.people[name] = person(Role.PARTNER, name=f"{name} person")
        made.seats[name] = services.add_seat(session, body, name, level, person_id=made.people[name].id)
    services.set_approvers(session, milestone, [body.id])
    session.commit()
    return made
