"""Reading what reach is counted from: grouped counts, never single responses, and whom events were for."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, selectinload

from cypp_consult.collection.models import AboutAnswer, Channel, Response
from cypp_consult.consultations.targets.models import Target, TargetKind
from cypp_consult.core.audiences import Audience
from cypp_consult.events.models import Event
from cypp_consult.events.queries import expected
from cypp_consult.summaries.queries.scope import Scope
from cypp_consult.summaries.reach.models import EventTarget

MOST_EVENTS = 500


@dataclass(frozen=True)
class Cell:
    """Forms and people that are alike in all that reach looks at; `recent` are the people of the last days."""

    audience: Audience
    channel: Channel
    age_band: str | None
    event_id: UUID | None
    forms: int
    people: int
    recent: int


@dataclass(frozen=True)
class AboutCell:
    """Forms of single people who gave one answer about themselves."""

    audience: Audience
    key: str
    value: str
    event_id: UUID | None
    forms: int


@dataclass(frozen=True)
class EventFor:
    """An event, and whom it was for."""

    event: Event
    place_id: UUID | None = None
    group_ids: frozenset[UUID] = field(default_factory=frozenset)

    @property
    def expected(self) -> int | None:
        """Return how many people are expected, None if nobody said."""
        return expected(self.event)

    def asks(self, audience: Audience) -> bool:
        """Say whether an audience is asked there."""
        return not self.event.audiences or any(row.audience is audience for row in self.event.audiences)


def cells(session: Session, scope: Scope, since: datetime) -> list[Cell]:
    """Return the counts of a scope; `recent` counts from `since` on."""
    recent = func.sum(case((Response.received_at >= since, Response.headcount), else_=0))
    sides = (Response.audience, Response.channel, Response.age_band, Response.event_id)
    query = select(*sides, func.count(), func.sum(Response.headcount), recent).where(scope.responses).group_by(*sides)
    return [
        Cell(audience, channel, age_band, event_id, forms, int(people), int(recent))
        for audience, channel, age_band, event_id, forms, people, recent in session.execute(query)
    ]


def about(session: Session, scope: Scope, keys: Collection[str]) -> list[AboutCell]:
    """Return what single people said about themselves. What a group's note says is nobody's own answer."""
    if not keys:
        return []
    sides = (Response.audience, AboutAnswer.key, AboutAnswer.value, Response.event_id)
    query = (
        select(*sides, func.count())
        .join(Response, AboutAnswer.response_id == Response.id)
        .where(scope.responses, AboutAnswer.key.in_(sorted(keys)), Response.headcount == 1)
        .group_by(*sides)
    )
    return [AboutCell(*row) for row in session.execute(query)]


def received(
    session: Session, consultation_ids: Sequence[UUID], before: datetime
) -> dict[UUID, dict[Audience, dict[Channel, tuple[int, int]]]]:
    """Return (forms, people) by consultation, audience and channel."""
    sides = (Response.consultation_id, Response.audience, Response.channel)
    query = (
        select(*sides, func.count(), func.sum(Response.headcount))
        .where(
            Response.consultation_id.in_(consultation_ids),
            Response.removed_at.is_(None),
            Response.received_at < before,
        )
        .group_by(*sides)
    )
    found: dict[UUID, dict[Audience, dict[Channel, tuple[int, int]]]] = {}
    for consultation_id, audience, channel, forms, people in session.execute(query):
        found.setdefault(consultation_id, {}).setdefault(audience, {})[channel] = (forms, int(people))
    return found


def events(session: Session, consultation_id: UUID) -> list[EventFor]:
    """Return a consultation's events with whom they were for, first held first."""
    query = select(Event).where(Event.consultation_id == consultation_id).options(selectinload(Event.audiences))
    rows = session.scalars(query.order_by(Event.held_on, Event.starts_at, Event.name).limit(MOST_EVENTS)).all()
    said = _said(session, consultation_id)
    return [EventFor(row, *_whom(said.get(row.id, ()))) for row in rows]


def of_event(session: Session, event: Event) -> EventFor:
    """Return one event with whom it was for."""
    said = _said(session, event.consultation_id, event.id)
    return EventFor(event, *_whom(said.get(event.id, ())))


def _said(
    session: Session, consultation_id: UUID, event_id: UUID | None = None
) -> dict[UUID, list[tuple[UUID, TargetKind]]]:
    query = select(EventTarget.event_id, Target.id, Target.kind).join(Target, EventTarget.target_id == Target.id)
    query = query.where(Target.consultation_id == consultation_id)
    if event_id is not None:
        query = query.where(EventTarget.event_id == event_id)
    found: dict[UUID, list[tuple[UUID, TargetKind]]] = {}
    for key, target_id, kind in session.execute(query):
        found.setdefault(key, []).append((target_id, kind))
    return found


def _whom(said: Iterable[tuple[UUID, TargetKind]]) -> tuple[UUID | None, frozenset[UUID]]:
    pairs = list(said)
    place = next((key for key, kind in pairs if kind is not TargetKind.GROUP), None)
    return place, frozenset(key for key, kind in pairs if kind is TargetKind.GROUP)
