"""What was raised, in how many forms, and the code frame it is counted by."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from cypp_consult.coding.counting import is_coded, may_be_coded, spoken_for
from cypp_consult.coding.models import Theme
from cypp_consult.coding.rules import TargetKind
from cypp_consult.collection.models import Answer, Response
from cypp_consult.core.audiences import Audience
from cypp_consult.plans.models import Outcome, Priority
from cypp_consult.summaries.queries.scope import Scope

Spread = dict[UUID, Counter[Audience]]


@dataclass
class Raised:
    """In how many forms of each audience an outcome, a priority or a theme was raised, each form once."""

    outcomes: Spread = field(default_factory=lambda: defaultdict(Counter))
    priorities: Spread = field(default_factory=lambda: defaultdict(Counter))
    themes: Spread = field(default_factory=lambda: defaultdict(Counter))


def coded_forms(session: Session, scope: Scope) -> Counter[Audience]:
    """Return how many forms of each audience have a coded answer: the n of what was raised."""
    query = (
        select(Response.audience, func.count(Response.id.distinct()))
        .join(Answer, Answer.response_id == Response.id)
        .where(scope.responses, may_be_coded(scope.consultation_id), is_coded())
        .group_by(Response.audience)
    )
    return Counter({row[0]: row[1] for row in session.execute(query)})


def raised(session: Session, scope: Scope) -> Raised:
    """Return what was raised in how many forms: an outcome also by its priorities, and these by their themes."""
    said = spoken_for(scope.consultation_id)
    query = (
        select(said.c.kind, said.c.target_id, Response.audience, func.count(said.c.response_id.distinct()))
        .join(Response, Response.id == said.c.response_id)
        .where(scope.responses)
        .group_by(said.c.kind, said.c.target_id, Response.audience)
    )
    found = Raised()
    of = {TargetKind.OUTCOME: found.outcomes, TargetKind.PRIORITY: found.priorities, TargetKind.THEME: found.themes}
    for kind, target_id, audience, count in session.execute(query):
        of[TargetKind(kind)][target_id][audience] = count
    return found


def outcomes(session: Session, plan_id: UUID) -> Sequence[Outcome]:
    """Return the outcomes of a plan in order, retired ones too."""
    return session.scalars(
        select(Outcome).where(Outcome.plan_id == plan_id).order_by(Outcome.position, Outcome.slug)
    ).all()


def priorities(session: Session, plan_id: UUID) -> Sequence[Priority]:
    """Return the priorities of a plan, by outcome and in order, retired ones too; with their outcomes."""
    query = (
        select(Priority)
        .join(Priority.outcome)
        .options(joinedload(Priority.outcome))
        .where(Priority.plan_id == plan_id)
        .order_by(Outcome.position, Outcome.slug, Priority.position, Priority.slug)
    )
    return session.scalars(query).all()


def themes(session: Session, consultation_id: UUID) -> Sequence[Theme]:
    """Return the themes of a consultation by name, retired ones too; with what they stand under."""
    query = (
        select(Theme)
        .options(joinedload(Theme.priority).joinedload(Priority.outcome))
        .where(Theme.consultation_id == consultation_id)
        .order_by(Theme.name, Theme.slug)
    )
    return session.scalars(query).all()
