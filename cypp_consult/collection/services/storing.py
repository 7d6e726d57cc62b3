"""Storing responses: insert if new, one receipt for each, nothing lost and nothing doubled.

All reading and checking comes first; the writes at the end are a few statements for a whole batch, so that the
database's write lock is held for a moment only.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from cypp_consult.collection.models import AboutAnswer, Answer, Channel, Response
from cypp_consult.collection.rules import Receipt, Status, Submission, cleaned, digest
from cypp_consult.collection.services import known
from cypp_consult.collection.services.parking import park
from cypp_consult.core import audit, jobs
from cypp_consult.core.errors import InvalidInputError

_ROWS_AT_ONCE = 500
_SCREEN = ("safeguarding.screen_new", "Look through new answers for words that worry")
_SUGGEST = ("coding.suggest_new", "Suggest outcomes and priorities for new answers")


@dataclass(frozen=True)
class _Ready:
    """A submission that may be stored, with the digest of what it says."""

    submission: Submission
    digest: str


def store(session: Session, submission: Submission, at: datetime) -> Receipt:
    """Store one submission if its id is new and return its receipt. Flushes; the caller commits."""
    return store_many(session, [submission], at)[0]


def store_many(session: Session, submissions: Sequence[Submission], at: datetime) -> list[Receipt]:
    """Store what is new and return one receipt for each submission, in their order. Flushes; the caller commits.

    `stored`: it is in. `duplicate`: the same was in already, or its owner took it back. `conflict`: the id is in with
    other answers; what is in stays, what came is parked for staff. `invalid`: it cannot be used; `detail` says why,
    and it is parked unless it came by import, which reports its own rows. One bad submission never spoils the others.
    """
    facts = known.load(session, submissions)
    checked = [_checked(submission, facts) for submission in submissions]
    ready = [item for item in checked if isinstance(item, _Ready)]
    first = {item.submission.id: item for item in reversed(ready)}
    # in the order of their ids, so that two batches with the same ids never wait for each other in a circle
    new = _insert(session, sorted(first.values(), key=lambda item: item.submission.id), at)
    present = _present(session, [key for key in first if key not in new])
    receipts, seen = [], set[UUID]()
    for submission, item in zip(submissions, checked, strict=True):
        if isinstance(item, str):
            receipts.append(Receipt(submission.id, Status.INVALID, item))
        elif item.submission.id in new:
            receipts.append(_again(item, first[item.submission.id], seen))
        else:
            receipts.append(_compared(item, present))
    _park_all(session, submissions, receipts, facts, at)
    _note(session, [first[key].submission for key in new], at)
    _ask_for_reading(session, [first[key].submission for key in new], at)
    return receipts


def _checked(submission: Submission, facts: known.Known) -> "_Ready | str":
    try:
        tidy = cleaned(submission, facts.asked(submission))
    except InvalidInputError as error:
        return str(error)
    return _Ready(tidy, digest(tidy))


def _again(item: _Ready, first: _Ready, seen: set[UUID]) -> Receipt:
    """Return the receipt of an id that this batch brought in: once stored, later ones are compared with the first."""
    key = item.submission.id
    if key not in seen:
        seen.add(key)
        return Receipt(key, Status.STORED)
    same = item.digest == first.digest and item.submission.consultation_id == first.submission.consultation_id
    return Receipt(key, Status.DUPLICATE) if same else _conflict(key)


def _compared(item: _Ready, present: Mapping[UUID, Any]) -> Receipt:
    """Return the receipt of an id that was in already."""
    key = item.submission.id
    row = present[key]
    same = row.digest == item.digest and row.consultation_id == item.submission.consultation_id
    return Receipt(key, Status.DUPLICATE) if same or row.removed_at is not None else _conflict(key)


def _conflict(key: UUID) -> Receipt:
    return Receipt(key, Status.CONFLICT, "Other answers came in under this number before. Staff will look at both.")


def _insert(session: Session, items: Sequence[_Ready], at: datetime) -> set[UUID]:
    """Insert what is new, with its answers, and return the ids of that."""
    if not items:
        return set()
    new: set[UUID] = set()
    for chunk in _chunks(items):
        new.update(_insert_new(session, Response.__table__, [_response(item, at) for item in chunk]))
    taken = [item for item in items if item.submission.id not in new]
    if taken and any(item.submission.receipt_digest for item in taken):
        new.update(_insert_without_code(session, taken, at))
    stored = [item.submission for item in items if item.submission.id in new]
    tables: tuple[tuple[Any, list[dict[str, Any]]], ...] = (
        (Answer.__table__, _answers(stored)),
        (AboutAnswer.__table__, _about(stored)),
    )
    for table, rows in tables:
        for chunk in _chunks(rows):
            session.execute(insert(table), chunk)
    return new


def _insert_without_code(session: Session, taken: Sequence[_Ready], at: datetime) -> set[UUID]:
    """Insert responses whose receipt code, one in many millions, is another's: without a code, but not lost."""
    present = set(_present(session, [item.submission.id for item in taken]))
    rows = [_response(item, at) | {"receipt_digest": None} for item in taken if item.submission.id not in present]
    return _insert_new(session, Response.__table__, rows) if rows else set()


