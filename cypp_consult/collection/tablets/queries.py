"""How the tablets of an event stand: what came in from each, what waits on it, which numbers are missing."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from cypp_consult.collection.models import Response
from cypp_consult.collection.rules import Status
from cypp_consult.collection.tablets import rules
from cypp_consult.collection.tablets.models import Arrival
from cypp_consult.events.models import Device, Event

_IN = frozenset({Status.STORED.value, Status.DUPLICATE.value})


@dataclass(frozen=True)
class TabletState:
    """A tablet: how many of its answers are in, wait on it, and are kept aside; and which numbers are nowhere."""

    device: Device
    arrived: int
    waiting: int
    parked: int
    missing: tuple[int, ...]


def tablets(session: Session, event: Event) -> list[TabletState]:
    """Return how each tablet of an event stands, by number; two statements whatever their number."""
    devices = session.scalars(select(Device).where(Device.event_id == event.id).order_by(Device.number)).all()
    arrivals: dict[UUID, dict[int, str]] = defaultdict(dict)
    query = (
        select(Arrival.device_id, Arrival.seq, Arrival.status)
        .join(Device, Device.id == Arrival.device_id)
        .where(Device.event_id == event.id)
    )
    for device_id, seq, status in session.execute(query):
        _keep(arrivals[device_id], seq, status)
    return [_state(device, arrivals[device.id]) for device in devices]


def missing(session: Session, device: Device) -> tuple[int, ...]:
    """Return the numbers of one tablet that neither came in nor wait on it."""
    arrived: dict[int, str] = {}
    for seq, status in session.execute(select(Arrival.seq, Arrival.status).where(Arrival.device_id == device.id)):
        _keep(arrived, seq, status)
    return _state(device, arrived).missing


def per_quarter(session: Session, event: Event, since: datetime) -> list[tuple[datetime, int]]:
    """Return how many responses came in at an event, for each quarter of an hour with any, from `since` on."""
    query = select(Response.received_at).where(
        Response.event_id == event.id, Response.received_at >= since, Response.removed_at.is_(None)
    )
    return sorted(Counter(rules.quarter_of(moment) for moment in session.scalars(query)).items())


def _keep(arrived: dict[int, str], seq: int, status: str) -> None:
    # one number may have come with two ids, where a tablet's store was lost; what is in counts
    if arrived.get(seq) not in _IN:
        arrived[seq] = status


def _state(device: Device, arrived: Mapping[int, str]) -> TabletState:
    waiting = [(int(first), int(last)) for first, last in device.waiting]
    inside = sum(status in _IN for status in arrived.values())
    highest = max([device.last_seq, *arrived])
    return TabletState(
        device=device,
        arrived=inside,
        waiting=rules.count(waiting),
        parked=max(device.parked, len(arrived) - inside),
        missing=rules.missing(highest, arrived, waiting),
    )
