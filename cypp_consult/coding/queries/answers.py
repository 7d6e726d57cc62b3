"""Answers as a coder sees them: a page of them, one of them, and what stands before and after."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from cypp_consult.accounts.models import User
from cypp_consult.coding.filters import PAGE_SIZE, Filters, Order, Place, TagState
from cypp_consult.coding.models import AnswerMark
from cypp_consult.coding.queries.choosing import beyond, chosen
from cypp_consult.coding.queries.rows import AnswerRow, filled
from cypp_consult.coding.rules import GoneError
from cypp_consult.coding.translations.queries import tone_rank
from cypp_consult.collection.models import Answer, Response
from cypp_consult.events.models import Event
from cypp_consult.questionnaires.models import Question
from cypp_consult.safeguarding.models import SafetyScreen

_MOST_AT_ONCE = 500
# statements are put together once for each choice of answers: that costs more time than to run them
_KEPT = 256


@dataclass(frozen=True)
class Listed:
    """One page of answers, and the places by which the pages beside it are found."""

    rows: tuple[AnswerRow, ...]
    before: Place | None
    after: Place | None


def answers(
    session: Session,
    consultation_id: UUID,
    filters: Filters,
    *,
    after: Place | None = None,
    before: Place | None = None,
) -> Listed:
    """Return a page of 50 answers: the first, those after a place, or those before one. At most six statements."""
    back = before is not None and after is None
    edge = before if back else after
    query = _ordered(chosen_rows(consultation_id, filters), filters.order, back=back)
    if edge is not None:
        query = query.where(beyond(edge, later=filters.newest_first == back, by_tone=filters.by_tone))
    found = session.execute(query.limit(PAGE_SIZE + 1)).all()
    more, found = len(found) > PAGE_SIZE, found[:PAGE_SIZE]
    rows = filled(session, found[::-1] if back else found)
    if not rows:
        return Listed((), None, None)
    first, last = (row.place if filters.by_tone else replace(row.place, rank=0) for row in (rows[0], rows[-1]))
    return Listed(tuple(rows), first if (more if back else edge is not None) else None, last if more or back else None)


def one(session: Session, consultation_id: UUID, answer_id: UUID) -> AnswerRow:
    """Return one answer that may be coded; GoneError if it may not or is not there."""
    query = chosen_rows(consultation_id, Filters(state=TagState.ALL)).where(Answer.id == answer_id)
    rows = filled(session, session.execute(query).all())
    if not rows:
        raise GoneError
    return rows[0]


def some(session: Session, consultation_id: UUID, answer_ids: Iterable[UUID]) -> list[AnswerRow]:
    """Return those of at most 500 answers that may be coded, oldest first."""
    query = chosen_rows(consultation_id, Filters(state=TagState.ALL)).where(
        Answer.id.in_(list(answer_ids)[:_MOST_AT_ONCE])
    )
    return filled(session, session.execute(_ordered(query, Order.OLDEST)).all())


def beside(session: Session, consultation_id: UUID, filters: Filters, place: Place) -> tuple[UUID | None, UUID | None]:
    """Return the ids of the answers before and after a place among those the filters choose. Two statements."""
    found: list[UUID | None] = []
    for ahead in (False, True):
        there = beyond(place, later=ahead != filters.newest_first, by_tone=filters.by_tone)
        query = _keys(consultation_id, filters).where(there)
        found.append(session.scalar(_ordered(query, filters.order, back=not ahead).limit(1)))
    return found[0], found[1]


def place_of(session: Session, answer_id: UUID) -> Place | None:
    """Return where an answer stands in the list; None if it is not there."""
    query = select(Response.received_at, tone_rank()).join(Answer, Answer.response_id == Response.id)
    row = session.execute(query.where(Answer.id == answer_id)).first()
    return None if row is None else Place(row[0], answer_id, row[1])


def still_listed(session: Session, consultation_id: UUID, filters: Filters, answer_id: UUID) -> bool:
    """Say whether an answer is among those the filters choose."""
    return session.scalar(_keys(consultation_id, filters).where(Answer.id == answer_id)) is not None


def codable(session: Session, consultation_id: UUID, answer_ids: Iterable[UUID]) -> list[UUID]:
    """Return those of the answers that may be coded, each once, sorted by id."""
    wanted = sorted(set(answer_ids))
    found: list[UUID] = []
    everything = _keys(consultation_id, Filters(state=TagState.ALL))
    for start in range(0, len(wanted), _MOST_AT_ONCE):
        found += session.scalars(everything.where(Answer.id.in_(wanted[start : start + _MOST_AT_ONCE])))
    return sorted(found)


def found(session: Session, consultation_id: UUID, filters: Filters, most: int) -> list[UUID]:
    """Return the ids of all answers that the filters choose, at most so many, sorted."""
    return sorted(session.scalars(_keys(consultation_id, filters).limit(most)))


@lru_cache(maxsize=_KEPT)
def chosen_rows(consultation_id: UUID, filters: Filters) -> Select[*tuple[Any, ...]]:
    """Return the select of what is shown of each answer, in no order."""
    # by other names than in the conditions, so that neither takes the other's rows for its own
    marked, marker = aliased(AnswerMark), aliased(User)
    return (
        select(
            Answer.id,
            Answer.text,
            Question.name.label("question"),
            Response.audience,
            Response.age_band,
            Response.channel,
            Event.name.label("event"),
            Response.headcount,
            Response.language,
            Response.received_at,
            SafetyScreen.personal_details,
            marked.mark,
            marker.name.label("marked_by"),
        )
        .select_from(Answer)
        .join(Response, Answer.response_id == Response.id)
        .join(Question, Answer.question_id == Question.id)
        .outerjoin(Event, Response.event_id == Event.id)
        .outerjoin(SafetyScreen, SafetyScreen.answer_id == Answer.id)
        .outerjoin(marked, marked.answer_id == Answer.id)
        .outerjoin(marker, marked.by_id == marker.id)
        .where(chosen(consultation_id, filters))
    )


@lru_cache(maxsize=_KEPT)
def _keys(consultation_id: UUID, filters: Filters) -> Select[UUID]:
    return select(Answer.id).join(Response, Answer.response_id == Response.id).where(chosen(consultation_id, filters))


def _ordered(query: Any, order: Order, *, back: bool = False) -> Any:
    columns: list[Any] = [Response.received_at, Answer.id]
    if order is Order.TONE:
        columns.insert(0, tone_rank())
    falls = (order is Order.NEWEST) != back
    return query.order_by(*(column.desc() if falls else column for column in columns))
