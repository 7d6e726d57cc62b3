"""What the desk says in words: how near a date is, and how old an unread answer may get."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

READ_WITHIN = timedelta(hours=24)
SOON = 7


@dataclass(frozen=True)
class Nearness:
    """How a date stands today: a state of the parts ("late", "soon", "tocome") and its words."""

    state: str
    words: str


def nearness(due_on: date, today: date) -> Nearness:
    """Return how near a day that is still to be met is."""
    days = (due_on - today).days
    if days < 0:
        return Nearness("late", f"Late by {-days} day{'s' if days != -1 else ''}")
    if days == 0:
        return Nearness("soon", "Due today")
    words = f"{days} day{'s' if days != 1 else ''} left"
    return Nearness("soon" if days <= SOON else "tocome", words)


def sentence(late: int, overdue_reading: int) -> str:
    """Return the one sentence under the day's name."""
    parts = []
    if late:
        parts.append(f"{late} thing{'s are' if late != 1 else ' is'} late.")
    if overdue_reading:
        verb = "answers have" if overdue_reading != 1 else "answer has"
        parts.append(f"{overdue_reading} {verb} waited too long to be read for safety.")
    return " ".join(parts) or "Nothing is late."


def past_limit(received: list[datetime], now: datetime) -> int:
    """Return how many unread answers are older than the reading limit."""
    return sum(now - moment > READ_WITHIN for moment in received)
