"""What the day's page says in words: how long ago, which numbers, which session, what to do about a tablet. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

LATE_AFTER = timedelta(minutes=10)
CLOCK_OFF = 120
MOST_NAMED = 6


@dataclass(frozen=True)
class Seen:
    """When a tablet was last heard of, in words, and whether that is too long ago for a day that is going on."""

    words: str
    is_late: bool = False


@dataclass(frozen=True)
class Tablet:
    """One tablet as the day's page shows it. `missing` are numbers that neither came in nor wait on it."""

    number: int
    sent: int
    waiting: int
    parked: int
    missing: tuple[int, ...]
    seen: Seen
    is_unpaired: bool = False
    clock_ahead: int = 0
    is_ready: bool = True

    @property
    def name(self) -> str:
        """Return what stands on its sticker."""
        return f"Tablet {self.number}"

    @property
    def missing_words(self) -> str:
        """Return the missing numbers in words."""
        return numbers(self.missing)


def ago(since: datetime, now: datetime) -> str:
    """Return how long ago a moment was: "just now", "42 minutes ago", "3 hours ago", "5 days ago"."""
    passed = max(now - since, timedelta())
    for unit, words in ((timedelta(days=2), "day"), (timedelta(hours=2), "hour"), (timedelta(minutes=1), "minute")):
        if passed >= unit:
            count = passed // timedelta(**{f"{words}s": 1})
            return f"{count} {words}{'s' if count != 1 else ''} ago"
    return "just now"


def seen(last: datetime | None, now: datetime, *, is_on: bool) -> Seen:
    """Return when a tablet was last seen; late only while the event is on."""
    if last is None:
        return Seen("not yet")
    return Seen(ago(last, now), is_on and now - last > LATE_AFTER)


def numbers(given: Sequence[int]) -> str:
    """Return numbers in words, runs together: "none", "7", "3, 9 to 12 and 20"; long lists end with "and 5 more"."""
    if not given:
        return "none"
    runs: list[list[int]] = []
    for number in sorted(set(given)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    shown = [words for run in runs[:MOST_NAMED] for words in _run(run)]
    more = sum(len(run) for run in runs[MOST_NAMED:])
    if more:
        shown.append(f"{more:,} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def _run(run: list[int]) -> list[str]:
    return [f"{run[0]} to {run[-1]}"] if len(run) > 2 else [str(number) for number in run]  # noqa: PLR2004 - a pair


def sessions(parts: Iterable[tuple[str, time | None, time | None]], at: time) -> str:
    """Return which parts of the day go on and which is next, as in "Now: Year 9, until 11:45. Next: Year 10, at 12:00".

    `parts` are names with their times in order; without a beginning a part is left out. Empty where nothing is on or
    to come.
    """
    timed = [(name, starts, ends) for name, starts, ends in parts if starts is not None]
    on = [(name, ends) for name, starts, ends in timed if starts <= at and (ends is None or at < ends)]
    told = [f"Now: {name}{f', until {ends:%H:%M}' if ends else ''}." for name, ends in on]
    following = min(((starts, name) for name, starts, _ in timed if starts > at), default=None)
    if following:
        told.append(f"Next: {following[1]}, at {following[0]:%H:%M}.")
    return " ".join(told)


def forms(count: int) -> str:
    """Return a count of forms: "1 form", "1,200 forms"."""
    return f"{count:,} form{'s' if count != 1 else ''}"


def totals(tablets: Iterable[Tablet]) -> str:
    """Return the sentence beside the heading: "80 sent, 4 waiting, none missing"."""
    rows = list(tablets)
    missing = sum(len(row.missing) for row in rows)
    parts = [f"{sum(row.sent for row in rows):,} sent", f"{sum(row.waiting for row in rows):,} waiting"]
    return ", ".join([*parts, f"{missing:,} missing" if missing else "none missing"])


def advice(tablet: Tablet, *, is_on: bool) -> list[str]:
    """Return what to do about a tablet, most pressing first; empty when there is nothing to do. See also `silence`."""
    return [
        words for words in (_waiting(tablet, is_on=is_on), _missing(tablet), _aside(tablet), _state(tablet)) if words
    ]


def _waiting(tablet: Tablet, *, is_on: bool) -> str:
    held = "Its 1 form is safe on it." if tablet.waiting == 1 else f"Its {tablet.waiting:,} forms are safe on it."
    if tablet.waiting and tablet.is_unpaired:
        return f"{tablet.name} was unpaired. {held} Pair it again and it sends them."
    if tablet.waiting and tablet.seen.is_late:
        return f"{tablet.name} has no signal. {held} Bring it to Wi-Fi before you leave."
    if tablet.waiting and not is_on:
        return f"{tablet.name} still holds answers. {held} Bring it to Wi-Fi today."
    return ""


def silence(tablets: Iterable[Tablet]) -> str:
    """Return one sentence about the tablets that are silent with nothing known to wait on them; empty without any."""
    quiet = [row.number for row in tablets if row.seen.is_late and not row.waiting and not row.is_unpaired]
    if not quiet:
        return ""
    one = len(quiet) == 1
    who = f"Tablet {quiet[0]} has" if one else f"Tablets {numbers(quiet)} have"
    then = "It may hold new forms: if it is" if one else "They may hold new forms: if they are"
    return f"{who} been silent for a while. {then} in use, bring {'it' if one else 'them'} to Wi-Fi."


def _missing(tablet: Tablet) -> str:
    if not tablet.missing:
        return ""
    one = len(tablet.missing) == 1
    which = f"form {numbers(tablet.missing)}" if one else f"forms {numbers(tablet.missing)}"
    return (
        f"Of {tablet.name} {which} did not come in. On the tablet press Staff, type the PIN and press Send now. "
        f"If {'it stays' if one else 'they stay'} missing, take a rescue file."
    )


def _aside(tablet: Tablet) -> str:
    if not tablet.parked:
        return ""
    return f"{tablet.name} keeps {forms(tablet.parked)} aside that could not be used. A lead looks at it."


def _state(tablet: Tablet) -> str:
    if tablet.is_unpaired:
        return ""
    if abs(tablet.clock_ahead) > CLOCK_OFF:
        minutes = round(abs(tablet.clock_ahead) / 60)
        off = f"{minutes:,} minutes" if minutes < 120 else f"{minutes // 60:,} hours"  # noqa: PLR2004 - two hours
        return f"The clock of {tablet.name} is {off} {'ahead' if tablet.clock_ahead > 0 else 'behind'}. Set it right."
    if not tablet.is_ready:
        return f"{tablet.name} is not ready to work without a signal. Press Staff on it and type the PIN: it says why."
    return ""
