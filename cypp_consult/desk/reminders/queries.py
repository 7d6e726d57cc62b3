"""Reading reminders: which were made, what people chose, and what was sent to whom."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from cypp_consult.desk.reminders.models import Reminder, ReminderChoice, ReminderKind, ReminderState
from cypp_consult.desk.reminders.rules import MONDAY, Occasion

PAGE = 50
CHUNK = 500
Key = tuple[ReminderKind, UUID, date, int]


@dataclass(frozen=True)
class Choice:
    """What a person wants to be told; by default everything, and the weekly mail on Mondays."""

    unwanted: frozenset[str] = frozenset()
    digest_day: int | None = MONDAY
    muted: bool = False

    def wants(self, kind: ReminderKind) -> bool:
        """Say whether a kind of reminder is wanted."""
        return not self.muted and (
            self.digest_day is not None if kind is ReminderKind.DIGEST else kind not in self.unwanted
        )

    @property
    def weekday(self) -> int | None:
        """Return the day of the weekly mail, 0 for Monday; None for none."""
        return None if self.muted else self.digest_day


def choices(session: Session, person_ids: Collection[int]) -> dict[int, Choice]:
    """Return what each of the people chose."""
    found = {person_id: Choice() for person_id in person_ids}
    if found:
        # few rows: one for each person who ever chose
        for row in session.scalars(select(ReminderChoice)):
            if row.person_id in found:
                found[row.person_id] = Choice(frozenset(row.unwanted), row.digest_day, row.muted)
    return found


def choice(session: Session, person_id: int) -> Choice:
    """Return what one person chose."""
    row = session.get(ReminderChoice, person_id)
    return Choice(frozenset(row.unwanted), row.digest_day, row.muted) if row else Choice()


def made(session: Session, occasions: Iterable[Occasion]) -> dict[Key, set[int]]:
    """Return the reminders that were made of these occasions: for each, how many days before its date."""
    ids = list({occasion.subject_id for occasion in occasions})
    found: dict[Key, set[int]] = defaultdict(set)
    columns = (Reminder.kind, Reminder.subject_id, Reminder.due_on, Reminder.person_id, Reminder.days_before)
    for start in range(0, len(ids), CHUNK):
        # the kind leads the index
        query = select(*columns).where(
            Reminder.kind.in_(list(ReminderKind)), Reminder.subject_id.in_(ids[start : start + CHUNK])
        )
        for kind, subject_id, due_on, person_id, days_before in session.execute(query):
            found[kind, subject_id, due_on, person_id].add(days_before)
    return found


def weeks_made(session: Session, weeks: Collection[date]) -> set[tuple[int, date]]:
    """Return the people and weeks whose weekly mail was made."""
    query = select(Reminder.person_id, Reminder.due_on).where(
        Reminder.kind == ReminderKind.DIGEST, Reminder.due_on.in_(list(weeks))
    )
    return {(person_id, week) for person_id, week in session.execute(query)} if weeks else set()


def record(
    session: Session, *, before: int | None = None, person_id: int | None = None, limit: int = PAGE
) -> tuple[Sequence[Reminder], int | None]:
    """Return reminders, newest first and older than the one `before`, and where the next page begins."""
    query = (
        select(Reminder)
        .options(joinedload(Reminder.person), joinedload(Reminder.consultation), joinedload(Reminder.mail))
        .order_by(Reminder.id.desc())
        .limit(limit + 1)
    )
    if before is not None:
        query = query.where(Reminder.id < before)
    if person_id is not None:
        query = query.where(Reminder.person_id == person_id, Reminder.state == ReminderState.POSTED)
    found = session.scalars(query).all()
    return found[:limit], found[limit - 1].id if len(found) > limit else None
