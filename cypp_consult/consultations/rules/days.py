"""Working days: weekends, bank holidays and closure days, and how far ahead bank holidays are known."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

SATURDAY = 5
LONGEST_BREAK = 400
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """Days that matter: from `starts` to `ends`, both included, with the name people know them by."""

    name: str
    starts: date
    ends: date

    def days_within(self, opens: date, closes: date) -> int:
        """Return how many of its days lie between two days, both included."""
        return max(0, (min(closes, self.ends) - max(opens, self.starts)).days + 1)


@dataclass(frozen=True)
class WorkCalendar:
    """The working days of one part of the country and one installation.

    `bank_holidays` maps days to names; they are known from `known_from` to `known_to` and nowhere else.
    """

    bank_holidays: Mapping[date, str] = field(default_factory=dict)
    closures: Sequence[Period] = ()
    known_from: date | None = None
    known_to: date | None = None

    def why_not(self, day: date) -> str | None:
        """Return why nobody works on a day, such as "a Saturday" or "Good Friday"; None for a working day."""
        for closure in self.closures:
            if closure.starts <= day <= closure.ends:
                return closure.name
        if day in self.bank_holidays:
            return self.bank_holidays[day]
        return f"a {day:%A}" if day.weekday() >= SATURDAY else None

    def is_working(self, day: date) -> bool:
        """Say whether people work on a day, as far as is known."""
        return self.why_not(day) is None

    def next_working(self, day: date) -> date:
        """Return the day itself if people work on it, else the next one on which they do."""
        return self._seek(day, DAY)

    def last_working(self, day: date) -> date:
        """Return the day itself if people work on it, else the one before it on which they did."""
        return self._seek(day, -DAY)

    def working_days(self, first: date, last: date) -> int:
        """Return how many working days there are from one day to another, both included."""
        return sum(self.is_working(first + DAY * number) for number in range((last - first).days + 1))

    def is_known(self, day: date) -> bool:
        """Say whether the bank holidays around a day are known at all."""
        return bool(self.known_from and self.known_to and self.known_from <= day <= self.known_to)

    def beyond(self, days: Iterable[date]) -> str | None:
        """Return a sentence if bank holidays are not known for one of the days, else None."""
        if all(self.is_known(day) for day in days):
            return None
        if self.known_from is None or self.known_to is None:
            return "No bank holidays are known: only weekends and your closure days are looked at."
        return (
            f"Bank holidays are known from {_day(self.known_from)} to {_day(self.known_to)}. "
            "Outside that time only weekends and your closure days are looked at."
        )

    def _seek(self, day: date, step: timedelta) -> date:
        for number in range(LONGEST_BREAK):
            if self.is_working(day + step * number):
                return day + step * number
        return day  # closed for more than a year: there is nothing better to offer


def easter(year: int) -> date:
    """Return Easter Sunday of a year of the Gregorian calendar (Meeus, Jones and Butcher)."""
    golden = year % 19
    century, of_century = divmod(year, 100)
    leaps, rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leaps - correction + 15) % 30
    quarter, left = divmod(of_century, 4)
    weekday = (32 + 2 * rest + 2 * quarter - moon - left) % 7
    shift = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def easters(opens: date, closes: date) -> Iterator[Period]:
    """Yield the Easters, Good Friday to Easter Monday, that lie between two days, in whole or in part."""
    for year in range(opens.year, closes.year + 1):
        sunday = easter(year)
        found = Period("Easter", sunday - 2 * DAY, sunday + DAY)
        if found.days_within(opens, closes):
            yield found


def christmases(opens: date, closes: date) -> Iterator[Period]:
    """Yield the Christmas breaks, 24 December to 1 January, that lie between two days, in whole or in part."""
    for year in range(opens.year - 1, closes.year + 1):
        found = Period("Christmas", date(year, 12, 24), date(year + 1, 1, 1))
        if found.days_within(opens, closes):
            yield found


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
