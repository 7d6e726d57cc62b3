"""Reading what is unread, cleared, raised and quotable. Every list is bounded."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from cypp_consult.collection.models import Answer, Response
from cypp_consult.core.errors import NotFoundError
from cypp_consult.safeguarding.models import Concern, Quote, Reading, SafetyReading, SafetyScreen

PAGE = 20


def cleared() -> Select[UUID]:
    """Return a select of the ids of answers that a person read and cleared: only these may be coded or quoted."""
    return select(SafetyReading.answer_id).where(SafetyReading.reading == Reading.CLEARED)


def _unread(consultation_id: UUID, event_id: UUID | None) -> Select[Answer]:
    query = (
        select(Answer)
        .join(Answer.response)
        .outerjoin(SafetyReading, SafetyReading.answer_id == Answer.id)
        .where(Answer.has_text, SafetyReading.answer_id.is_(None))
    )
    # an event is of one consultation; asking for both would let SQLite walk all responses of the consultation
    if event_id is not None:
        return query.where(Response.event_id == event_id)
    return query.where(Response.consultation_id == consultation_id)


def unread_count(session: Session, consultation_id: UUID, event_id: UUID | None = None) -> int:
    """Return how many free-text answers nobody has read for safety, of one event where it is given."""
    query = _unread(consultation_id, event_id).with_only_columns(func.count(Answer.id)).order_by(None)
    return session.scalar(query) or 0


def unread(
    session: Session, consultation_id: UUID, limit: int = PAGE, event_id: UUID | None = None
) -> Sequence[tuple[Answer, SafetyScreen | None]]:
    """Return the next answers to read: what the word screen raises, what it has not seen, the longest wait.

    With an event, its own alone.
    """
    urgency = case(
        (SafetyScreen.level == "high", 0),
        (SafetyScreen.level == "look_first", 1),
        (SafetyScreen.level.is_(None), 2),
        else_=3,
    )
    query = (
        _unread(consultation_id, event_id)
        .add_columns(SafetyScreen)
        .outerjoin(SafetyScreen, SafetyScreen.answer_id == Answer.id)
        .options(contains_eager(Answer.response).joinedload(Response.event), joinedload(Answer.question))
        .order_by(urgency, Response.received_at, Answer.id)
        .limit(limit)
    )
    return [(answer, screen) for answer, screen in session.execute(query).unique()]


def _with_text(consultation_id: UUID) -> Select[Answer]:
    return (
        select(Answer)
        .join(Answer.response)
        .options(contains_eager(Answer.response).joinedload(Response.event), joinedload(Answer.question))
        .where(Answer.has_text, Response.consultation_id == consultation_id)
    )


def answer_of(session: Session, consultation_id: UUID, answer_id: UUID) -> Answer:
    """Return a free-text answer of a consultation; NotFoundError if there is none."""
    found = session.scalars(_with_text(consultation_id).where(Answer.id == answer_id)).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def answers_of(session: Session, consultation_id: UUID, answer_ids: Collection[UUID]) -> Sequence[Answer]:
    """Return those of a page of free-text answers that are still there; NotFoundError if none of them is."""
    if not answer_ids:
        return []
    found = session.scalars(_with_text(consultation_id).where(Answer.id.in_(answer_ids))).all()
    if not found:
        raise NotFoundError
    return found


def reading_of(session: Session, answer_id: UUID) -> Reading | None:
    """Return what came of reading an answer for safety, or None while nobody has."""
    return session.scalar(select(SafetyReading.reading).where(SafetyReading.answer_id == answer_id))


def readings(session: Session, answer_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return what came of reading the answers that were read, by id; `collection.safety` asks this."""
    query = select(SafetyReading.answer_id, SafetyReading.reading).where(SafetyReading.answer_id.in_(answer_ids))
    return {answer_id: reading.value for answer_id, reading in session.execute(query)}


def concerns(session: Session, consultation_id: UUID, *, is_open: bool, limit: int = 100) -> Sequence[Concern]:
    """Return concerns of a consultation: open ones by the longest wait, closed ones newest first."""
    query = select(Concern).options(joinedload(Concern.entries)).where(Concern.consultation_id == consultation_id)
    if is_open:
        query = query.where(Concern.closed_at.is_(None)).order_by(Concern.raised_at)
    else:
        query = query.where(Concern.closed_at.is_not(None)).order_by(Concern.closed_at.desc())
    return session.scalars(query.limit(limit)).unique().all()


def concern_of(session: Session, consultation_id: UUID, number: int) -> Concern:
    """Return one concern; NotFoundError if the consultation has none of that number."""
    found = session.scalar(select(Concern).where(Concern.consultation_id == consultation_id, Concern.number == number))
    if found is None:
        raise NotFoundError
    return found


def quotes(session: Session, consultation_id: UUID, limit: int = 200) -> Sequence[Quote]:
    """Return released quotes of answers that are still cleared, newest first."""
    query = (
        select(Quote)
        .join(Quote.answer)
        .join(Answer.response)
        .options(contains_eager(Quote.answer).contains_eager(Answer.response).joinedload(Response.event))
        .where(Response.consultation_id == consultation_id, Quote.withdrawn_at.is_(None), Answer.id.in_(cleared()))
        .order_by(Quote.released_at.desc())
        .limit(limit)
    )
    return session.scalars(query).all()


def quote_of(session: Session, answer_id: UUID) -> Quote | None:
    """Return the quote taken from an answer, withdrawn or not."""
    return session.scalar(select(Quote).where(Quote.answer_id == answer_id))


def unscreened(session: Session, consultation_id: UUID, limit: int) -> Sequence[Answer]:
    """Return free-text answers that the word screen has not seen."""
    query = (
        select(Answer)
        .join(Answer.response)
        .outerjoin(SafetyScreen, SafetyScreen.answer_id == Answer.id)
        .where(Answer.has_text, Response.consultation_id == consultation_id, SafetyScreen.answer_id.is_(None))
        .limit(limit)
    )
    return session.scalars(query).all()
