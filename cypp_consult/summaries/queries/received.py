"""What came in, what is out, and how far the reading and coding of it is."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import and_, case, func, select, union
from sqlalchemy.orm import Session

from cypp_consult.coding.counting import is_coded, may_be_coded
from cypp_consult.coding.models import AnswerMark, Tag
from cypp_consult.collection.models import Answer, Channel, ParkedResponse, Response
from cypp_consult.core.audiences import Audience
from cypp_consult.safeguarding.models import Reading, SafetyReading
from cypp_consult.summaries.queries.scope import Scope


@dataclass(frozen=True)
class AnswerCounts:
    """Free-text answers of one audience: coded, cleared but not coded, not read for safety, raised as a concern."""

    coded: int = 0
    to_code: int = 0
    unread: int = 0
    raised: int = 0


def received(session: Session, scope: Scope) -> dict[tuple[Audience, Channel], tuple[int, int]]:
    """Return (forms, people) by audience and channel."""
    query = (
        select(Response.audience, Response.channel, func.count(), func.sum(Response.headcount))
        .where(scope.responses)
        .group_by(Response.audience, Response.channel)
    )
    return {(audience, channel): (forms, int(people)) for audience, channel, forms, people in session.execute(query)}


def not_counted(session: Session, scope: Scope) -> dict[str, int]:
    """Return how many responses are out: "removed", "late" and "parked"."""
    late = case((and_(Response.removed_at.is_(None), Response.received_at >= scope.before), 1), else_=0)
    removed = case((Response.removed_at.is_not(None), 1), else_=0)
    counts = select(func.sum(removed), func.sum(late)).where(Response.consultation_id == scope.consultation_id)
    taken_back, too_late = session.execute(counts).one()
    parked = select(func.count()).where(ParkedResponse.consultation_id == scope.consultation_id)
    return {"removed": int(taken_back or 0), "late": int(too_late or 0), "parked": session.scalar(parked) or 0}


def answers(session: Session, scope: Scope) -> dict[Audience, AnswerCounts]:
    """Return how far the free-text answers of each audience are."""
    stage = case(
        (SafetyReading.reading.is_(None), "unread"),
        (SafetyReading.reading == Reading.RAISED, "raised"),
        (is_coded(), "coded"),
        else_="to_code",
    ).label("stage")
    each = (
        select(Response.audience, stage)
        .select_from(Answer)
        .join(Response, Answer.response_id == Response.id)
        .outerjoin(SafetyReading, SafetyReading.answer_id == Answer.id)
        .where(scope.responses, Answer.has_text)
        .subquery()
    )
    query = select(each.c.audience, each.c.stage, func.count()).group_by(each.c.audience, each.c.stage)
    found: dict[Audience, dict[str, int]] = defaultdict(dict)
    for audience, name, count in session.execute(query):
        found[audience][name] = count
    return {audience: AnswerCounts(**counts) for audience, counts in found.items()}


def coders(session: Session, scope: Scope) -> int:
    """Return how many people tagged or marked answers that count."""
    people = union(
        *(
            select(row.by_id)
            .join(Answer, row.answer_id == Answer.id)
            .join(Response, Answer.response_id == Response.id)
            .where(scope.responses, may_be_coded(scope.consultation_id), row.by_id.is_not(None))
            for row in (Tag, AnswerMark)
        )
    ).subquery()
    return session.scalar(select(func.count()).select_from(people)) or 0
