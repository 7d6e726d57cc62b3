"""How a count stands against its target on a day. Pure; days are London days."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import ceil

from cypp_consult.consultations.rules import days_left, days_open

# a little behind an even pace is still on course; less than half of it is far behind
ON_COURSE = 0.95
FAR = 0.5


class Standing(StrEnum):
    """How a count stands against its target."""

    REACHED = "reached"
    ON_COURSE = "on_course"
    BEHIND = "behind"
    FAR_BEHIND = "far_behind"
    # the end came first
    MISSED = "missed"
    NOT_OPEN = "not_open"
    # the number is hidden, and to say this would give it away
    HIDDEN = "hidden"
    NO_TARGET = "no_target"

    @property
    def label(self) -> str:
        """Return it in words."""
        return _LABELS[self]

    @property
    def sign(self) -> str:
        """Return the sign of the parts that goes with the words."""
        return _SIGNS[self]

    @property
    def is_under(self) -> bool:
        """Say whether something has to be done about it."""
        return self in {Standing.BEHIND, Standing.FAR_BEHIND, Standing.MISSED}


_LABELS = {
    Standing.REACHED: "Reached",
    Standing.ON_COURSE: "On course",
    Standing.BEHIND: "Behind",
    Standing.FAR_BEHIND: "Far behind",
    Standing.MISSED: "Under target",
    Standing.NOT_OPEN: "Not open yet",
    Standing.HIDDEN: "Not shown",
    Standing.NO_TARGET: "No target",
}
_SIGNS = {
    Standing.REACHED: "done",
    Standing.ON_COURSE: "tocome",
    Standing.BEHIND: "soon",
    Standing.FAR_BEHIND: "late",
    Standing.MISSED: "late",
    Standing.NOT_OPEN: "planned",
    Standing.HIDDEN: "planned",
    Standing.NO_TARGET: "planned",
}


@dataclass(frozen=True)
class Days:
    """Where a consultation is on its way: how many of its days are gone, today included, and how many it has.

    None days: it has no dates yet.
    """

    gone: int
    of: int | None

    @property
    def left(self) -> int | None:
        """Return the days left after today, None without dates."""
        return None if self.of is None else self.of - self.gone

    @property
    def is_over(self) -> bool:
        """Say whether the last day is past."""
        return self.of is not None and self.gone > self.of

    @property
    def share(self) -> float | None:
        """Return the part of the days that is gone, 0 to 1; None without dates."""
        return None if not self.of else min(self.gone, self.of) / self.of

    def pace(self, target: int | None) -> float | None:
        """Return where an even pace would be today; None without a target or dates, or before the first day."""
        share = self.share
        return None if target is None or share is None or not self.gone else target * share


def days(opens_on: date | None, closes_on: date | None, today: date) -> Days:
    """Return how far a consultation is on a day. After its last day `gone` is one more than `of`."""
    if opens_on is None or closes_on is None or closes_on < opens_on:
        return Days(0, None)
    whole = days_open(opens_on, closes_on)
    if today < opens_on:
        return Days(0, whole)
    if today > closes_on:
        return Days(whole + 1, whole)
    return Days(whole - days_left(closes_on, today), whole)


def standing(people: int, target: int | None, at: Days) -> Standing:
    """Return how a shown count stands. More people never stand worse."""
    if target is None:
        return Standing.NO_TARGET
    if people >= target:
        return Standing.REACHED
    if at.is_over:
        return Standing.MISSED
    pace = at.pace(target)
    if pace is None:
        return Standing.NOT_OPEN
    if people >= pace * ON_COURSE:
        return Standing.ON_COURSE
    return Standing.BEHIND if people >= pace * FAR else Standing.FAR_BEHIND


def cut(target: int | None, at: Days) -> int | None:
    """Return the least count that is not under target today; None where nothing can be said."""
    if target is None:
        return None
    if at.is_over:
        return target
    pace = at.pace(target)
    return None if pace is None else min(target, ceil(pace * ON_COURSE))


def side(people: int, target: int, at: Days) -> Standing:
    """Return all that is told of a hidden count: behind, or not."""
    least = cut(target, at)
    if least is None:
        return Standing.NOT_OPEN
    if people >= least:
        return Standing.ON_COURSE
    return Standing.MISSED if at.is_over else Standing.BEHIND
