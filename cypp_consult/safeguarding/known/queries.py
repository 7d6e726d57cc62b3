"""Reading the lists."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cypp_consult.core.errors import NotFoundError
from cypp_consult.safeguarding.known.models import KnownKind, KnownWord
from cypp_consult.text.personal import KnownWords


def known_words(session: Session) -> KnownWords:
    """Return the lists as `personal_details` takes them. One statement; they are read anew each time."""
    listed: dict[KnownKind, list[str]] = {kind: [] for kind in KnownKind}
    for kind, words in session.execute(select(KnownWord.kind, KnownWord.words)):
        listed[kind].append(words)
    return KnownWords.of(listed[KnownKind.SCHOOL], listed[KnownKind.PLACE], listed[KnownKind.NO_NAME])


def entries(session: Session, kind: KnownKind) -> Sequence[KnownWord]:
    """Return one list in the order of the alphabet."""
    return session.scalars(select(KnownWord).where(KnownWord.kind == kind).order_by(KnownWord.key)).all()


def counts(session: Session) -> dict[KnownKind, int]:
    """Return how long each list is."""
    query = select(KnownWord.kind, func.count()).group_by(KnownWord.kind)
    found = {row[0]: row[1] for row in session.execute(query)}
    return {kind: found.get(kind, 0) for kind in KnownKind}


def entry_of(session: Session, entry_id: UUID) -> KnownWord:
    """Return one entry; NotFoundError if it is gone."""
    found = session.get(KnownWord, entry_id)
    if found is None:
        raise NotFoundError
    return found
