"""Writes beside the tags: flags, memos, what was read, habits, saved views. New rows; nothing of others is changed."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from cypp_consult.coding import rules
from cypp_consult.coding.rules import Target
from cypp_consult.coding.services.changes import PLAIN, codable_or_gone
from cypp_consult.coding.services.writing import insert_new
from cypp_consult.coding.workbench.models import AnswerFlag, AnswerMemo, AnswerSeen, CoderHabit, FlagKind, SavedView
from cypp_consult.coding.workbench.queries import colleagues
from cypp_consult.consultations.models import Consultation
from cypp_consult.core import audit
from cypp_consult.core.errors import InvalidInputError, NotFoundError

LONGEST_NOTE = 2000
LONGEST_NAME = 80
MOST_VIEWS = 30


def flag(
    session: Session,
    consultation: Consultation,
    answers: Iterable[UUID],
    *,
    by_id: int,
    at: datetime,
    for_id: int | None = None,
    note: str = "",
) -> int:
    """Put a flag on answers, or ask a colleague about them; return on how many it is new.

    Raises GoneError when none of the answers may be coded, InvalidInputError for somebody who does not code.
    """
    if for_id is not None and for_id not in {key for key, _ in colleagues(session)}:
        raise InvalidInputError("Choose a colleague from the list.")
    kind = FlagKind.LOOK_AGAIN if for_id is None else FlagKind.ASK
    keys = codable_or_gone(session, consultation, answers)
    row = {"kind": kind, "note": _short(note), "for_id": for_id, "by_id": by_id, "at": at}
    empty = {"settled_by_id": None, "settled_at": None}
    new = insert_new(session, AnswerFlag, [{"id": uuid4(), "answer_id": key, **row, **empty} for key in keys], "id")
    if new:
        one = str(keys[0]) if len(keys) == 1 else None
        audit.record(
            session, "coding.flag", "answer", one or consultation.id, {"kind": kind.value, "answers": len(new)}, at
        )
    session.flush()
    return len(new)


def settle(
    session: Session, consultation: Consultation, answers: Iterable[UUID], *, by_id: int, at: datetime, mine: bool
) -> int:
    """Take the open flags off answers, of this person alone with `mine`; they stay on record. Return how many.

    Raises GoneError when none of the answers may be coded.
    """
    keys = codable_or_gone(session, consultation, answers)
    change = update(AnswerFlag).where(AnswerFlag.answer_id.in_(keys), AnswerFlag.settled_at.is_(None))
    if mine:
        change = change.where(AnswerFlag.by_id == by_id)
    result = session.execute(change.values(settled_by_id=by_id, settled_at=at), execution_options=PLAIN)
    count = result.rowcount if isinstance(result, CursorResult) else 0
    if count:
        one = str(keys[0]) if len(keys) == 1 else str(consultation.id)
        audit.record(session, "coding.flag_settled", "answer", one, {"flags": count}, at)
    session.flush()
    return count


def write_memo(
    session: Session, consultation: Consultation, answer: UUID, text: str, *, by_id: int, at: datetime
) -> UUID:
    """Put a memo beside an answer and return its id. Raises InvalidInputError when it is empty, GoneError as `flag`."""
    words = _short(text)
    if not words:
        raise InvalidInputError("Write the note first.")
    (key,) = codable_or_gone(session, consultation, [answer])
    memo = AnswerMemo(id=uuid4(), answer_id=key, text=words, by_id=by_id, at=at)
    session.add(memo)
    # the words themselves stay out of the log: they may speak of a child
    audit.record(session, "coding.memo", "answer", key, {"memo": str(memo.id)}, at)
    session.flush()
    return memo.id


def remove_memo(session: Session, answer: UUID, memo_id: UUID, *, by_id: int, at: datetime) -> None:
    """Take one's own memo away. Raises NotFoundError for anybody else's, or one that is gone."""
    change = (
        update(AnswerMemo)
        .where(
            AnswerMemo.id == memo_id,
            AnswerMemo.answer_id == answer,
            AnswerMemo.by_id == by_id,
            AnswerMemo.removed_at.is_(None),
        )
        .values(removed_at=at)
    )
    result = session.execute(change, execution_options=PLAIN)
    if not (isinstance(result, CursorResult) and result.rowcount):
        raise NotFoundError
    audit.record(session, "coding.memo_removed", "answer", answer, {"memo": str(memo_id)}, at)
    session.flush()


def read(session: Session, answers: Iterable[UUID], *, by_id: int, at: datetime) -> int:
    """Keep that a coder has read answers; return how many were new. Only of answers that may be coded."""
    rows = [{"account_id": by_id, "answer_id": key, "at": at} for key in sorted(set(answers))]
    return len(insert_new(session, AnswerSeen, rows, "answer_id")) if rows else 0


def mark_read(
    session: Session, consultation: Consultation, answers: Iterable[UUID], *, by_id: int, at: datetime
) -> int:
    """Keep that a coder says to have read answers; return how many were new. Raises GoneError as `flag`."""
    count = read(session, codable_or_gone(session, consultation, answers), by_id=by_id, at=at)
    if count:
        audit.record(session, "coding.read", "consultation", consultation.id, {"answers": count}, at)
    session.flush()
    return count


def remember_place(session: Session, consultation_id: UUID, me: int, place: str, at: datetime) -> None:
    """Keep where a coder is, so that they can go on there another day."""
    _keep(session, consultation_id, me, {"place": place, "place_at": at})


def choose_keys(
    session: Session,
    consultation: Consultation,
    me: int,
    given: Mapping[Target, str],
    *,
    keys_on: bool,
    go_on: bool,
    at: datetime,
) -> None:
    """Keep which key stands for which code. An empty choice brings the numbers back. Raises InvalidInputError."""
    keys = rules.check_keys(given)
    _keep(session, consultation.id, me, {"keys": keys, "keys_on": keys_on, "go_on": go_on})
    detail = {"keys": len(keys), "keys_on": keys_on, "go_on": go_on}
    audit.record(session, "coding.keys", "consultation", consultation.id, detail, at)
    session.flush()


def switch_keys(session: Session, consultation: Consultation, me: int, *, keys_on: bool, at: datetime) -> None:
    """Turn single keys on or off for a person."""
    _keep(session, consultation.id, me, {"keys_on": keys_on})
    audit.record(session, "coding.keys", "consultation", consultation.id, {"keys_on": keys_on}, at)
    session.flush()


def save_view(
    session: Session,
    consultation: Consultation,
    me: int,
    name: str,
    arguments: Mapping[str, str],
    *,
    shared: bool,
    at: datetime,
) -> SavedView:
    """Keep a choice of answers under a name; the same name again replaces it. Raises InvalidInputError."""
    plain = " ".join(name.split())
    if not plain:
        raise InvalidInputError("Give the view a name.")
    if len(plain) > LONGEST_NAME:
        raise InvalidInputError(f"A view's name must be {LONGEST_NAME} characters or fewer.")
    own = session.scalars(
        select(SavedView).where(SavedView.consultation_id == consultation.id, SavedView.account_id == me)
    ).all()
    found = next((view for view in own if view.name == plain), None)
    if found is None and len(own) >= MOST_VIEWS:
        raise InvalidInputError(f"You have {MOST_VIEWS} views. Take one away first.")
    if found is None:
        found = SavedView(id=uuid4(), consultation_id=consultation.id, account_id=me, name=plain)
        session.add(found)
    found.arguments, found.shared, found.at = dict(arguments), shared, at
    audit.record(session, "coding.view_saved", "saved_view", found.id, {"name": plain, "shared": shared}, at)
    session.flush()
    return found


def remove_view(session: Session, consultation: Consultation, me: int, view_id: UUID, at: datetime) -> str:
    """Take one's own view away and return its name. Raises NotFoundError for anybody else's."""
    gone = (
        delete(SavedView)
        .where(SavedView.id == view_id, SavedView.account_id == me, SavedView.consultation_id == consultation.id)
        .returning(SavedView.name)
    )
    name: str | None = session.scalar(gone, execution_options=PLAIN)
    if name is None:
        raise NotFoundError
    audit.record(session, "coding.view_removed", "saved_view", view_id, {"name": name}, at)
    session.flush()
    return name


def _keep(session: Session, consultation_id: UUID, me: int, values: Mapping[str, Any]) -> None:
    maker = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = {"account_id": me, "consultation_id": consultation_id, "keys": {}, **values}
    statement = maker(CoderHabit).values(row)
    session.execute(
        statement.on_conflict_do_update(index_elements=["account_id", "consultation_id"], set_=dict(values)),
        execution_options=PLAIN,
    )


def _short(text: str) -> str:
    words = text.strip()
    if len(words) > LONGEST_NOTE:
        raise InvalidInputError(f"A note must be {LONGEST_NOTE:,} characters or fewer.")
    return words
