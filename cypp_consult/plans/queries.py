"""Reading plans: lists, the whole tree at once, and what is live of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from cypp_consult.core.database import Base
from cypp_consult.core.errors import NotFoundError
from cypp_consult.plans.models import Action, Measure, Outcome, Plan, Priority
from cypp_consult.plans.rules import Level

Node = Outcome | Priority | Action | Measure
MODELS: dict[Level, type[Node]] = {
    Level.OUTCOME: Outcome,
    Level.PRIORITY: Priority,
    Level.ACTION: Action,
    Level.MEASURE: Measure,
}


@dataclass(frozen=True)
class PlanCounts:
    """How much of a plan is live."""

    outcomes: int
    priorities: int
    actions: int
    measures: int


def by_slug(session: Session, slug: str) -> Plan | None:
    """Return the plan of an address with its tree loaded, or None."""
    query = select(Plan).where(Plan.slug == slug).options(*_tree())
    return session.scalar(query)


def every(session: Session) -> Sequence[Plan]:
    """Return all plans, newest first."""
    return session.scalars(select(Plan).order_by(Plan.created_at.desc(), Plan.title)).all()


def live_outcomes(session: Session, plan_id: UUID) -> Sequence[Outcome]:
    """Return a plan's outcomes that are not retired, in their order."""
    query = select(Outcome).where(Outcome.plan_id == plan_id, Outcome.retired_at.is_(None))
    return session.scalars(query.order_by(Outcome.position, Outcome.slug)).all()


def live_priorities(session: Session, plan_id: UUID) -> Sequence[Priority]:
    """Return a plan's priorities that are not retired and whose outcome is not, in the order of the tree."""
    query = (
        select(Priority)
        .join(Priority.outcome)
        .options(selectinload(Priority.outcome))
        .where(Priority.plan_id == plan_id, Priority.retired_at.is_(None), Outcome.retired_at.is_(None))
        .order_by(Outcome.position, Outcome.slug, Priority.position, Priority.slug)
    )
    return session.scalars(query).all()


def counts(session: Session) -> dict[UUID, PlanCounts]:
    """Return what is live in each plan that has anything, by the plan's id. Four statements, however many plans."""
    found = [_live(session, model) for model in (Outcome, Priority, Action, Measure)]
    keys = {plan_id for counted in found for plan_id in counted}
    return {plan_id: PlanCounts(*(counted.get(plan_id, 0) for counted in found)) for plan_id in keys}


def node(session: Session, plan: Plan, level: Level, node_id: UUID) -> Node:
    """Return one thing of a plan's tree; NotFoundError if it is not there or of another plan."""
    model = MODELS[level]
    found = session.scalar(select(model).where(model.id == node_id, model.plan_id == plan.id))
    if not isinstance(found, Outcome | Priority | Action | Measure):
        raise NotFoundError
    return found


def siblings(session: Session, item: Node) -> list[Node]:
    """Return what stands beside something under the same parent, retired ones left out, in order, itself among them."""
    model = type(item)
    query = select(model).where(model.plan_id == item.plan_id, model.retired_at.is_(None))
    if isinstance(item, Priority):
        query = query.where(Priority.outcome_id == item.outcome_id)
    elif isinstance(item, Action):
        query = query.where(Action.priority_id == item.priority_id)
    elif isinstance(item, Measure):
        query = query.where(Measure.outcome_id.is_not_distinct_from(item.outcome_id))
        query = query.where(Measure.priority_id.is_not_distinct_from(item.priority_id))
    return list(session.scalars(query.order_by(model.position, model.slug)))


def slugs(session: Session, model: type[Base], plan_id: UUID | None = None) -> set[str]:
    """Return the addresses taken in a table, or among the rows of one plan."""
    columns = model.__table__.c
    query = select(columns.slug)
    return set(session.scalars(query if plan_id is None else query.where(columns.plan_id == plan_id)))


def _live(session: Session, model: type[Node]) -> dict[UUID, int]:
    query = select(model.plan_id, func.count()).where(model.retired_at.is_(None)).group_by(model.plan_id)
    return dict(session.execute(query).all())


def _tree() -> tuple[ORMOption, ...]:
    priorities = selectinload(Plan.outcomes).selectinload(Outcome.priorities)
    return priorities.selectinload(Priority.actions), selectinload(Plan.measures).selectinload(Measure.readings)
