"""Quotes that may be shown."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from cypp_consult.coding.counting import may_be_coded
from cypp_consult.coding.models import Tag, Theme
from cypp_consult.collection.models import Answer, Channel, Response
from cypp_consult.core.audiences import Audience
from cypp_consult.events.models import Event
from cypp_consult.plans.models import Outcome, Priority
from cypp_consult.safeguarding.models import Quote, Reading, SafetyReading
from cypp_consult.summaries.queries.scope import Scope


@dataclass(frozen=True)
class RawQuote:
    """A released quote with what stands beside it."""

    id: UUID
    text: str
    audience: Audience
    channel: Channel
    event: str
    themes: tuple[str, ...]


def quotes(session: Session, scope: Scope, limit: int = 200) -> list[RawQuote]:
    """Return released quotes of answers still cleared, newest first, with the names of their themes."""
    live = (
        select(
            Quote.id, Quote.answer_id, Quote.text, Quote.released_at, Response.audience, Response.channel, Event.name
        )
        .join(Answer, Quote.answer_id == Answer.id)
        .join(Response, Answer.response_id == Response.id)
        .outerjoin(Event, Response.event_id == Event.id)
        .where(scope.responses, may_be_coded(scope.consultation_id), Quote.withdrawn_at.is_(None))
    )
    rows = session.execute(live.order_by(Quote.released_at.desc(), Quote.id).limit(limit)).all()
    names = names_of(session, [row.answer_id for row in rows])
    return [
        RawQuote(row.id, row.text, row.audience, row.channel, row.name or "", names.get(row.answer_id, ()))
        for row in rows
    ]


def names_of(session: Session, answer_ids: Collection[UUID]) -> dict[UUID, tuple[str, ...]]:
    """Return what at most 500 answers are tagged with: themes; without any, priorities, then outcomes."""
    query = (
        select(Tag.answer_id, Theme.name, Priority.short_name, Priority.name, Outcome.name)
        .outerjoin(Theme, Tag.theme_id == Theme.id)
        .outerjoin(Priority, Tag.priority_id == Priority.id)
        .outerjoin(Outcome, Tag.outcome_id == Outcome.id)
        .where(Tag.answer_id.in_(answer_ids))
        .order_by(Tag.at, Tag.id)
    )
    found: dict[UUID, tuple[list[str], list[str], list[str]]] = defaultdict(lambda: ([], [], []))
    for answer_id, theme, short_name, priority, outcome in session.execute(query):
        for names, name in zip(found[answer_id], (theme, short_name or priority, outcome), strict=True):
            if name:
                names.append(name)
    return {answer_id: tuple(next((names for names in levels if names), ())) for answer_id, levels in found.items()}


def live_quotes(session: Session, quote_ids: Iterable[str]) -> frozenset[str]:
    """Return the quotes that may still be shown: not withdrawn, of answers still cleared and not taken back."""
    wanted = [UUID(item) for item in quote_ids]
    query = (
        select(Quote.id)
        .join(Answer, Quote.answer_id == Answer.id)
        .join(Response, Answer.response_id == Response.id)
        .join(SafetyReading, SafetyReading.answer_id == Answer.id)
        .where(Quote.id.in_(wanted), Quote.withdrawn_at.is_(None), SafetyReading.reading == Reading.CLEARED)
        .where(Response.removed_at.is_(None))
    )
    return frozenset(str(found) for found in session.scalars(query))
