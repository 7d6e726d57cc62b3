"""What follows from a tablet's numbers, from its clock, and from when answers were finished. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from cypp_consult.core.clock import end_of_day, start_of_day

# no tablet takes as many answers at one event
HIGHEST_SEQ = 1_000_000
MOST_MISSING = 1_000
# a clock that is no further out is taken at its word
CLOCK_MAY_BE_OUT = timedelta(minutes=3)

Ranges = Sequence[tuple[int, int]]


def missing(last_seq: int, arrived: Iterable[int], waiting: Ranges) -> tuple[int, ...]:
    """Return the numbers from 1 to `last_seq` that neither arrived nor wait on the tablet; at most 1,000 of them.

    `waiting` are first and last numbers, both included, in any order.
    """
    known = sorted([*((seq, seq) for seq in arrived), *waiting])
    found: list[int] = []
    following = 1
    for first, last in [*known, (last_seq + 1, last_seq + 1)]:
        end = min(first, last_seq + 1)
        found.extend(range(following, min(end, following + MOST_MISSING - len(found))))
        following = max(following, last + 1)
        if len(found) >= MOST_MISSING:
            break
    return tuple(found)


def count(waiting: Ranges) -> int:
    """Return how many numbers lie in some ranges; one that lies in two is counted once."""
    total, following = 0, 1
    for first, last in sorted(waiting):
        start = max(first, following)
        total += max(0, last - start + 1)
        following = max(following, last + 1)
    return total


class Times(StrEnum):
    """Whether an answer came in time."""

    IN_TIME = "in_time"
    LATE = "late"
    TOO_LATE = "too_late"
    TOO_EARLY = "too_early"
    NOT_OPEN = "not_open"


@dataclass(frozen=True)
class Opening:
    """When a consultation takes answers: from its opening day to its closing day, both included, once it is launched.

    What was finished in that time on a tablet may arrive `grace` later.
    """

    launched: bool
    opens_on: date | None
    closes_on: date | None
    grace: timedelta

    def judge(self, completed_at: datetime | None, received_at: datetime) -> Times:
        """Say whether an answer counts. Without a moment when it was finished, that is when it came in."""
        if not self.launched or self.opens_on is None or self.closes_on is None:
            return Times.NOT_OPEN
        opens, closes = start_of_day(self.opens_on), end_of_day(self.closes_on)
        # nothing is finished after it arrived, whatever a tablet's clock says
        finished = min(completed_at or received_at, received_at)
        if finished < opens:
            return Times.TOO_EARLY
        if finished >= closes or received_at >= closes + self.grace:
            return Times.TOO_LATE
        return Times.IN_TIME if received_at < closes else Times.LATE


def corrected(told: datetime, clock_ahead: int | None) -> datetime:
    """Return a tablet's moment by our clock: as it was told, unless its clock is known to be minutes out."""
    ahead = timedelta(seconds=clock_ahead or 0)
    if abs(ahead) <= CLOCK_MAY_BE_OUT:
        return told
    try:
        return told - ahead
    except OverflowError:
        return told


def quarter_of(moment: datetime) -> datetime:
    """Return the beginning of the quarter of an hour in which a moment lies."""
    return moment.replace(minute=moment.minute - moment.minute % 15, second=0, microsecond=0)
