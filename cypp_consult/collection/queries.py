"""Reading collection: who may answer now, and what came in. Removed responses are nowhere counted or listed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from cypp_consult.accounts.models import User
from cypp_consult.collection.models import Answer, Channel, ParkedResponse, Response
from cypp_consult.consultations.models import Consultation, ConsultationAudience
from cypp_consult.consultations.queries import state_of
from cypp_consult.consultations.rules import State
from cypp_consult.core.audiences import Audience
from cypp_consult.core.clock import end_of_day, local_day, start_of_day
from cypp_consult.core.errors import NotFoundError
from cypp_consult.events import queries as events
from cypp_consult.events.models import Event, EventStaff
from cypp_consult.questionnaires.queries import latest


class Door(StrEnum):
    """Whether an audience may answer now, and why not."""

    OPEN = "open"
    NOT_YET = "not_yet"
    UPCOMING = "upcoming"
    CLOSED = "closed"
    FULL = "full"


def door(session: Session, place: ConsultationAudience, at: datetime) -> Door:
    """Return whether answers are taken for this audience at a moment."""
    consultation = place.consultation
    match state_of(consultation, local_day(at)):
        case State.DRAFT:
            return Door.NOT_YET
        case State.UPCOMING:
            return Door.UPCOMING
        case State.CLOSED:
            return Door.CLOSED
    if not _has_questions(session, place):
        return Door.NOT_YET
    return Door.FULL if is_full(session, consultation) else Door.OPEN


def door_at(session: Session, event: Event, at: datetime) -> tuple[Door, list[ConsultationAudience]]:
    """Return whether answers are taken by the link of an event at a moment, and from which audiences, in their order.

    An event without a safeguarding lead on duty is not open yet.
    """
    places = events.asked(event)
    ready = [place for place in places if _has_questions(session, place)] if events.is_ready(event) else []
    if not ready:
        return Door.NOT_YET, []
    found = door(session, ready[0], at)
    return found, ready if found is Door.OPEN else []


def _has_questions(session: Session, place: ConsultationAudience) -> bool:
    frozen = latest(session, place.consultation_id, place.audience)
    return frozen is not None and bool(frozen.questions)


def is_full(session: Session, consultation: Consultation) -> bool:
    """Say whether as many responses came in as the consultation takes."""
    if consultation.capacity is None:
        return False
    query = select(func.count(Response.id)).where(
        Response.consultation_id == consultation.id, Response.removed_at.is_(None)
    )
    return (session.scalar(query) or 0) >= consultation.capacity


def is_stored(session: Session, response_id: UUID) -> bool:
    """Say whether a response with this id came in, also if it was removed since."""
    return session.scalar(select(Response.id).where(Response.id == response_id)) is not None


@dataclass(frozen=True)
class Filter:
    """Which responses to list; None and "" leave a side open."""

    audience: Audience | None = None
    channel: Channel | None = None
    event_id: UUID | None = None
    day: date | None = None


def responses(consultation_id: UUID, chosen: Filter) -> Select[tuple[Response]]:
    """Return a select of responses, newest first, with their events and answers."""
    query = _chosen(select(Response), consultation_id, chosen)
    return query.options(
        joinedload(Response.event), selectinload(Response.answers).load_only(Answer.has_text)
    ).order_by(Response.received_at.desc(), Response.id)


def counts(session: Session, consultation_id: UUID, chosen: Filter) -> tuple[int, int]:
    """Return how many responses and how many people stand behind a filter."""
    people = func.coalesce(func.sum(Response.headcount), 0)
    columns: Any = select(func.count(Response.id), people)
    row = session.execute(_chosen(columns, consultation_id, chosen)).one()
    return int(row[0]), int(row[1])


def _chosen(query: Select[Any], consultation_id: UUID, chosen: Filter) -> Select[Any]:
    query = query.where(Response.consultation_id == consultation_id, Response.removed_at.is_(None))
    if chosen.audience is not None:
        query = query.where(Response.audience == chosen.audience)
    if chosen.channel is not None:
        query = query.where(Response.channel == chosen.channel)
    if chosen.event_id is not None:
        query = query.where(Response.event_id == chosen.event_id)
    if chosen.day is not None:
        day = chosen.day
        query = query.where(Response.received_at >= start_of_day(day), Response.received_at < end_of_day(day))
    return query


def response_of(session: Session, consultation_id: UUID, response_id: UUID) -> Response:
    """Return a response that is still there; NotFoundError otherwise."""
    query = select(Response).where(
        Response.id == response_id, Response.consultation_id == consultation_id, Response.removed_at.is_(None)
    )
    found = session.scalar(query.options(joinedload(Response.event), selectinload(Response.answers)))
    if found is None:
        raise NotFoundError
    return found


def parked(session: Session, consultation_id: UUID) -> Sequence[ParkedResponse]:
    """Return what was kept aside, newest first."""
    query = select(ParkedResponse).where(ParkedResponse.consultation_id == consultation_id)
    return session.scalars(query.order_by(ParkedResponse.received_at.desc()).limit(200)).all()


def parked_of(session: Session, consultation_id: UUID, parked_id: UUID) -> ParkedResponse:
    """Return one response that was kept aside; NotFoundError if it is not there any more."""
    found = session.get(ParkedResponse, parked_id)
    if found is None or found.consultation_id != consultation_id:
        raise NotFoundError("This is not here any more: somebody dealt with it.")
    return found


def parked_count(session: Session, consultation_id: UUID) -> int:
    """Return how many responses were kept aside."""
    query = select(func.count(ParkedResponse.id)).where(ParkedResponse.consultation_id == consultation_id)
    return session.scalar(query) or 0


def events_of(session: Session, consultation_id: UUID, user: User | None = None) -> Sequence[Event]:
    """Return the events of a consultation by day; with a user, those where this person is on duty."""
    query = select(Event).where(Event.consultation_id == consultation_id)
    if user is not None:
        query = query.join(EventStaff, EventStaff.event_id == Event.id).where(EventStaff.user_id == user.id)
    return session.scalars(query.order_by(Event.held_on.desc(), Event.name)).all()


def entered(session: Session, consultation_id: UUID, event_id: UUID | None) -> int:
    """Return how many responses were entered by hand at an event, or apart from events."""
    query = select(func.count(Response.id)).where(
        Response.consultation_id == consultation_id,
        Response.channel.in_([Channel.PAPER, Channel.GROUP_NOTE]),
        Response.removed_at.is_(None),
        Response.event_id == event_id if event_id is not None else Response.event_id.is_(None),
    )
    return session.scalar(query) or 0
