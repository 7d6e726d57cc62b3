"""Where reminders come from. A source says what people are to be told of as things stand now.

It is asked twice: when reminders are made, and again when they are sent, so that what is done or has moved meanwhile is
not told. A new kind of reminder is one more function in `SOURCES`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import Session, joinedload

from cypp_consult.accounts.models import User
from cypp_consult.consultations.models import Consultation, Milestone, MilestoneKind
from cypp_consult.consultations.rules import feedback_due
from cypp_consult.desk.reminders import boards
from cypp_consult.desk.reminders.behind import behind
from cypp_consult.desk.reminders.models import ReminderKind
from cypp_consult.desk.reminders.rules import AHEAD, Occasion

TIMELINE = "consultations.timeline"
OVERVIEW = "consultations.show"


@dataclass(frozen=True)
class Offsets:
    """How many days before a date people are told of it, as set for this installation."""

    milestones: tuple[int, ...]
    closing: tuple[int, ...]
    feedback: tuple[int, ...]
    behind: tuple[int, ...] = ()
    # counts below this are told to nobody
    threshold: int = 5


Source = Callable[[Session, date, Offsets], Iterable[Occasion]]


def milestones(session: Session, day: date, offsets: Offsets) -> Iterator[Occasion]:
    """Tell owners of milestones that are not met. Those of nobody, and of people switched off, are the lead's."""
    before = tuple(number for number in offsets.milestones if number >= 0)
    late = tuple(number for number in offsets.milestones if number < 0)
    for row in _near(session, day, offsets.milestones):
        person_id = _owner_id(row)
        if person_id is None:
            continue
        for kind, numbers in ((ReminderKind.BEFORE, before), (ReminderKind.LATE, late)):
            yield _of_milestone(kind, row, person_id, numbers)


def closings(session: Session, day: date, offsets: Offsets) -> Iterator[Occasion]:
    """Tell leads that a consultation is about to close."""
    first, last = _span(day, offsets.closing)
    query = _led().where(Consultation.launched_at.is_not(None), Consultation.closes_on.between(first, last))
    for row in session.scalars(query):
        if row.closes_on and row.lead_id is not None:
            yield _of_consultation(ReminderKind.CLOSING, row, row.closes_on, row.lead_id, offsets.closing)


def feedback(session: Session, day: date, offsets: Offsets) -> Iterator[Occasion]:
    """Tell leads that people still wait to hear what came of it.

    Due is the day of the milestone for it, or twelve weeks after closing where there is none; it is given when such a
    milestone is met.
    """
    first, last = _span(day, offsets.feedback)
    due = select(Milestone).where(Milestone.kind == MilestoneKind.FEEDBACK_DUE)
    for row in session.scalars(due.where(*_is_open(first, last)).options(joinedload(Milestone.consultation))):
        lead_id = row.consultation.lead_id
        if lead_id is not None:
            yield _of_milestone(ReminderKind.FEEDBACK, row, lead_id, offsets.feedback)
    wait = feedback_due(day) - day
    query = _led().where(
        Consultation.launched_at.is_not(None),
        Consultation.closes_on.between(first - wait, last - wait),
        ~exists(due.where(Milestone.consultation_id == Consultation.id)),
    )
    for found in session.scalars(query):
        if found.closes_on and found.lead_id is not None:
            due_on = feedback_due(found.closes_on)
            yield _of_consultation(ReminderKind.FEEDBACK, found, due_on, found.lead_id, offsets.feedback)


def bodies(session: Session, day: date, offsets: Offsets) -> Iterator[Occasion]:
    """Tell whoever sends a body's papers, and full members what waits for their sign-off."""
    yield from boards.papers(session, day, offsets.milestones)
    yield from boards.sign_offs(session, day, offsets.milestones)


