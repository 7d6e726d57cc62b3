"""Making and revoking calendar addresses, and counting how often each date has changed."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from cypp_consult.core import audit
from cypp_consult.core.codes import digest_of
from cypp_consult.desk.calendars.items import Item
from cypp_consult.desk.calendars.models import CalendarAddress, CalendarItem

BYTES = 32
CHUNK = 200


@dataclass(frozen=True)
class Edition:
    """How often a date has changed since calendars first knew it, and when last."""

    sequence: int
    changed_at: datetime


def make_address(session: Session, person_id: int, at: datetime) -> str:
    """Give a person a new calendar address and return its token, which is known to nobody afterwards.

    An address they had stops working.
    """
    _forget(session, person_id)
    token = secrets.token_urlsafe(BYTES)
    session.add(CalendarAddress(person_id=person_id, digest=digest_of(token), made_at=at))
    session.flush()
    audit.record(session, "calendar.make_address", "person", person_id, at=at)
    return token


def revoke_address(session: Session, person_id: int, at: datetime) -> None:
    """Let a person's calendar address lead nowhere from now on; nothing happens where there is none."""
    if _forget(session, person_id):
        audit.record(session, "calendar.revoke_address", "person", person_id, at=at)
        session.flush()


def _forget(session: Session, person_id: int) -> bool:
    statement = delete(CalendarAddress).where(CalendarAddress.person_id == person_id).returning(CalendarAddress.id)
    return session.scalar(statement) is not None


def note_read(session: Session, address: CalendarAddress, day: date) -> None:
    """Note that a calendar reads an address, once a day."""
    if address.last_read_on != day:
        address.last_read_on = day
        session.flush()


def editions(session: Session, items: Sequence[Item], at: datetime) -> dict[str, Edition]:
    """Return the edition of each date, one higher than before for what differs from what calendars were last told.

    Nothing is written where nothing has changed. Of several at once one counts a change.
    """
    known = _known(session, items)
    for item in items:
        row = known.get(item.uid)
        if row is None:
            _add(session, item, at)
        elif row.digest != item.digest:
            _count(session, item, row.digest, at)
    if any(item.uid not in known or known[item.uid].digest != item.digest for item in items):
        known = _known(session, items)
    return {uid: Edition(row.sequence, row.changed_at) for uid, row in known.items()}


def _known(session: Session, items: Sequence[Item]) -> dict[str, CalendarItem]:
    found: dict[str, CalendarItem] = {}
    for start in range(0, len(items), CHUNK):
        uids = [item.uid for item in items[start : start + CHUNK]]
        query = select(CalendarItem).where(CalendarItem.uid.in_(uids))
        rows = session.scalars(query.execution_options(populate_existing=True))
        found.update({row.uid: row for row in rows})
    return found


def _add(session: Session, item: Item, at: datetime) -> None:
    maker = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    values = {"uid": item.uid, "digest": item.digest, "sequence": 0, "changed_at": at}
    session.execute(maker(CalendarItem).values(values).on_conflict_do_nothing())


def _count(session: Session, item: Item, before: str, at: datetime) -> None:
    session.execute(
        update(CalendarItem)
        .where(CalendarItem.uid == item.uid, CalendarItem.digest == before)
        .values(digest=item.digest, sequence=CalendarItem.sequence + 1, changed_at=at)
        .execution_options(synchronize_session=False)
    )
