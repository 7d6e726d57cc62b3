"""Whether an event is ready, and how far away it is."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cypp_consult.core.errors import DomainError


class When(StrEnum):
    """Where an event lies, seen from a day."""

    PAST = "past"
    TODAY = "today"
    TO_COME = "tocome"


@dataclass(frozen=True)
class Missing:
    """Something without which nobody may be asked at an event: a sentence, and the field that mends it."""

    what: str
    where: str


class EventNotReadyError(DomainError):
    """Something was to happen at an event without a safeguarding lead on duty."""

    def __init__(self, name: str) -> None:
        """Name the event."""
        super().__init__(f"{name} is not ready: name a safeguarding lead on duty and their phone number first.")


def missing(safeguarding_name: str, safeguarding_phone: str) -> list[Missing]:
    """Return what is missing before anybody may be asked at an event; empty when it is ready."""
    needed = (
        (safeguarding_name, "Name the safeguarding lead on duty.", "safeguarding_name"),
        (safeguarding_phone, "Give the phone number of the safeguarding lead on duty.", "safeguarding_phone"),
    )
    return [Missing(what, where) for value, what, where in needed if not value.strip()]


def when(held_on: date, today: date) -> When:
    """Return where an event lies, seen from a London day."""
    if held_on == today:
        return When.TODAY
    return When.PAST if held_on < today else When.TO_COME


def in_words(held_on: date, today: date) -> str:
    """Return how far away an event is: "Today", "Tomorrow", "In 12 days", "Yesterday", "5 days ago"."""
    days = (held_on - today).days
    near = {0: "Today", 1: "Tomorrow", -1: "Yesterday"}
    return near.get(days) or (f"In {days:,} days" if days > 0 else f"{-days:,} days ago")
