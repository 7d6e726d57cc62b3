"""What was done to answers, by whom, and what of it can be taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cypp_consult.accounts.models import User
from cypp_consult.coding.models import CodingAct, Mark, Verb
from cypp_consult.coding.rules import Target
from cypp_consult.collection.models import Answer, Response

_MOST = 50


@dataclass(frozen=True)
class Act:
    """One act on an answer, as its history shows it. `others` is how many more answers its batch touched."""

    batch_id: UUID
    verb: Verb
    target: Target | None
    mark: Mark | None
    by_id: int | None
    by_name: str
    at: datetime
    undone_at: datetime | None
    others: int


def history(session: Session, answer_id: UUID) -> Sequence[Act]:
    """Return the newest acts on an answer, newest first, at most 50. A yes to a suggestion and its tag are one act."""
    batch = CodingAct.__table__.alias("batch")
    touched = (
        select(func.count(batch.c.answer_id.distinct())).where(batch.c.batch_id == CodingAct.batch_id).scalar_subquery()
    )
    query = (
        select(CodingAct, User.name, touched)
        .outerjoin(User, CodingAct.by_id == User.id)
        .where(CodingAct.answer_id == answer_id)
        .order_by(CodingAct.at.desc(), CodingAct.id)
        .limit(_MOST)
    )
    acts = [_act(row, name, count) for row, name, count in session.execute(query)]
    said_yes = {(act.batch_id, act.target) for act in acts if act.verb is Verb.CONFIRM}
    return [act for act in acts if act.verb is not Verb.TAG or (act.batch_id, act.target) not in said_yes]


def batch_facts(session: Session, consultation_id: UUID, batch_id: UUID) -> Sequence[tuple[int | None, bool, int]]:
    """Return (maker, undone, answers) of a batch of this consultation: one row, or none if there is no such batch."""
    query = (
        select(CodingAct.by_id, CodingAct.undone_at.is_not(None), func.count(CodingAct.answer_id.distinct()))
        .join(Answer, CodingAct.answer_id == Answer.id)
        .join(Response, Answer.response_id == Response.id)
        .where(CodingAct.batch_id == batch_id, Response.consultation_id == consultation_id)
        .group_by(CodingAct.by_id, CodingAct.undone_at.is_not(None))
    )
    return [(by_id, bool(undone), count) for by_id, undone, count in session.execute(query)]


def _act(row: CodingAct, name: str | None, count: int) -> Act:
    pointed = (row.outcome_id, row.priority_id, row.theme_id)
    return Act(
        batch_id=row.batch_id,
        verb=row.verb,
        target=Target.of(*pointed) if any(pointed) else None,
        mark=row.mark,
        by_id=row.by_id,
        by_name=name or "",
        at=row.at,
        undone_at=row.undone_at,
        others=count - 1,
    )
