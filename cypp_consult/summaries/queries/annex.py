"""The cleared answers themselves, in chunks, for leads to take away."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from cypp_consult.coding.counting import may_be_coded
from cypp_consult.coding.translations.queries import Shown, told
from cypp_consult.collection.models import Answer, Response
from cypp_consult.core.audiences import Audience
from cypp_consult.events.models import Event
from cypp_consult.questionnaires.models import Question
from cypp_consult.safeguarding.models import SafetyScreen
from cypp_consult.summaries.queries.quoted import names_of
from cypp_consult.summaries.queries.scope import Scope
from cypp_consult.text.language import language_name

CHUNK = 200


@dataclass(frozen=True)
class ClearedAnswer:
    """An answer that a person cleared, as it was written. `found`: personal details, if it was screened.

    `english` is what it says where it is in another `language`: its translation, cleared too, personal details hidden.
    """

    text: str
    audience: Audience
    event: str
    question: str
    themes: tuple[str, ...]
    found: tuple[dict[str, Any], ...] | None
    english: str = ""
    language: str = ""


def how_many(session: Session, scope: Scope) -> int:
    """Return how many answers `in_chunks` will give."""
    query = _rows(scope).with_only_columns(func.count(Answer.id)).order_by(None)
    return session.scalar(query) or 0


def in_chunks(session: Session, scope: Scope) -> Iterator[list[ClearedAnswer]]:
    """Give the answers in the order they came, at most `CHUNK` at a time; four statements a chunk."""
    last: tuple[Any, UUID] | None = None
    while True:
        query = _rows(scope)
        if last is not None:
            at, answer_id = last
            later = (Response.received_at == at) & (Answer.id > answer_id)
            query = query.where(or_(Response.received_at > at, later))
        rows = session.execute(query.limit(CHUNK)).all()
        if not rows:
            return
        last = (rows[-1].received_at, rows[-1].id)
        keys = [row.id for row in rows]
        names, sounds = names_of(session, keys), told(session, keys)
        yield [_answer(row, names.get(row.id, ()), sounds[row.id].shown) for row in rows]


def _answer(row: Any, themes: tuple[str, ...], shown: Shown | None) -> ClearedAnswer:
    return ClearedAnswer(
        text=row.text,
        audience=row.audience,
        event=row.event or "",
        question=row.question,
        themes=themes,
        found=None if row.personal_details is None else tuple(row.personal_details),
        english=shown.translation if shown and shown.translation else "",
        language=language_name(shown.language) if shown and shown.translation else "",
    )


def _rows(scope: Scope) -> Select[Any]:
    return (
        select(
            Answer.id,
            Answer.text,
            Response.audience,
            Response.received_at,
            Event.name.label("event"),
            Question.name.label("question"),
            SafetyScreen.personal_details,
        )
        .select_from(Answer)
        .join(Response, Answer.response_id == Response.id)
        .join(Question, Answer.question_id == Question.id)
        .outerjoin(Event, Response.event_id == Event.id)
        .outerjoin(SafetyScreen, SafetyScreen.answer_id == Answer.id)
        .where(scope.responses, may_be_coded(scope.consultation_id))
        .order_by(Response.received_at, Answer.id)
    )
