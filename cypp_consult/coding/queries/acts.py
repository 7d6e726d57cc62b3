"""What was done to answers, by whom, and what of it can be taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
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


@dataclass(frozen=True)
class Done:
    """A batch of acts as its maker sees it later. Of several verbs it names the one that was meant.

    `answers` is how many that is for; `others` is how many codes and marks more the same act gave.
    """

    batch_id: UUID
    verb: Verb
    target: Target | None
    mark: Mark | None
    at: datetime
    undone_at: datetime | None
    answers: int
    others: int = 0


def answers_of_batch(session: Session, batch_id: UUID, most: int) -> list[UUID]:
    """Return the answers that a batch touched, at most so many."""
    query = select(CodingAct.answer_id).where(CodingAct.batch_id == batch_id).distinct().limit(most)
    return list(session.scalars(query))


def last_batch(session: Session, consultation_id: UUID, by_id: int) -> UUID | None:
    """Return the newest batch of a person in the consultation that was not undone; None if there is none."""
    query = (
        select(CodingAct.batch_id)
        .join(Answer, CodingAct.answer_id == Answer.id)
        .join(Response, Answer.response_id == Response.id)
        .where(CodingAct.by_id == by_id, CodingAct.undone_at.is_(None), Response.consultation_id == consultation_id)
        .order_by(CodingAct.at.desc(), CodingAct.id)
        .limit(1)
    )
    return session.scalar(query)


def recent(session: Session, consultation_id: UUID, by_id: int) -> Sequence[Done]:
    """Return the newest batches of a person in the consultation, newest first, at most 50. Two statements."""
    batches = (
        select(CodingAct.batch_id, func.max(CodingAct.at).label("last"))
        .join(Answer, CodingAct.answer_id == Answer.id)
        .join(Response, Answer.response_id == Response.id)
        .where(CodingAct.by_id == by_id, Response.consultation_id == consultation_id)
        .group_by(CodingAct.batch_id)
        .order_by(func.max(CodingAct.at).desc(), CodingAct.batch_id)
        .limit(_MOST)
    )
    keys = [row.batch_id for row in session.execute(batches)]
    facts = (
        select(
            CodingAct.batch_id,
            CodingAct.verb,
            CodingAct.outcome_id,
            CodingAct.priority_id,
            CodingAct.theme_id,
            CodingAct.mark,
            CodingAct.at,
            CodingAct.undone_at,
            func.count(CodingAct.answer_id.distinct()).label("answers"),
        )
        .where(CodingAct.batch_id.in_(keys))
        .group_by(
            CodingAct.batch_id,
            CodingAct.verb,
            CodingAct.outcome_id,
            CodingAct.priority_id,
            CodingAct.theme_id,
            CodingAct.mark,
            CodingAct.at,
            CodingAct.undone_at,
        )
    )
    found: dict[UUID, list[Any]] = {}
    for row in session.execute(facts):
        found.setdefault(row.batch_id, []).append(row)
    return [_done(found[key]) for key in keys if key in found]


def _done(rows: Sequence[Any]) -> Done:
    """Return what was meant: marking refuses suggestions, tagging takes marks off, a yes makes a tag."""
    row = min(rows, key=lambda one: (_MEANT.get(one.verb, len(_MEANT)), -one.answers))
    given = {(one.outcome_id, one.priority_id, one.theme_id, one.mark) for one in rows if one.verb in _GIVES}
    pointed = (row.outcome_id, row.priority_id, row.theme_id)
    return Done(
        batch_id=row.batch_id,
        verb=row.verb,
        target=Target.of(*pointed) if any(pointed) else None,
        mark=row.mark,
        at=row.at,
        undone_at=row.undone_at,
        answers=row.answers,
        others=max(0, len(given) - 1),
    )


_GIVES = (Verb.TAG, Verb.MARK)
_MEANT = {
    verb: place for place, verb in enumerate((Verb.MARK, Verb.TAG, Verb.UNTAG, Verb.CONFIRM, Verb.REFUSE, Verb.UNMARK))
}


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
