"""What the desk reads: a bounded number of statements, however much there is."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import distinct, func, select, union
from sqlalchemy.orm import Session, joinedload, selectinload

from cypp_consult.coding.models import AnswerMark, Suggestion, SuggestionState, Tag
from cypp_consult.collection.models import Answer, Response
from cypp_consult.consultations.governance.access import of_partner
from cypp_consult.consultations.models import Consultation
from cypp_consult.events.models import Event, EventStaff
from cypp_consult.safeguarding.models import Concern, Reading, SafetyReading

SHOWN_UNREAD = 2000


@dataclass(frozen=True)
class CodingProgress:
    """How far coding is: free-text answers in all, coded by people, and others with suggestions."""

    texts: int
    coded: int
    open_suggestions: int

    @property
    def share(self) -> int:
        """Return the coded share as a whole percentage, 0 where there is nothing."""
        return round(100 * self.coded / self.texts) if self.texts else 0


def consultations(session: Session, member_id: int | None = None, limit: int = 20) -> list[Consultation]:
    """Return the newest consultations, or only those a partner belongs to."""
    query = (
        select(Consultation)
        .options(selectinload(Consultation.audiences), joinedload(Consultation.plan))
        .order_by(Consultation.opens_on.desc().nulls_first(), Consultation.created_at.desc())
        .limit(limit)
    )
    if member_id is not None:
        query = query.where(Consultation.id.in_(of_partner(member_id)))
    return list(session.scalars(query))


def unread_since(session: Session, consultation_ids: list[UUID]) -> list[datetime]:
    """Return when each answer that nobody has read for safety came in, oldest first, at most 2,000."""
    query = (
        select(Response.received_at)
        .join(Answer, Answer.response_id == Response.id)
        .outerjoin(SafetyReading, SafetyReading.answer_id == Answer.id)
        .where(Answer.has_text, SafetyReading.answer_id.is_(None), Response.consultation_id.in_(consultation_ids))
        .order_by(Response.received_at)
        .limit(SHOWN_UNREAD)
    )
    return list(session.scalars(query))


def coding_progress(session: Session, consultation_ids: list[UUID]) -> CodingProgress:
    """Return how far coding is over the given consultations, counting answers cleared for coding."""
    texts = (
        select(Answer.id)
        .join(Response, Response.id == Answer.response_id)
        .join(SafetyReading, SafetyReading.answer_id == Answer.id)
        .where(
            Answer.has_text, Response.consultation_id.in_(consultation_ids), SafetyReading.reading == Reading.CLEARED
        )
    )
    coded = union(select(Tag.answer_id), select(AnswerMark.answer_id)).subquery()
    count = select(func.count()).select_from(texts.subquery())
    done = select(func.count()).select_from(texts.where(Answer.id.in_(select(coded.c.answer_id))).subquery())
    waiting = select(func.count(distinct(Suggestion.answer_id))).where(
        Suggestion.state == SuggestionState.OPEN,
        Suggestion.answer_id.in_(texts),
        Suggestion.answer_id.not_in(select(coded.c.answer_id)),
    )
    return CodingProgress(session.scalar(count) or 0, session.scalar(done) or 0, session.scalar(waiting) or 0)


def events_of(session: Session, user_id: int, limit: int = 20) -> list[Event]:
    """Return the events a person is on duty at, the next first."""
    query = (
        select(Event)
        .join(EventStaff, EventStaff.event_id == Event.id)
        .options(joinedload(Event.consultation))
        .where(EventStaff.user_id == user_id)
        .order_by(Event.held_on.desc())
        .limit(limit)
    )
    return list(session.scalars(query))


def open_concerns(session: Session) -> int:
    """Return how many concerns are open; for safeguarding leads alone."""
    return session.scalar(select(func.count()).where(Concern.closed_at.is_(None))) or 0