def _insert_new(session: Session, table: Any, rows: list[dict[str, Any]]) -> set[UUID]:
    maker = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = maker(table).on_conflict_do_nothing().returning(table.c.id)
    return set(session.scalars(statement, rows))


def _present(session: Session, ids: Sequence[UUID]) -> dict[UUID, Any]:
    columns = (Response.id, Response.digest, Response.consultation_id, Response.removed_at)
    found: dict[UUID, Any] = {}
    for chunk in _chunks(ids):
        found.update({row.id: row for row in session.execute(select(*columns).where(Response.id.in_(chunk)))})
    return found


def _response(item: _Ready, at: datetime) -> dict[str, Any]:
    taken = item.submission
    return {
        "id": taken.id,
        "consultation_id": taken.consultation_id,
        "questionnaire_id": taken.questionnaire_id,
        "audience": taken.audience,
        "language": taken.language,
        "channel": taken.channel,
        "event_id": taken.event_id,
        "headcount": taken.headcount,
        "age_band": taken.age_band,
        "started_at": taken.started_at,
        "completed_at": taken.completed_at,
        "received_at": at,
        "late": taken.late,
        "digest": item.digest,
        "receipt_digest": taken.receipt_digest,
        "privacy_version": taken.privacy_version,
        "import_run_id": taken.import_run_id,
    }


def _answers(stored: Iterable[Submission]) -> list[dict[str, Any]]:
    return [
        {
            "id": uuid4(),
            "response_id": submission.id,
            "question_id": question_id,
            "value": list(given.value),
            "text": given.text or None,
            "has_text": bool(given.text),
            "unsure": given.unsure,
        }
        for submission in stored
        for question_id, given in submission.answers.items()
    ]


def _about(stored: Iterable[Submission]) -> list[dict[str, Any]]:
    return [
        {"id": uuid4(), "response_id": submission.id, "key": key, "value": value}
        for submission in stored
        for key, value in submission.about.items()
    ]


def _park_all(
    session: Session, submissions: Sequence[Submission], receipts: Sequence[Receipt], facts: known.Known, at: datetime
) -> None:
    for submission, receipt in zip(submissions, receipts, strict=True):
        is_ours_to_keep = receipt.status is Status.CONFLICT or (
            receipt.status is Status.INVALID and submission.channel is not Channel.IMPORT
        )
        if is_ours_to_keep and submission.consultation_id in facts.consultations:
            park(session, submission, receipt, at)


def _note(session: Session, stored: Sequence[Submission], at: datetime) -> None:
    """Add one audit line for one response, or one for each consultation of a batch."""
    if len(stored) == 1:
        audit.record(session, "response.store", "response", stored[0].id, {"channel": stored[0].channel.value}, at)
        return
    for consultation_id, count in Counter(item.consultation_id for item in stored).items():
        audit.record(session, "responses.store", "consultation", consultation_id, {"stored": count}, at)


def _ask_for_reading(session: Session, stored: Iterable[Submission], at: datetime) -> None:
    """Ask for the word screen and for suggestions where somebody's own words came in."""
    with_words = {item.consultation_id for item in stored if any(given.text for given in item.answers.values())}
    for consultation_id in sorted(with_words):
        for kind, title in (_SCREEN, _SUGGEST):
            jobs.enqueue_unless_queued(session, kind, {"consultation_id": str(consultation_id)}, title=title, at=at)


def _chunks(items: Sequence[Any]) -> Iterator[Any]:
    for start in range(0, len(items), _ROWS_AT_ONCE):
        yield items[start : start + _ROWS_AT_ONCE]
