"""The one clock: moments in UTC, days in Europe/London."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """Return this moment, aware and in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the day it is in London now."""
    return local_day(now())


def local_day(moment: datetime) -> date:
    """Return the day in London on which an aware moment falls."""
    return moment.astimezone(LONDON).date()


def start_of_day(day: date) -> datetime:
    """Return the first moment of a London day, in UTC."""
    return datetime.combine(day, time.min, LONDON).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """Return the first moment after a London day, in UTC: something that closes on a day is open before it."""
    return start_of_day(day + timedelta(days=1))
