"""Answers' words on the pages of the frame: only those that may be coded, personal details hidden."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from cypp_consult.coding import segments
from cypp_consult.coding.counting import may_be_coded
from cypp_consult.coding.filters import Filters, TagState
from cypp_consult.coding.models import Tag
from cypp_consult.coding.queries.answers import chosen_rows
from cypp_consult.collection.models import Answer, Channel, Response
from cypp_consult.core.audiences import Audience
from cypp_consult.text.personal import personal_details

MOST = 200


@dataclass(frozen=True)
class Words:
    """What somebody said, and where. `hidden` are the stretches that nobody is shown."""

    id: UUID
    text: str
    hidden: tuple[Mapping[str, Any], ...]
    question: str
    audience: Audience
    channel: Channel
    event: str
    headcount: int
    language: str
    received_at: datetime

    def pieces(self, start: int | None = None, end: int | None = None) -> list[segments.Segment]:
        """Return the words for the page, or a stretch of them."""
        if start is None or end is None:
            return segments.segments(self.text, (), self.hidden)
        hidden = [{**span, "start": span["start"] - start, "end": span["end"] - start} for span in self.hidden]
        return segments.segments(self.text[start:end], (), [span for span in hidden if span["end"] > 0])

    def hides(self, start: int | None, end: int | None) -> bool:
        """Say whether a stretch reaches into a hidden one."""
        spans = segments.spans(self.hidden, len(self.text))
        return start is not None and end is not None and any(span.start < end and span.end > start for span in spans)

    @property
    def who(self) -> str:
        """Return one of the audience in words; a group with its headcount."""
        return f"Group of {self.headcount}" if self.headcount > 1 else self.audience.one

    @property
    def where(self) -> str:
        """Return the event it was given at, or how it came."""
        return self.event or self.channel.label


def words_of(session: Session, consultation_id: UUID, answer_ids: Iterable[UUID]) -> dict[UUID, Words]:
    """Return the words of those of at most 200 answers that may be coded. One statement."""
    rows = _open_rows(consultation_id).where(Answer.id.in_(list(answer_ids)[:MOST]))
    return {row.id: _words(row) for row in session.execute(rows)}


def tagged_words(
    session: Session, consultation_id: UUID, theme_id: UUID, limit: int = MOST
) -> tuple[Sequence[Words], int]:
    """Return the newest answers tagged with a theme itself, and how many there are in all. Two statements."""
    tagged = select(Tag.answer_id).where(Tag.theme_id == theme_id)
    query = _open_rows(consultation_id).where(Answer.id.in_(tagged))
    rows = session.execute(query.order_by(Response.received_at.desc(), Answer.id).limit(limit)).all()
    total = len(rows)
    if total == limit:
        total = session.scalar(query.with_only_columns(func.count(Answer.id)).order_by(None)) or 0
    return [_words(row) for row in rows], total


def words_saying(session: Session, consultation_id: UUID, terms: str, limit: int = 50) -> Sequence[Words]:
    """Return the oldest answers in which all the words of a search occur."""
    query = chosen_rows(consultation_id, Filters(state=TagState.ALL, words=terms))
    return [_words(row) for row in session.execute(query.order_by(Response.received_at, Answer.id).limit(limit))]


def texts_tagged(session: Session, consultation_id: UUID, theme_id: UUID) -> list[tuple[UUID, str]]:
    """Return id and text of every countable answer tagged with a theme itself, newest first."""
    tagged = select(Tag.answer_id).where(Tag.theme_id == theme_id)
    query = _open_rows(consultation_id).where(Answer.id.in_(tagged)).with_only_columns(Answer.id, Answer.text)
    rows = session.execute(query.order_by(Response.received_at.desc(), Answer.id))
    return [(row.id, row.text or "") for row in rows]


@dataclass(frozen=True)
class Together:
    """How many answers have any of some themes, and how many of those have several."""

    answers: int
    several: int


def said_together(session: Session, consultation_id: UUID, theme_ids: Iterable[UUID]) -> Together:
    """Return how the answers of themes overlap: what merging them would count once. One statement."""
    per_answer = (
        select(Tag.answer_id, func.count().label("themes"))
        .join(Answer, Tag.answer_id == Answer.id)
        .join(Response, Answer.response_id == Response.id)
        .where(Tag.theme_id.in_(list(theme_ids)), may_be_coded(consultation_id))
        .group_by(Tag.answer_id)
        .subquery()
    )
    several = func.count(case((per_answer.c.themes > 1, 1)))
    return Together(*session.execute(select(func.count(), several).select_from(per_answer)).one())


def _open_rows(consultation_id: UUID) -> Select[Any]:
    return chosen_rows(consultation_id, Filters(state=TagState.ALL))


def _words(row: Any) -> Words:
    text = row.text or ""
    hidden = row.personal_details
    if hidden is None:
        # not screened yet: personal details are looked for here
        hidden = [{"start": found.start, "end": found.end, "kind": found.kind} for found in personal_details(text)]
    return Words(
        row.id,
        text,
        tuple(hidden),
        row.question,
        row.audience,
        row.channel,
        row.event or "",
        row.headcount,
        row.language,
        row.received_at,
    )
