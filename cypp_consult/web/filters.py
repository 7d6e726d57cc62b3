"""How days, moments and numbers are written on pages. British, in words, London time."""

from datetime import date, datetime

from flask import Flask

from cypp_consult.core.clock import LONDON


def day(value: date) -> str:
    """Return a day as "Friday 27 November 2026"."""
    return f"{value:%A} {value.day} {value:%B %Y}"


def day_of_week(value: date) -> str:
    """Return a day as "Friday 27 November"."""
    return f"{value:%A} {value.day} {value:%B}"


def short_day(value: date) -> str:
    """Return a day as "27 Nov"."""
    return f"{value.day} {value:%b}"


def plain_day(value: date) -> str:
    """Return a day as "27 November 2026"."""
    return f"{value.day} {value:%B %Y}"


def moment(value: datetime) -> str:
    """Return a moment as "24 November 2026, 17:00", in London time."""
    local = value.astimezone(LONDON)
    return f"{local.day} {local:%B %Y, %H:%M}"


def time_of_day(value: datetime) -> str:
    """Return the time of a moment as "17:00", in London."""
    return f"{value.astimezone(LONDON):%H:%M}"


def number(value: int) -> str:
    """Return a whole number as "1,284"."""
    return f"{value:,}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """Return a count with its noun: "1 answer", "2 answers"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def init_app(app: Flask) -> None:
    """Make the filters known to templates."""
    for function in (day, day_of_week, short_day, plain_day, moment, time_of_day, number, plural):
        app.add_template_filter(function)
