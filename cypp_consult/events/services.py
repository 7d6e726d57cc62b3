"""Planning events: making, changing, who is on duty and asked, the staff PIN, and taking away what never happened."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cypp_consult.consultations.models import Consultation
from cypp_consult.core import audit
from cypp_consult.core.audiences import Audience
from cypp_consult.core.codes import new_code
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.events import queries, rules
from cypp_consult.events.models import (
    CODE_LENGTH,
    PIN_LENGTH,
    Event,
    EventAudience,
    EventSession,
    EventStaff,
    PermissionRoute,
)
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
        "permission_decided_by",
        "quiet_room",
    }
)
PERMISSION = frozenset({"permission_route", "permission_reason", "permission_decided_by"})
# addresses of pages, which an event cannot have
RESERVED = frozenset({"new"})


@dataclass(frozen=True)
class SessionPlan:
    """A part of an event as somebody planned it."""

    name: str
    starts_at: time | None = None
    ends_at: time | None = None
    expected: int | None = None


def create(
    session: Session, consultation: Consultation, *, name: str, held_on: date, slug: str = "", **facts: Any
) -> Event:
    """Plan an event and return it. `facts` are fields of `CHANGEABLE`.

    Without a safeguarding lead it is kept as a plan and is not ready. It gets a public code that nobody else has.
    """
    _check(facts)
    taken = set(session.scalars(select(Event.slug).where(Event.consultation_id == consultation.id)))
    event = Event(
        consultation_id=consultation.id,
        slug=slug_for(slug or name, taken | RESERVED, "event"),
        code=_free_code(session),
        staff_pin=_random_pin(),
        name=name,
        held_on=held_on,
        **facts,
    )
    session.add(event)
    session.flush()
    _record(session, "event.create", event, {"name": name, "date": held_on.isoformat()})
    return event


def change(session: Session, event: Event, **facts: Any) -> None:
    """Change facts of an event; its address stays.

    InvalidInputError for a field that is none, for times that cross, and for permission that is not needed without a
    reason and the name of who decided it.
    """
    times = {"starts_at": event.starts_at, "ends_at": event.ends_at}
    permission = {name: getattr(event, name) for name in PERMISSION} if PERMISSION & facts.keys() else {}
    _check({**times, **permission, **facts})
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


def set_audiences(session: Session, event: Event, wanted: Mapping[Audience, int | None]) -> None:
    """Let exactly these audiences be asked at an event, with how many of each are expected; without any, all are.

    InvalidInputError for an audience that the consultation does not ask.
    """
    known = {place.audience for place in event.consultation.audiences}
    strange = sorted(audience.label for audience in wanted.keys() - known)
    if strange:
        raise InvalidInputError(f"The consultation does not ask {rules.listed(strange)}.")
    present = {row.audience: row for row in event.audiences}
    if {audience: row.expected for audience, row in present.items()} == dict(wanted):
        return
    for audience in present.keys() - wanted.keys():
        event.audiences.remove(present[audience])
    for audience, count in wanted.items():
        if audience in present:
            present[audience].expected = count
        else:
            event.audiences.append(EventAudience(audience=audience, expected=count))
    session.flush()
    _record(session, "event.audiences", event, {"asked": {key.value: count for key, count in sorted(wanted.items())}})


def set_sessions(session: Session, event: Event, wanted: Sequence[SessionPlan]) -> None:
    """Let an event have exactly these parts. InvalidInputError for one whose end is not after its start."""
    for part in wanted:
        rules.check_times(part.starts_at, part.ends_at)
    present = [SessionPlan(row.name, row.starts_at, row.ends_at, row.expected) for row in event.sessions]
    if sorted(present, key=str) == sorted(wanted, key=str):
        return
    event.sessions = [
        EventSession(name=part.name, starts_at=part.starts_at, ends_at=part.ends_at, expected=part.expected)
        for part in wanted
    ]
    session.flush()
    session.expire(event, ["sessions"])
    _record(session, "event.sessions", event, {"sessions": [part.name for part in wanted]})


def set_pin(session: Session, event: Event, pin: str = "") -> str:
    """Give an event another staff PIN, a random one if none is chosen, and return it. The log names no PIN.

    InvalidInputError for one that is not six figures, or that a child guesses.
    """
    chosen = pin or _random_pin(event.staff_pin)
    rules.check_pin(chosen)
    if chosen != event.staff_pin:
        event.staff_pin = chosen
        session.flush()
        _record(session, "event.pin", event, {})
    return chosen


def check_ready(event: Event) -> None:
    """Raise EventNotReadyError unless a safeguarding lead and their phone number are named."""
    if not queries.is_ready(event):
        raise EventNotReadyError(event.name)


def remove(session: Session, event: Event) -> None:
    """Take away an event at which nothing was collected and for which no tablet may hold answers.

    InvalidInputError otherwise.
    """
    if uses.pointed_at(session, Event, event.id):
        raise InvalidInputError("Answers were collected at this event, so it stays.")
    if any(device.revoked_at is None or device.waiting or device.parked for device in event.devices):
        raise InvalidInputError("Tablets are paired with this event and may hold answers. Unpair them first.")
    _record(session, "event.remove", event, {"name": event.name, "date": event.held_on.isoformat()})
    session.delete(event)
    session.flush()


def _check(facts: Mapping[str, Any]) -> None:
    unknown = set(facts) - CHANGEABLE
    if unknown:
        raise InvalidInputError(f"This cannot be changed here: {', '.join(sorted(unknown))}.")
    rules.check_times(facts.get("starts_at"), facts.get("ends_at"))
    rules.check_permission(
        is_required=facts.get("permission_route") is not PermissionRoute.NOT_REQUIRED,
        reason=facts.get("permission_reason", ""),
        decided_by=facts.get("permission_decided_by", ""),
    )


def _free_code(session: Session) -> str:
    code = new_code(CODE_LENGTH)
    while session.scalar(select(Event.id).where(Event.code == code)) is not None:
        code = new_code(CODE_LENGTH)
    return code


def _random_pin(other_than: str = "") -> str:
    """Return a PIN that nobody guesses at once, and that is not the one before."""
    while True:
        pin = "".join(secrets.choice("0123456789") for _ in range(PIN_LENGTH))
        try:
            rules.check_pin(pin)
        except InvalidInputError:
            continue
        if pin != other_than:
            return pin


def _record(session: Session, action: str, event: Event, detail: dict[str, Any]) -> None:
    audit.record(session, action, "event", event.id, {"consultation": str(event.consultation_id), **detail})
