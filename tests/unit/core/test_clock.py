"""Days begin and end in London, also across the clock change."""

from datetime import UTC, date, datetime

from cypp_consult.core import clock


def test_a_day_in_summer_time_ends_at_eleven_in_utc():
    assert clock.end_of_day(date(2026, 10, 24)) == datetime(2026, 10, 24, 23, 0, tzinfo=UTC)


def test_a_day_after_the_clock_change_ends_at_midnight():
    assert clock.end_of_day(date(2026, 10, 26)) == datetime(2026, 10, 27, 0, 0, tzinfo=UTC)


def test_the_day_of_the_change_has_twenty_five_hours():
    length = clock.end_of_day(date(2026, 10, 25)) - clock.start_of_day(date(2026, 10, 25))
    assert length.total_seconds() == 25 * 3600
