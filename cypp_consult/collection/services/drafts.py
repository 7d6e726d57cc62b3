"""Answers on their way through the pages: sealed under a key that only the browser holds, gone after two hours."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import CursorResult, delete, insert, select, update
from sqlalchemy.orm import Session

from cypp_consult.collection.models import Draft
from cypp_consult.collection.walk_rules import Walk

LIFETIME = timedelta(hours=2)
_PURGED_AT_ONCE = 200
_TRIES = 8


@dataclass(frozen=True)
class Ticket:
    """What the browser holds: which draft is its own, and the key to it. The id becomes the id of the response."""

    id: UUID
    key: str


def begin(session: Session, walk: Walk, at: datetime) -> Ticket:
    """Add a draft and return its ticket. Flushes; the caller commits. Clears away a bounded number of old drafts."""
    purge(session, at)
    ticket = Ticket(uuid4(), Fernet.generate_key().decode())
    session.execute(insert(Draft).values(id=ticket.id, sealed=_seal(ticket, walk), updated_at=at))
    return ticket


def read(session: Session, ticket: Ticket, at: datetime) -> Walk | None:
    """Return what the draft holds; None if it is gone, too old, or the key is not its own."""
    sealed = _sealed(session, ticket, at)
    return None if sealed is None else _open(ticket, sealed)


def change(session: Session, ticket: Ticket, how: Callable[[Walk], Walk], at: datetime) -> Walk | None:
    """Change what the draft holds and return it; None as in `read`. Two changes at once both count."""
    for _ in range(_TRIES):
        sealed = _sealed(session, ticket, at)
        walk = None if sealed is None else _open(ticket, sealed)
        if walk is None:
            return None
        changed = how(walk)
        # the sealed text is never the same twice, so this sees any change in between
        result = session.execute(
            update(Draft)
            .where(Draft.id == ticket.id, Draft.sealed == sealed)
            .values(sealed=_seal(ticket, changed), updated_at=at)
            .execution_options(synchronize_session=False)
        )
        if isinstance(result, CursorResult) and result.rowcount == 1:
            return changed
    return None


def discard(session: Session, ticket: Ticket) -> None:
    """Delete a draft; nothing happens if it is gone already."""
    session.execute(delete(Draft).where(Draft.id == ticket.id).execution_options(synchronize_session=False))


def purge(session: Session, at: datetime, most: int = _PURGED_AT_ONCE) -> int:
    """Delete drafts that nobody touched for two hours, at most `most`, and return how many went."""
    old = select(Draft.id).where(Draft.updated_at < at - LIFETIME).limit(most)
    ids = list(session.scalars(old))
    if ids:
        session.execute(delete(Draft).where(Draft.id.in_(ids)).execution_options(synchronize_session=False))
    return len(ids)


def _sealed(session: Session, ticket: Ticket, at: datetime) -> bytes | None:
    query = select(Draft.sealed).where(Draft.id == ticket.id, Draft.updated_at >= at - LIFETIME)
    return session.scalar(query)


def _seal(ticket: Ticket, walk: Walk) -> bytes:
    return Fernet(ticket.key).encrypt(json.dumps(walk.as_json(), separators=(",", ":")).encode())


def _open(ticket: Ticket, sealed: bytes) -> Walk | None:
    try:
        return Walk.from_json(json.loads(Fernet(ticket.key).decrypt(sealed)))
    except (InvalidToken, ValueError):
        return None
