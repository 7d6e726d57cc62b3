"""Rescue files: what waited on a tablet that finds no network any more, brought in by hand."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cypp_consult.collection.rules import Status
from cypp_consult.collection.tablets import services
from cypp_consult.collection.tablets.reading import is_deep, uuid_of
from cypp_consult.core import audit
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.events.models import Device, Event

FORMAT = "cypp-rescue-1"
MOST_ITEMS = 5_000


@dataclass(frozen=True)
class RescueFile:
    """What a file holds: the responses as they would be sent, and which tablet they waited on, if it says so."""

    responses: Sequence[Any]
    device_id: UUID | None
    installation: UUID | None


@dataclass(frozen=True)
class Rescued:
    """What came of a file: how many responses are new, were here already, and were kept aside; and of which tablet."""

    stored: int
    known: int
    aside: int
    tablet: str


def read(content: bytes, event_id: UUID) -> RescueFile:
    """Return what a file holds. Raises InvalidInputError, saying what to do, for any other file."""
    try:
        sent = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise InvalidInputError(
            "Choose the rescue file as the tablet saved it. This is another kind of file."
        ) from error
    if not isinstance(sent, dict) or sent.get("format") != FORMAT or is_deep(sent):
        raise InvalidInputError(
            "This is not a rescue file of a tablet. Its name begins with “rescue” and ends in .json."
        )
    if uuid_of(sent.get("event")) != event_id:
        raise InvalidInputError("This file is from another event. Open that event and choose the file there.")
    responses = sent.get("responses")
    if not isinstance(responses, list):
        raise InvalidInputError("The file is not complete. Save it on the tablet again.")
    if len(responses) > MOST_ITEMS:
        raise InvalidInputError(f"The file holds more than {MOST_ITEMS:,} responses, which no tablet collects.")
    return RescueFile(responses, uuid_of(sent.get("device_id")), uuid_of(sent.get("installation")))


def bring_in(session: Session, event: Event, content: bytes, at: datetime, grace: timedelta) -> Rescued:
    """Store what a file holds just as if the tablet had sent it, and count. Bringing it in again adds nothing.

    Raises InvalidInputError as `read` does. The caller commits.
    """
    file = read(content, event.id)
    device = _device(session, event, file)
    counted = Counter(one.status for one in services.take(session, device, event, file.responses, at, grace))
    rescued = Rescued(
        stored=counted[Status.STORED],
        known=counted[Status.DUPLICATE],
        aside=counted[Status.CONFLICT] + counted[Status.INVALID],
        tablet=f"Tablet {device.number}" if device else "",
    )
    facts = {"stored": rescued.stored, "known": rescued.known, "aside": rescued.aside, "tablet": rescued.tablet}
    audit.record(session, "event.rescue", "event", event.id, facts, at)
    return rescued


def _device(session: Session, event: Event, file: RescueFile) -> Device | None:
    named = or_(Device.id == file.device_id, Device.installation_id == file.installation)
    return session.scalars(select(Device).where(Device.event_id == event.id, named).order_by(Device.number)).first()
