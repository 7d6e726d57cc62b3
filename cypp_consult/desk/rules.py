"""What the desk says in words: what is late, and how old an unread answer may get."""

from datetime import datetime, timedelta

READ_WITHIN = timedelta(hours=24)


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
