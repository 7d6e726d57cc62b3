"""Starting a plan: from a published framework, or from nothing."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from cypp_consult.core import audit
from cypp_consult.plans import framework_store, queries
from cypp_consult.plans.framework import Framework, MeasureForm, OutcomeForm, PriorityForm
from cypp_consult.plans.models import Action, Measure, Outcome, Plan, Priority
from cypp_consult.plans.rules import slug_for

# addresses of pages, which a plan cannot have
RESERVED = frozenset({"new", "start", "templates"})


def start_empty(
    session: Session,
    *,
    title: str,
    area: str,
    at: datetime,
    period_start: int | None = None,
    period_end: int | None = None,
    outcome_label: str = "Outcome",
) -> Plan:
    """Start a plan with an empty tree and return it."""
    plan = _new(
        session,
        title,
        area=area,
        period_start=period_start,
        period_end=period_end,
        outcome_label=outcome_label,
        created_at=at,
    )
    audit.record(session, "plan.start", "plan", plan.id, {"title": title}, at)
    return plan


def start_from_template(
    session: Session,
    framework_id: str,
    *,
    at: datetime,
    title: str = "",
    area: str = "",
    period_start: int | None = None,
    period_end: int | None = None,
    outcome_label: str = "",
) -> Plan:
    """Start a plan with the tree of a framework and return it; the framework's ids become the addresses in the tree.

    What is not given is taken from the framework. NotFoundError if there is no such framework.
    """
    framework = framework_store.find(session, framework_id)
    if period_start is None and period_end is None and not title:
        period_start, period_end = framework.start, framework.end
    plan = _new(
        session,
        title or framework.title,
        area=area or framework.area,
        period_start=period_start,
        period_end=period_end,
        outcome_label=outcome_label or framework.outcome_label,
        template=framework.id,
        created_at=at,
    )
    _plant(session, plan.id, framework)
    session.flush()
    session.expire(plan)
    audit.record(session, "plan.start", "plan", plan.id, {"title": plan.title, "template": framework.id}, at)
    return plan


def change_plan(
    session: Session,
    plan: Plan,
    *,
    title: str,
    area: str,
    period_start: int | None,
    period_end: int | None,
    outcome_label: str,
) -> None:
    """Change a plan's facts; its address stays."""
    plan.title, plan.area, plan.outcome_label = title, area, outcome_label
    plan.period_start, plan.period_end = period_start, period_end
    session.flush()
    audit.record(session, "plan.change", "plan", plan.id, {"title": title})


def _new(session: Session, title: str, **facts: Any) -> Plan:
    plan = Plan(slug=slug_for(title, queries.slugs(session, Plan) | RESERVED, "plan"), title=title, **facts)
    session.add(plan)
    session.flush()
    return plan


def _plant(session: Session, plan_id: UUID, framework: Framework) -> None:
    """Add the tree of a framework to a new plan."""
    place = 0
    for position, form in enumerate(framework.outcomes):
        outcome = _outcome(session, plan_id, position, form)
        place = _measures(session, plan_id, place, form.measures, outcome=outcome)
        for rank, inner in enumerate(form.priorities):
            priority = _priority(session, plan_id, outcome, rank, inner)
            place = _measures(session, plan_id, place, inner.measures, priority=priority)


def _outcome(session: Session, plan_id: UUID, position: int, form: OutcomeForm) -> Outcome:
    outcome = Outcome(plan_id=plan_id, slug=form.id, name=form.name, summary=form.summary, position=position)
    session.add(outcome)
    session.flush()
    return outcome


def _priority(session: Session, plan_id: UUID, outcome: Outcome, position: int, form: PriorityForm) -> Priority:
    priority = Priority(
        plan_id=plan_id, outcome_id=outcome.id, slug=form.id, name=form.name, detail=form.detail, position=position
    )
    session.add(priority)
    session.flush()
    for rank, action in enumerate(form.actions):
        session.add(
            Action(
                plan_id=plan_id,
                priority_id=priority.id,
                slug=action.id,
                code=action.code,
                title=action.title,
                leads=list(action.leads),
                position=rank,
            )
        )
    return priority


def _measures(
    session: Session,
    plan_id: UUID,
    place: int,
    forms: tuple[MeasureForm, ...],
    *,
    outcome: Outcome | None = None,
    priority: Priority | None = None,
) -> int:
    """Add measures from a place in the plan's order on and return the next free place."""
    for form in forms:
        session.add(
            Measure(
                plan_id=plan_id,
                outcome_id=outcome.id if outcome else None,
                priority_id=priority.id if priority else None,
                slug=form.id,
                code=form.code,
                name=form.name,
                position=place,
            )
        )
        place += 1
    return place
