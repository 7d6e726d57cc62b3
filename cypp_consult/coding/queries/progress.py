"""How far the coding is. Only answers that may be coded are counted."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import and_, case, func, not_, select
from sqlalchemy.orm import Session

from cypp_consult.coding import counting
from cypp_consult.coding.filters import Filters
from cypp_consult.coding.queries.choosing import chosen
from cypp_consult.coding.rules import Progress
from cypp_consult.collection.models import Answer, Response
from cypp_consult.core.audiences import Audience
from cypp_consult.safeguarding.queries import unread_count


def progress(session: Session, consultation_id: UUID) -> Progress:
    """Return how far the coding of a consultation is. Two statements."""
    coded, suggested = counting.is_coded(), counting.has_open_suggestion()
    facts = (
        select(coded.label("coded"), suggested.label("suggested"))
        .select_from(Answer)
        .join(Response, Answer.response_id == Response.id)
        .where(counting.may_be_coded(consultation_id))
        .subquery()
    )
    left = and_(not_(facts.c.coded), not_(facts.c.suggested))
    query = select(
        func.count(),
        func.count(case((facts.c.coded, 1))),
        func.count(case((and_(not_(facts.c.coded), facts.c.suggested), 1))),
        func.count(case((left, 1))),
    ).select_from(facts)
    counted = session.execute(query).one()
    return Progress(*counted, unread=unread_count(session, consultation_id))


def total(session: Session, consultation_id: UUID, filters: Filters) -> int:
    """Return how many answers the filters choose."""
    query = (
        select(func.count())
        .select_from(Answer)
        .join(Response, Answer.response_id == Response.id)
        .where(chosen(consultation_id, filters))
    )
    return session.scalar(query) or 0


def by_audience(session: Session, consultation_id: UUID, filters: Filters) -> Mapping[Audience, int]:
    """Return how many answers the filters choose per audience, whatever audience they name."""
    query = (
        select(Response.audience, func.count())
        .select_from(Answer)
        .join(Response, Answer.response_id == Response.id)
        .where(chosen(consultation_id, filters.for_every_audience()))
        .group_by(Response.audience)
    )
    return dict(session.execute(query).all())
