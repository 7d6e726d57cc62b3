"""Forms as they came: bars of a quarter of an hour, or of an hour. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cypp_consult.core.clock import LONDON

QUARTER = timedelta(minutes=15)
MOST_BARS = 12


@dataclass(frozen=True)
class Bar:
    """Forms that came in one stretch of time: when it starts, as "9:30", and how many."""

    label: str
    count: int


def bars_of(counted: Iterable[tuple[datetime, int]], now: datetime, *, is_today: bool) -> tuple[str, list[Bar]]:
    """Return the length of a bar in words, and the bars from the first form on, without holes.

    Today they end now: the last three hours, by quarters. Of another day all of it, by hours where quarters are many.
    """
    by_quarter = {_floor(moment, QUARTER): count for moment, count in counted if count}
    if not by_quarter:
        return "per 15 minutes", []
    last = _floor(now, QUARTER) if is_today else max(by_quarter)
    first = min(*by_quarter, last)
    if is_today:
        first = max(first, last - (MOST_BARS - 1) * QUARTER)
        by_quarter = {moment: count for moment, count in by_quarter.items() if first <= moment <= last}
    if (last - first) // QUARTER < MOST_BARS:
        return "per 15 minutes", _filled(by_quarter, first, last, QUARTER)
    hour = timedelta(hours=1)
    by_hour: dict[datetime, int] = {}
    for moment, count in by_quarter.items():
        by_hour[_floor(moment, hour)] = by_hour.get(_floor(moment, hour), 0) + count
    return "per hour", _filled(by_hour, _floor(first, hour), _floor(last, hour), hour)


def _floor(moment: datetime, step: timedelta) -> datetime:
    # London is whole hours away from UTC, so quarters and hours of both start together
    seconds = step.total_seconds()
    return datetime.fromtimestamp(moment.timestamp() // seconds * seconds, moment.tzinfo)


def _filled(counts: dict[datetime, int], first: datetime, last: datetime, step: timedelta) -> list[Bar]:
    made, moment = [], first
    while moment <= last:
        local = moment.astimezone(LONDON)
        made.append(Bar(f"{local.hour}:{local:%M}", counts.get(moment, 0)))
        moment += step
    return made
