"""Growing and changing a plan's tree. Addresses stay; what is used is retired, never deleted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from cypp_consult.core import audit
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.plans import queries, uses
from cypp_consult.plans.models import Action, Measure, Outcome, Plan, Priority, Reading
from cypp_consult.plans.queries import Node
from cypp_consult.plans.rules import Direction, InUseError, moved, slug_for

Kind = TypeVar("Kind", Outcome, Priority, Action, Measure)

CHANGEABLE: dict[type[Node], frozenset[str]] = {
    Outcome: frozenset({"name", "summary"}),
    Priority: frozenset({"name", "detail", "short_name", "picture"}),
    Action: frozenset({"title", "code", "leads"}),
    Measure: frozenset({"name", "code"}),
}


def add_outcome(session: Session, plan: Plan, name: str, *, summary: str = "") -> Outcome:
    """Add an outcome at the end and return it."""
    return _add(session, Outcome(plan_id=plan.id, slug=_slug(session, plan, Outcome, name), name=name, summary=summary))


def add_priority(
    session: Session, outcome: Outcome, name: str, *, detail: str = "", short_name: str = "", picture: str | None = None
) -> Priority:
    """Add a priority at the end of an outcome and return it."""
    priority = Priority(
        plan_id=outcome.plan_id,
        outcome_id=outcome.id,
        slug=_slug(session, outcome.plan, Priority, name),
        name=name,
        detail=detail,
        short_name=short_name,
        picture=picture,
    )
    return _add(session, priority)


def add_action(
    session: Session, priority: Priority, title: str, *, code: str = "", leads: Sequence[str] = ()
) -> Action:
    """Add an action at the end of a priority and return it."""
    slug = _slug(session, priority.outcome.plan, Action, code or title)
    action = Action(
        plan_id=priority.plan_id, priority_id=priority.id, slug=slug, title=title, code=code, leads=list(leads)
    )
    return _add(session, action)


def add_measure(
    session: Session,
    plan: Plan,
    name: str,
    *,
    code: str = "",
    outcome: Outcome | None = None,
    priority: Priority | None = None,
) -> Measure:
    """Add a measure to a plan, or to one of its outcomes or priorities, and return it."""
    measure = Measure(
        plan_id=plan.id,
        outcome_id=outcome.id if outcome else None,
        priority_id=priority.id if priority else None,
        slug=_slug(session, plan, Measure, code or name),
        name=name,
        code=code,
    )
    return _add(session, measure)


def change(session: Session, node: Node, **fields: Any) -> None:
    """Change words and pictures of something in the tree; its address and everything that points at it stay.

    InvalidInputError for a field that this level does not have.
    """
    unknown = set(fields) - CHANGEABLE[type(node)]
    if unknown:
        raise InvalidInputError(f"This cannot be changed here: {', '.join(sorted(unknown))}.")
    changed = [name for name, value in fields.items() if getattr(node, name) != value]
    for name in changed:
        setattr(node, name, fields[name])
    session.flush()
    if changed:
        _record(session, "change", node, {"fields": sorted(changed)})


def rename(session: Session, node: Node, name: str) -> None:
    """Give something of the tree another name (an action its title)."""
    change(session, node, **{"title" if isinstance(node, Action) else "name": name})


def move(session: Session, node: Node, direction: Direction) -> None:
    """Move something one step among its live siblings; at the end it stays."""
    before = queries.siblings(session, node)
    if node not in before:
        raise InvalidInputError("This is retired. Bring it back before you move it.")
    after = moved(before, node, direction)
    for position, item in enumerate(after):
        item.position = position
    session.flush()
    if after != before:
        _record(session, "move", node, {"direction": direction.value})


def retire(session: Session, node: Node, at: datetime) -> None:
    """Take something out of use. What was tagged with it keeps its tag; what hangs on it is out of use with it."""
    if node.retired_at is None:
        node.retired_at = at
        session.flush()
        _record(session, "retire", node)


def restore(session: Session, node: Node) -> None:
    """Bring something back into use, at the end of its siblings."""
    if node.retired_at is not None:
        node.position = _next(session, node)
        node.retired_at = None
        session.flush()
        _record(session, "restore", node)


def delete(session: Session, node: Node) -> None:
    """Delete something that was never used, with what hangs on it. InUseError if any of it is used."""
    if uses.plan_in_use(session, node.plan_id) or _used(session, node):
        raise InUseError(name_of(node))
    _record(session, "delete", node, {"name": name_of(node)})
    session.delete(node)
    session.flush()
    session.expire_all()


def add_reading(session: Session, measure: Measure, *, period: str, value: str, note: str, at: datetime) -> Reading:
    """Add one value of a measure for a period in words, and return it."""
    reading = Reading(measure_id=measure.id, period=period, value=value, note=note, recorded_at=at)
    session.add(reading)
    session.flush()
    session.expire(measure, ["readings"])
    _record(session, "reading", measure, {"period": period, "value": value})
    return reading


def remove_reading(session: Session, reading: Reading) -> None:
    """Take back a reading that was wrong; the audit log keeps what it said."""
    _record(session, "unreading", reading.measure, {"period": reading.period, "value": reading.value})
    session.delete(reading)
    session.flush()


def name_of(node: Node) -> str:
    """Return what something of the tree is called."""
    return node.title if isinstance(node, Action) else node.name


def _used(session: Session, node: Node) -> bool:
    return any(uses.pointed_at(session, type(item), item.id) for item in _below(node))


def _below(node: Node) -> list[Node]:
    """Return something and all that hangs on it."""
    if isinstance(node, Outcome):
        return [node, *(item for priority in node.priorities for item in _below(priority))]
    return [node, *node.actions] if isinstance(node, Priority) else [node]


def _slug(session: Session, plan: Plan, model: type[Node], words: str) -> str:
    return slug_for(words, queries.slugs(session, model, plan.id), model.__tablename__)


def _next(session: Session, node: Node) -> int:
    return max((item.position for item in queries.siblings(session, node) if item is not node), default=-1) + 1


def _add(session: Session, node: Kind) -> Kind:
    """Add something at the end of its siblings, where pages read the tree anew."""
    node.position = _next(session, node)
    session.add(node)
    session.flush()
    session.refresh(node)
    _record(session, "add", node, {"name": name_of(node)})
    return node


def _record(session: Session, verb: str, node: Node, detail: dict[str, Any] | None = None) -> None:
    kind = node.__tablename__
    audit.record(session, f"{kind}.{verb}", kind, node.id, {"plan": str(node.plan_id), **(detail or {})})
