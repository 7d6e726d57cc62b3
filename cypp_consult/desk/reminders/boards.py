"""Telling whoever sends a body's papers when they are due, and full members what waits for their sign-off."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from cypp_consult.consultations.governance import queries as governance
from cypp_consult.consultations.governance.models import Approval, Body
from cypp_consult.consultations.models import Milestone
from cypp_consult.desk.reminders.models import ReminderKind
from cypp_consult.desk.reminders.rules import AHEAD, Occasion
from cypp_consult.summaries.signoff import queries as signoff
from cypp_consult.summaries.signoff.queries import Ballot

BOARD = "governance.show"
APPROVALS = "signoff.index"
# how long before its meeting a body's papers can be due at most
LONGEST = timedelta(days=60)


def papers(session: Session, day: date, numbers: tuple[int, ...]) -> Iterator[Occasion]:
    """Tell whoever sends a body's papers, so many days before they are due, until they are sent or the body meets."""
    bodies = session.scalars(select(Body.id).where(Body.secretary_id.is_not(None), Body.closed_at.is_(None))).all()
    last = day + timedelta(days=max(numbers, default=0)) + AHEAD + LONGEST
    for item in governance.meetings(session, bodies, day, first=day, last=last) if bodies else ():
        if item.meeting.papers_sent_at is None and item.body.secretary_id:
            for kind, days in _kinds(numbers):
                yield Occasion(
                    kind=kind,
                    subject_id=item.meeting.id,
                    due_on=item.papers.due_on,
                    person_id=item.body.secretary_id,
                    days=days,
                    title=f"Papers due: {item.body.name}",
                    consultation_id=None,
                    consultation=f"For the meeting of {item.meeting.held_on.day} {item.meeting.held_on:%B %Y}",
                    endpoint=BOARD,
                    slug=item.body.slug,
                )


def sign_offs(session: Session, day: date, numbers: tuple[int, ...]) -> Iterator[Occasion]:
    """Tell full members who have not voted on a frozen pack, so many days before their body is to approve."""
    near = AHEAD + timedelta(days=max((abs(number) for number in numbers), default=0))
    query = (
        select(Approval)
        .join(Milestone, Milestone.id == Approval.milestone_id)
        .join(Body, Body.id == Approval.body_id)
        .where(Milestone.done_at.is_(None), Body.closed_at.is_(None), Milestone.due_on.between(day - near, day + near))
        .options(joinedload(Approval.milestone).joinedload(Milestone.consultation), joinedload(Approval.body))
        .order_by(Milestone.due_on)
    )
    for ballot in signoff.current(session, session.scalars(query).all()).values():
        if ballot.pack and ballot.sound and ballot.signed is None:
            yield from _to_members(ballot, numbers)


def agenda(session: Session, day: date) -> Iterator[Occasion]:
    """Return what of it stands in the weekly mails: papers and sign-offs that are late or due within thirty days."""
    for source in (papers, sign_offs):
        for one in source(session, day, (AHEAD.days,)):
            if one.days and one.due_on <= day + AHEAD:
                yield replace(one, kind=ReminderKind.DIGEST, days=())


def _to_members(ballot: Ballot, numbers: tuple[int, ...]) -> Iterator[Occasion]:
    milestone = ballot.approval.milestone
    for place in ballot.places:
        person = place.seat.person
        if not place.votes or place.vote or person is None or not person.is_any(*governance.SITTERS):
            continue
        for kind, days in _kinds(numbers):
            yield Occasion(
                kind=kind,
                subject_id=ballot.approval.id,
                due_on=milestone.due_on,
                person_id=person.id,
                days=days,
                title=f"Your sign-off: {milestone.name}",
                consultation_id=milestone.consultation_id,
                consultation=milestone.consultation.title,
                endpoint=APPROVALS,
                slug=milestone.consultation.slug,
            )


def _kinds(numbers: tuple[int, ...]) -> tuple[tuple[ReminderKind, tuple[int, ...]], ...]:
    """Return which days before, and after, a date people are told of it."""
    before = tuple(number for number in numbers if number >= 0)
    late = tuple(number for number in numbers if number < 0)
    return (ReminderKind.BEFORE, before), (ReminderKind.LATE, late)
