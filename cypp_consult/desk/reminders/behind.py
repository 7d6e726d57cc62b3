"""Telling leads whom a consultation is missing while there is still time; hidden numbers stay hidden in mails too."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, selectinload

from cypp_consult.consultations.models import Consultation
from cypp_consult.core.clock import end_of_day
from cypp_consult.desk.reminders.models import Reminder, ReminderKind, ReminderState
from cypp_consult.desk.reminders.rules import Occasion, come
from cypp_consult.summaries.reach.building import build
from cypp_consult.summaries.reach.content import Row

if TYPE_CHECKING:
    from cypp_consult.desk.reminders.sources import Offsets

PAGE = "reach.show"
NAMED = 3
LONGEST_NAME = 60
MOST = 200
MOMENT = timedelta(seconds=1)


def behind(session: Session, day: date, offsets: "Offsets") -> Iterator[Occasion]:
    """Tell leads of an open consultation which groups, ages, places and audiences are under target.

    Reach is counted only while a reminder of it can still be made or sent.
    """
    if not offsets.behind:
        return
    for row in session.scalars(_open(day, max(offsets.behind))):
        occasion = _occasion(row, offsets.behind)
        number = come(occasion, day)
        if number is None or _is_told(session, occasion, number):
            continue
        under = build(session, row, end_of_day(day) - MOMENT, offsets.threshold).under
        if under:
            yield replace(occasion, title=title(under))


def subject_of(consultation_id: UUID) -> UUID:
    """Return what reminders of a consultation's reach are about: not the consultation, whose end is another matter."""
    return uuid5(NAMESPACE_URL, f"cypp:reach:{consultation_id}")


def title(under: Sequence[Row]) -> str:
    """Return who is under target in a line: "2 behind: Young carers (9 of 30), Staff and partners (12 of 80)"."""
    named = ", ".join(_one(row) for row in under[:NAMED])
    more = f" and {len(under) - NAMED} more" if len(under) > NAMED else ""
    return f"{len(under)} behind: {named}{more}"


def _one(row: Row) -> str:
    name = row.name if len(row.name) <= LONGEST_NAME else row.name[: LONGEST_NAME - 1].rstrip() + "…"
    name = f"{row.under}, {name.lower()}" if row.under else name
    return f"{name} (number hidden)" if row.people is None else f"{name} ({row.people:,} of {row.target:,})"


def _open(day: date, most: int) -> Select[Consultation]:
    query = select(Consultation).options(selectinload(Consultation.audiences))
    return (
        query.where(
            Consultation.lead_id.is_not(None),
            Consultation.launched_at.is_not(None),
            Consultation.opens_on <= day,
            Consultation.closes_on.between(day, day + timedelta(days=most)),
        )
        .order_by(Consultation.slug)
        .limit(MOST)
    )


def _occasion(row: Consultation, days: tuple[int, ...]) -> Occasion:
    return Occasion(
        kind=ReminderKind.BEHIND,
        subject_id=subject_of(row.id),
        due_on=row.closes_on or date.min,
        person_id=row.lead_id or 0,
        days=days,
        title="",
        consultation_id=row.id,
        consultation=row.title,
        endpoint=PAGE,
        slug=row.slug,
    )


def _is_told(session: Session, occasion: Occasion, number: int) -> bool:
    """Say whether this reminder went out, or was dropped for a reason; not while it is just being written."""
    query = select(Reminder.id).where(
        Reminder.kind == ReminderKind.BEHIND,
        Reminder.subject_id == occasion.subject_id,
        Reminder.due_on == occasion.due_on,
        Reminder.days_before == number,
        Reminder.person_id == occasion.person_id,
        Reminder.state.in_([ReminderState.POSTED, ReminderState.DROPPED]),
        or_(Reminder.mail_id.is_not(None), Reminder.sent_at.is_not(None), Reminder.problem != ""),
    )
    return session.scalar(query.limit(1)) is not None
