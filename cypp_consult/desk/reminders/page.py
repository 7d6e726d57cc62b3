"""How a reminder stands, in the words of a page."""

from dataclasses import dataclass
from datetime import datetime

from cypp_consult.desk.reminders.models import Reminder, ReminderKind, ReminderState
from cypp_consult.desk.reminders.rules import days


@dataclass(frozen=True)
class Told:
    """One reminder on a page."""

    at: datetime
    person: str
    title: str
    consultation: str
    what: str
    state: str
    # why it was not sent
    why: str


def told(row: Reminder) -> Told:
    """Return how a reminder stands."""
    return Told(
        at=row.sent_at or row.posted_at or row.made_at,
        person=row.person.name or row.person.email,
        title=row.title,
        consultation=row.consultation.title if row.consultation and row.consultation.title != row.title else "",
        what=_what(row),
        state=_state(row),
        why=row.problem,
    )


def _what(row: Reminder) -> str:
    if row.kind is ReminderKind.DIGEST:
        return "Weekly mail"
    day = f"{row.due_on.day} {row.due_on:%B %Y}"
    if row.kind is ReminderKind.CLOSING:
        return f"Closes on {day}, {_when(row.days_before)}"
    if row.kind is ReminderKind.FEEDBACK:
        return f"Feedback due on {day}, {_when(row.days_before)}"
    return f"Due on {day}, {_when(row.days_before)}"


def _when(days_before: int) -> str:
    if days_before == 0:
        return "on the day"
    return f"{days(abs(days_before))} {'before' if days_before > 0 else 'after'}"


def _state(row: Reminder) -> str:
    if row.state is ReminderState.DROPPED:
        return "Not sent"
    if row.state is not ReminderState.POSTED:
        return "On its way"
    if row.problem:
        return "Could not be delivered"
    # mails are dropped some time after they were sent
    return "Sent" if row.sent_at or row.mail is None else "In the outbox"
