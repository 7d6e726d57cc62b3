"""Changing the lists, and marking anew what was marked before the change. Each verb flushes; the edge commits."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from cypp_consult.collection.models import Answer
from cypp_consult.core import audit, jobs
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.safeguarding.known import queries
from cypp_consult.safeguarding.known.models import KnownKind, KnownWord
from cypp_consult.safeguarding.models import SafetyScreen
from cypp_consult.text.personal import personal_details
from cypp_consult.text.personal.tokens import Words

BATCH = 500
MARK_AGAIN = "safeguarding.mark_again"
MOST_AT_ONCE = 500
_LONGEST = 120
_PARTS = re.compile(r"[,;\n]")


@dataclass(frozen=True)
class Change:
    """What was added to or taken off a list, and the job that marks answers anew; None where nothing changed."""

    words: tuple[str, ...]
    job_id: UUID | None


def add(session: Session, kind: KnownKind, typed: str, by_id: int | None, at: datetime) -> Change:
    """Add words to a list, one a line or parted by commas, and have answers marked anew. What stands there stays.

    Raises InvalidInputError where there is nothing to add, or something too long or with no letter in it.
    """
    known = {entry.key for entry in queries.entries(session, kind)}
    added: list[str] = []
    for words in _parts(typed):
        key = " ".join(Words(words).keys)[:_LONGEST]
        if key not in known:
            known.add(key)
            session.add(KnownWord(kind=kind, words=words, key=key, by_id=by_id, at=at))
            added.append(words)
    session.flush()
    if not added:
        return Change((), None)
    audit.record(session, "known_words.added", "known_words", kind.value, {"words": added[:50]}, at)
    return Change(tuple(added), _mark_again(session, by_id, at))


def remove(session: Session, entry: KnownWord, by_id: int | None, at: datetime) -> Change:
    """Take an entry off its list and have answers marked anew."""
    audit.record(session, "known_words.removed", "known_words", entry.kind.value, {"words": [entry.words]}, at)
    session.delete(entry)
    session.flush()
    return Change((entry.words,), _mark_again(session, by_id, at))


def mark_some(session: Session, after: UUID | None) -> UUID | None:
    """Mark up to 500 screened answers anew, those after an id; return the last one's id, or None when all are done."""
    known = queries.known_words(session)
    query = select(SafetyScreen, Answer.text).join(Answer, SafetyScreen.answer_id == Answer.id)
    if after is not None:
        query = query.where(SafetyScreen.answer_id > after)
    rows: Sequence[Any] = session.execute(query.order_by(SafetyScreen.answer_id).limit(BATCH)).all()
    for screen, text in rows:
        found = [{"start": one.start, "end": one.end, "kind": one.kind} for one in personal_details(text or "", known)]
        if found != screen.personal_details:
            screen.personal_details = found
    session.flush()
    return rows[-1][0].answer_id if rows else None


def _mark_again(session: Session, by_id: int | None, at: datetime) -> UUID:
    return jobs.enqueue(session, MARK_AGAIN, {}, title="Mark personal details anew", owner_id=by_id, at=at).id


def _parts(typed: str) -> list[str]:
    parts = [" ".join(part.split()) for part in _PARTS.split(typed)]
    parts = [part for part in parts if part]
    if not parts:
        raise InvalidInputError("Write at least one name.")
    if len(parts) > MOST_AT_ONCE:
        raise InvalidInputError(f"That is {len(parts):,} at once. Add at most {MOST_AT_ONCE} at a time.")
    for part in parts:
        if len(part) > _LONGEST:
            raise InvalidInputError(f"“{part[:40]}…” is too long. Keep each to {_LONGEST} characters.")
        if not any(letter.isalpha() for letter in part):
            raise InvalidInputError(f"There is no letter in “{part}”.")
    return parts
