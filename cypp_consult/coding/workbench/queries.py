"""Reads of flags, memos, habits and saved views; those of a page of answers in one statement each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from cypp_consult.accounts.models import Role as RoleRow
from cypp_consult.accounts.models import User
from cypp_consult.coding import counting
from cypp_consult.coding.workbench.models import AnswerFlag, AnswerMemo, CoderHabit, FlagKind, SavedView
from cypp_consult.collection.models import Answer, Response
from cypp_consult.core.roles import Role

# somebody who acted so lately is coding now
LATELY = timedelta(minutes=5)
_MOST_VIEWS = 60
_CODERS = (Role.LEAD, Role.ANALYST, Role.YOUNG_ANALYST)


@dataclass(frozen=True)
class Flag:
    """An open flag: why, by whom, and who is asked ("" for anybody)."""

    id: UUID
    kind: FlagKind
    note: str
    by_id: int | None
    by_name: str
    for_name: str
    at: datetime


@dataclass(frozen=True)
class Memo:
    """A note beside an answer."""

    id: UUID
    text: str
    by_id: int | None
    by_name: str
    at: datetime


@dataclass(frozen=True)
class Habit:
    """How a person codes a consultation; what one has who never chose."""

    keys: Mapping[str, str] = field(default_factory=dict)
    keys_on: bool = True
    go_on: bool = False
    place: str = ""
    place_at: datetime | None = None


@dataclass(frozen=True)
class View:
    """A choice of answers with a name."""

    id: UUID
    name: str
    arguments: Mapping[str, str]
    shared: bool
    by_id: int
    by_name: str


@cache
def _flags() -> Select[*tuple[Any, ...]]:
    asked = aliased(User)
    return (
        select(
            AnswerFlag.answer_id,
            AnswerFlag.id,
            AnswerFlag.kind,
            AnswerFlag.note,
            AnswerFlag.by_id,
            User.name.label("by_name"),
            asked.name.label("for_name"),
            AnswerFlag.at,
        )
        .outerjoin(User, AnswerFlag.by_id == User.id)
        .outerjoin(asked, AnswerFlag.for_id == asked.id)
        .where(AnswerFlag.answer_id.in_(bindparam("keys", expanding=True)), AnswerFlag.settled_at.is_(None))
        .order_by(AnswerFlag.at, AnswerFlag.id)
    )


def flags(session: Session, keys: Sequence[UUID]) -> Mapping[UUID, list[Flag]]:
    """Return the open flags of answers, oldest first. One statement."""
    found: dict[UUID, list[Flag]] = {}
    for row in session.execute(_flags(), {"keys": keys}):
        flag = Flag(row.id, row.kind, row.note, row.by_id, row.by_name or "", row.for_name or "", row.at)
        found.setdefault(row.answer_id, []).append(flag)
    return found


@cache
def _memos() -> Select[*tuple[Any, ...]]:
    return (
        select(AnswerMemo.answer_id, AnswerMemo.id, AnswerMemo.text, AnswerMemo.by_id, User.name, AnswerMemo.at)
        .outerjoin(User, AnswerMemo.by_id == User.id)
        .where(AnswerMemo.answer_id.in_(bindparam("keys", expanding=True)), AnswerMemo.removed_at.is_(None))
        .order_by(AnswerMemo.at, AnswerMemo.id)
    )


def memos(session: Session, keys: Sequence[UUID]) -> Mapping[UUID, list[Memo]]:
    """Return the memos of answers, oldest first. One statement."""
    found: dict[UUID, list[Memo]] = {}
    for answer_id, key, text, by_id, name, at in session.execute(_memos(), {"keys": keys}):
        found.setdefault(answer_id, []).append(Memo(key, text, by_id, name or "", at))
    return found


def flag_counts(session: Session, consultation_id: UUID, me: int) -> tuple[int, int]:
    """Return how many answers that may be coded have an open flag, and how many of those ask this person."""
    # flags are few: each is looked at, and its answer by the key
    open_to_coding = (
        exists()
        .where(Answer.id == AnswerFlag.answer_id, Answer.response_id == Response.id)
        .where(counting.may_be_coded(consultation_id))
    )
    count = select(func.count(AnswerFlag.answer_id.distinct())).where(AnswerFlag.settled_at.is_(None), open_to_coding)
    flagged = session.scalar(count) or 0
    return flagged, (session.scalar(count.where(AnswerFlag.for_id == me)) or 0) if flagged else 0


def habit(session: Session, consultation_id: UUID, me: int) -> Habit:
    """Return how a person codes a consultation."""
    row = session.execute(
        select(CoderHabit.keys, CoderHabit.keys_on, CoderHabit.go_on, CoderHabit.place, CoderHabit.place_at).where(
            CoderHabit.account_id == me, CoderHabit.consultation_id == consultation_id
        )
    ).one_or_none()
    return Habit(row.keys, row.keys_on, row.go_on, row.place, row.place_at) if row else Habit()


def coding_now(session: Session, consultation_id: UUID, me: int, now: datetime) -> list[str]:
    """Return the names of others who acted on answers of the consultation in the last five minutes."""
    query = (
        select(User.name)
        .join(CoderHabit, CoderHabit.account_id == User.id)
        .where(
            CoderHabit.consultation_id == consultation_id,
            CoderHabit.place_at > now - LATELY,
            CoderHabit.account_id != me,
        )
        .order_by(User.name)
    )
    return list(session.scalars(query))


def views(session: Session, consultation_id: UUID, me: int) -> list[View]:
    """Return one's own saved views and those shared by others, by name, at most 60."""
    query = (
        select(SavedView, User.name)
        .join(User, SavedView.account_id == User.id)
        .where(SavedView.consultation_id == consultation_id, or_(SavedView.account_id == me, SavedView.shared))
        .order_by(SavedView.name, SavedView.id)
        .limit(_MOST_VIEWS)
    )
    return [
        View(row.id, row.name, row.arguments, row.shared, row.account_id, name) for row, name in session.execute(query)
    ]


def colleagues(session: Session) -> list[tuple[int, str]]:
    """Return (id, name) of everybody who may code, by name."""
    query = (
        select(User.id, User.name)
        .join(User.roles)
        .where(RoleRow.name.in_([role.value for role in _CODERS]), User.active)
        .distinct()
        .order_by(User.name, User.id)
    )
    return [(key, name) for key, name in session.execute(query)]


def age_bands(session: Session, consultation_id: UUID) -> list[str]:
    """Return the age bands that people of the consultation gave, in order."""
    query = (
        select(Response.age_band)
        .where(Response.consultation_id == consultation_id, Response.age_band.is_not(None))
        .distinct()
    )
    return sorted(band for band in session.scalars(query) if band)