SOURCES: tuple[tuple[Source, frozenset[ReminderKind]], ...] = (
    (milestones, frozenset({ReminderKind.BEFORE, ReminderKind.LATE})),
    (closings, frozenset({ReminderKind.CLOSING})),
    (feedback, frozenset({ReminderKind.FEEDBACK})),
    (bodies, frozenset({ReminderKind.BEFORE, ReminderKind.LATE})),
    (behind, frozenset({ReminderKind.BEHIND})),
)


def occasions(session: Session, day: date, offsets: Offsets) -> list[Occasion]:
    """Return everything that people who may sign in are to be told of around a day."""
    found = [occasion for source, _ in SOURCES for occasion in source(session, day, offsets) if occasion.days]
    active = _active(session, {occasion.person_id for occasion in found})
    return [occasion for occasion in found if occasion.person_id in active]


def agenda(session: Session, day: date) -> list[Occasion]:
    """Return what stands in the weekly mails: what is not met and late or due within thirty days.

    It is told to its owner, and to the lead of its consultation.
    """
    query = select(Milestone).where(Milestone.done_at.is_(None), Milestone.due_on <= day + AHEAD)
    found = []
    for row in session.scalars(query.options(joinedload(Milestone.consultation)).order_by(Milestone.due_on)):
        people = {row.owner_id, row.consultation.lead_id} - {None}
        found += [_of_milestone(ReminderKind.DIGEST, row, person_id, ()) for person_id in people if person_id]
    found += boards.agenda(session, day)
    active = _active(session, {occasion.person_id for occasion in found})
    return [occasion for occasion in found if occasion.person_id in active]


def _active(session: Session, ids: set[int]) -> set[int]:
    """Return those of the people who are switched on."""
    if not ids:
        return set()
    return set(session.scalars(select(User.id).where(User.active.is_(True)))) & ids


def _near(session: Session, day: date, numbers: tuple[int, ...]) -> Iterable[Milestone]:
    query = select(Milestone).where(*_is_open(*_span(day, numbers))).order_by(Milestone.due_on)
    return session.scalars(query.options(joinedload(Milestone.consultation), joinedload(Milestone.owner)))


def _span(day: date, numbers: tuple[int, ...]) -> tuple[date, date]:
    """Return the first and last date of things that may have to be told of on a day, late news included.

    It is wide, because what was made before a stop must be found again after it.
    """
    first = day + timedelta(days=min(numbers, default=0)) - AHEAD
    return first, day + timedelta(days=max(numbers, default=0)) + AHEAD


def _is_open(first: date, last: date) -> tuple[ColumnElement[bool], ...]:
    return Milestone.done_at.is_(None), Milestone.due_on.between(first, last)


def _led() -> Select[Consultation]:
    return select(Consultation).where(Consultation.lead_id.is_not(None)).order_by(Consultation.slug)


def _owner_id(row: Milestone) -> int | None:
    return row.owner_id if row.owner is not None and row.owner.active else row.consultation.lead_id


def _of_milestone(kind: ReminderKind, row: Milestone, person_id: int, numbers: tuple[int, ...]) -> Occasion:
    return Occasion(
        kind=kind,
        subject_id=row.id,
        due_on=row.due_on,
        person_id=person_id,
        days=numbers,
        title=row.name,
        consultation_id=row.consultation_id,
        consultation=row.consultation.title,
        endpoint=TIMELINE,
        slug=row.consultation.slug,
    )


def _of_consultation(
    kind: ReminderKind, row: Consultation, due_on: date, person_id: int, numbers: tuple[int, ...]
) -> Occasion:
    title = "Say what came of it" if kind is ReminderKind.FEEDBACK else row.title
    return Occasion(
        kind=kind,
        subject_id=row.id,
        due_on=due_on,
        person_id=person_id,
        days=numbers,
        title=title,
        consultation_id=row.id,
        consultation=row.title,
        endpoint=OVERVIEW if kind is ReminderKind.CLOSING else TIMELINE,
        slug=row.slug,
    )
