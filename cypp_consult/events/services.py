"""Planning events: making, changing, who is on duty, and taking away what never happened."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cypp_consult.consultations.models import Consultation
from cypp_consult.core import audit
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.events import queries
from cypp_consult.events.models import Event, EventStaff
from cypp_consult.events.rules import EventNotReadyError
from cypp_consult.plans import uses
from cypp_consult.plans.rules import slug_for

CHANGEABLE = frozenset(
    {
        "name",
        "venue",
        "held_on",
        "starts_at",
        "ends_at",
        "expected_headcount",
        "safeguarding_name",
        "safeguarding_phone",
        "permission_route",
        "permission_reason",
    }
)


def create(
    session: Session, consultation: Consultation, *, name: str, held_on: date, slug: str = "", **facts: Any
) -> Event:
    """Plan an event and return it. `facts` are fields of `CHANGEABLE`.

    Without a safeguarding lead it is kept as a plan and is not ready.
    """
    _check(facts)
    taken = set(session.scalars(select(Event.slug).where(Event.consultation_id == consultation.id)))
    event = Event(
        consultation_id=consultation.id,
        slug=slug_for(slug or name, taken | {"new"}, "event"),
        name=name,
        held_on=held_on,
        **facts,
    )
    session.add(event)
    session.flush()
    _record(session, "event.create", event, {"name": name, "date": held_on.isoformat()})
    return event


def change(session: Session, event: Event, **facts: Any) -> None:
    """Change facts of an event; its address stays. InvalidInputError for a field that is none, or times that cross."""
    _check({"starts_at": event.starts_at, "ends_at": event.ends_at, **facts})
    changed = sorted(name for name, value in facts.items() if getattr(event, name) != value)
    for name in changed:
        setattr(event, name, facts[name])
    session.flush()
    if changed:
        _record(session, "event.change", event, {"fields": changed})


def set_staff(session: Session, event: Event, user_ids: Collection[int]) -> None:
    """Let exactly these people be on duty at an event."""
    present = {row.user_id: row for row in event.staff}
    added, removed = sorted(set(user_ids) - present.keys()), sorted(present.keys() - set(user_ids))
    for user_id in removed:
        event.staff.remove(present[user_id])
    event.staff.extend(EventStaff(user_id=user_id) for user_id in added)
    session.flush()
    if added or removed:
        _record(session, "event.staff", event, {"added": added, "removed": removed})


def check_ready(event: Event) -> None:
    """Raise EventNotReadyError unless a safeguarding lead and their phone number are named."""
    if not queries.is_ready(event):
        raise EventNotReadyError(event.name)


def remove(session: Session, event: Event) -> None:
    """Take away an event at which nothing was collected; InvalidInputError otherwise."""
    if uses.pointed_at(session, Event, event.id):
        raise InvalidInputError("Answers were collected at this event, so it stays.")
    _record(session, "event.remove", event, {"name": event.name, "date": event.held_on.isoformat()})
    session.delete(event)
    session.flush()


def _check(facts: dict[str, Any]) -> None:
    unknown = set(facts) - CHANGEABLE
    if unknown:
        raise InvalidInputError(f"This cannot be changed here: {', '.join(sorted(unknown))}.")
    starts, ends = facts.get("starts_at"), facts.get("ends_at")
    if starts and ends and ends <= starts:
        raise InvalidInputError("It must end after it starts.")


def _record(session: Session, action: str, event: Event, detail: dict[str, Any]) -> None:
    audit.record(session, action, "event", event.id, {"consultation": str(event.consultation_id), **detail})
