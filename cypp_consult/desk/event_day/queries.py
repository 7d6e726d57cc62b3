"""What the day's page reads: a handful of statements, however many tablets and answers there are."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import case, exists, func, select
from sqlalchemy.orm import Session, joinedload

from cypp_consult.collection.models import Channel, ParkedResponse, Response
from cypp_consult.collection.tablets.models import Arrival
from cypp_consult.events.models import Device, Event, EventStaff

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Came:
    """What came in at an event: responses and the people behind them, those marked late, the last hour's."""

    responses: int = 0
    people: int = 0
    late: int = 0
    last_hour: int = 0
    by_channel: dict[Channel, int] = field(default_factory=dict)


def going_on(
    session: Session, consultation_ids: Sequence[UUID], day: date, user_id: int | None = None, limit: int = 3
) -> Sequence[Event]:
    """Return the events of a day that have tablets, the first to begin first; with a user, where they are on duty."""
    query = (
        select(Event)
        .options(joinedload(Event.consultation))
        .where(Event.held_on == day, Event.consultation_id.in_(consultation_ids))
        .where(exists().where(Device.event_id == Event.id))
        .order_by(Event.starts_at, Event.name)
        .limit(limit)
    )
    if user_id is not None:
        query = query.where(exists().where(EventStaff.event_id == Event.id, EventStaff.user_id == user_id))
    return session.scalars(query).all()


def came(session: Session, event_id: UUID, now: datetime) -> Came:
    """Return what came in at an event, by whatever way; what was taken back is not counted."""
    query = (
        select(
            Response.channel,
            func.count(),
            func.sum(Response.headcount),
            func.sum(case((Response.late, 1), else_=0)),
            func.sum(case((Response.received_at > now - HOUR, 1), else_=0)),
        )
        .where(Response.event_id == event_id, Response.removed_at.is_(None))
        .group_by(Response.channel)
    )
    rows = [(channel, *map(int, sums)) for channel, *sums in session.execute(query)]
    by_channel = {channel: count for channel, count, *_ in sorted(rows, key=lambda row: list(Channel).index(row[0]))}
    responses, people, late, last_hour = (sum(row[place] for row in rows) for place in (1, 2, 3, 4))
    return Came(responses, people, late, last_hour, by_channel)


def kept_aside(session: Session, event: Event) -> int:
    """Return how many responses of an event wait with us, kept aside for a lead to look at."""
    query = select(func.count(ParkedResponse.id)).where(
        ParkedResponse.consultation_id == event.consultation_id,
        ParkedResponse.payload["event_id"].as_string() == str(event.id),
    )
    return session.scalar(query) or 0


def tablet_numbers(session: Session, event_id: UUID, response_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Return the number of the tablet that sent each of these responses; others are left out."""
    if not response_ids:
        return {}
    query = (
        select(Arrival.response_id, Device.number)
        .join(Device, Device.id == Arrival.device_id)
        .where(Device.event_id == event_id, Arrival.response_id.in_(response_ids))
    )
    return {response_id: number for response_id, number in session.execute(query)}  # noqa: C416 - rows are typed only when taken apart
