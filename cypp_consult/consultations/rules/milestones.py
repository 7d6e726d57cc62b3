"""How a milestone stands on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SOON = 7
FEEDBACK = timedelta(days=84)
PROGRESS = {0: "Not started", 25: "Started", 50: "Half done", 75: "Nearly done"}


class Due(StrEnum):
    """How a milestone stands; the values name the shapes that pages draw."""

    LATE = "late"
    SOON = "soon"
    TO_COME = "tocome"
    DONE = "done"


@dataclass(frozen=True)
class DueState:
    """How a milestone stands: the kind and the words, such as "Late by 5 days"."""

    kind: Due
    words: str

    @property
    def status(self) -> str:
        """Return what exports say: late, due or done."""
        return self.kind.value if self.kind in {Due.LATE, Due.DONE} else "due"


def due_state(due_on: date, today: date, *, done: bool, progress: int = 0, waits_for: Sequence[str] = ()) -> DueState:
    """Return how a milestone stands on a London day. It is late from the day after it was due.

    `progress` is a value of `PROGRESS`; `waits_for` names what it needs first that is late itself.
    """
    if done:
        return DueState(Due.DONE, "Done")
    so_far = f", {PROGRESS[progress].lower()}" if progress in PROGRESS and progress else ""
    left = (due_on - today).days
    if left < 0:
        return DueState(Due.LATE, f"Late by {_days(-left)}{so_far}")
    words = "Due today" if left == 0 else f"{_days(left)} left"
    if waits_for:
        return DueState(Due.SOON, f"{words}, at risk: “{waits_for[0]}” is late")
    return DueState(Due.SOON if left <= SOON else Due.TO_COME, words + so_far)


def feedback_due(closes_on: date) -> date:
    """Return the day by which people should hear what came of it: twelve weeks after the closing day."""
    return closes_on + FEEDBACK


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count:,} days"
