"""State that follows from the launch and the dates. Days are London days, moments are aware."""

from datetime import date, datetime
from enum import StrEnum

from cypp_consult.core.clock import local_day


class State(StrEnum):
    """Where a consultation stands. It follows from the launch and the dates and is never stored."""

    DRAFT = "draft"
    UPCOMING = "upcoming"
    OPEN = "open"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """Return the state in words."""
        return self.value.capitalize()


def state(launched: bool, opens_on: date | None, closes_on: date | None, today: date) -> State:  # noqa: FBT001 - the interface of the house
    """Return the state on a London day: open from the opening day to the closing day, both included.

    What was never launched, or has no dates, is a draft.
    """
    if not launched or opens_on is None or closes_on is None:
        return State.DRAFT
    if today > closes_on:
        return State.CLOSED
    return State.UPCOMING if today < opens_on else State.OPEN


def is_open_at(launched: bool, opens_on: date | None, closes_on: date | None, now: datetime) -> bool:  # noqa: FBT001 - as above
    """Say whether answers are taken at an aware moment: until midnight in London at the end of the closing day."""
    return state(launched, opens_on, closes_on, local_day(now)) is State.OPEN


def days_left(closes_on: date, today: date) -> int:
    """Return the days until the closing day: 0 on that day itself and after it."""
    return max(0, (closes_on - today).days)


def days_open(opens_on: date, closes_on: date) -> int:
    """Return how many days something is open, first and last included; 0 if it closes before it opens."""
    return max(0, (closes_on - opens_on).days + 1)


def in_words(state: State, opens_on: date | None, closes_on: date | None, today: date) -> str:
    """Return the state with what matters of it now: "Open, 18 days left", "Opens in 3 days", "Closed", "Draft"."""
    if state is State.UPCOMING and opens_on:
        return f"Opens in {_days((opens_on - today).days)}"
    if state is State.OPEN and closes_on:
        left = days_left(closes_on, today)
        return f"Open, {_days(left)} left" if left else "Open, last day today"
    return state.label


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count:,} days"
