"""The mail that tells somebody what is due: plain words, and the same as HTML."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app, render_template
from sqlalchemy.orm import Session

from cypp_consult.accounts.models import User
from cypp_consult.core import mail
from cypp_consult.core.clock import local_day
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.desk.reminders import queries, rules, services, sources
from cypp_consult.desk.reminders.models import Reminder, ReminderKind

# the weekly mail shows so many lines of each part and says how many more there are
SHOWN = 15
OFF = "This person is switched off."
UNWANTED = "They chose not to be told."
OVER = "It was done, moved or handed to somebody else meanwhile."
NOTHING = "Nothing was late or due."


@dataclass(frozen=True)
class Letter:
    """What one mail tells: lines of the day, the week if it is its day, and the reminders it stands for."""

    lines: Sequence[rules.Line]
    week: rules.Week
    reminders: Sequence[Reminder]


def offsets() -> sources.Offsets:
    """Return how many days before a date people are told, as this installation is set."""
    config = current_app.config
    return sources.Offsets(
        milestones=config["REMINDER_OFFSETS"],
        closing=config["REMINDER_CLOSING_OFFSETS"],
        feedback=config["REMINDER_FEEDBACK_OFFSETS"],
        behind=config["REMINDER_BEHIND_OFFSETS"],
        threshold=config["SUPPRESSION_THRESHOLD"],
    )


def hand_over(session: Session, claimed: services.Claim, at: datetime) -> int:
    """Put the mail of a claim into the outbox in the caller's transaction and return how many reminders it tells.

    Claim and mail stand or fall together. What is not true any more, or not wanted, is dropped with the reason. Nothing
    is done when the claim ran out meanwhile.
    """
    rows = services.take_over(session, claimed, at)
    if not rows:
        return 0
    person = session.get_one(User, claimed.person_id, populate_existing=True)
    letter = _letter(session, person, rows, local_day(at))
    if not letter.reminders:
        return 0
    try:
        posted = _post(session, person, letter, at)
    except InvalidInputError as error:
        services.drop(session, letter.reminders, str(error))
        return 0
    services.note_posted(session, letter.reminders, posted.id, person.id, at)
    return len(letter.reminders)


def _letter(session: Session, person: User, rows: Sequence[Reminder], today: date) -> Letter:
    """Return what is told, after dropping what is not."""
    if not person.active:
        services.drop(session, rows, OFF)
        return Letter((), rules.Week(), ())
    choice = queries.choice(session, person.id)
    wanted = [row for row in rows if choice.wants(row.kind)]
    services.drop(session, [row for row in rows if row not in wanted], UNWANTED)
    now = {item.key: item for item in sources.occasions(session, today, offsets()) if item.person_id == person.id}
    told = [row for row in wanted if _key(row) in now]
    digests = [row for row in wanted if row.kind is ReminderKind.DIGEST]
    services.drop(session, [row for row in wanted if row not in told and row not in digests], OVER)
    week = rules.Week()
    if digests:
        week = rules.week([item for item in sources.agenda(session, today) if item.person_id == person.id], today)
    if week.is_empty:
        services.drop(session, digests, NOTHING)
        digests = []
    return Letter(rules.lines([now[_key(row)] for row in told], today), week, [*told, *digests])


def _key(row: Reminder) -> queries.Key:
    return row.kind, row.subject_id, row.due_on, row.person_id


def _post(session: Session, person: User, letter: Letter, at: datetime) -> mail.Mail:
    words = {
        "name": rules.one_line(person.name),
        "lines": letter.lines,
        "week": letter.week,
        "shown": SHOWN,
        "organisation": current_app.config["ORGANISATION"],
    }
    return mail.put(
        session,
        to=person.email,
        subject=rules.subject(list(letter.lines), letter.week),
        text=render_template("email/reminder.txt", **words),
        html=render_template("email/reminder.html", **words),
        at=at,
    )
