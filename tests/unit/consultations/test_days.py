"""Working days: bank holidays of three parts of the country, closures, the horizon; Easter and Christmas."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypp_consult.consultations.holidays import bank_holidays
from cypp_consult.consultations.models import Division
from cypp_consult.consultations.rules import State, is_open_at, state
from cypp_consult.consultations.rules.days import Period, WorkCalendar, christmases, easter, easters

ENGLAND, SCOTLAND, IRELAND = Division.ENGLAND_AND_WALES, Division.SCOTLAND, Division.NORTHERN_IRELAND


def calendar(division: Division = ENGLAND, closures: tuple[Period, ...] = ()) -> WorkCalendar:
    known = bank_holidays(division)
    return WorkCalendar(known, closures, min(known), max(known))


def test_a_bank_holiday_moved_to_a_monday_is_no_working_day():
    england = calendar()
    # Christmas Day 2027 is a Saturday and Boxing Day a Sunday: Monday and Tuesday stand in
    assert [england.is_working(date(2027, 12, day)) for day in (24, 25, 26, 27, 28, 29)] == [
        True,
        False,
        False,
        False,
        False,
        True,
    ]
    assert england.next_working(date(2027, 12, 25)) == date(2027, 12, 29)
    assert "Christmas" in england.why_not(date(2027, 12, 27))


def test_each_part_of_the_country_has_its_own():
    assert calendar(SCOTLAND).why_not(date(2027, 11, 30)) == "St Andrew’s Day"
    assert calendar(IRELAND).why_not(date(2027, 3, 17)) == "St Patrick’s Day"
    assert calendar(ENGLAND).is_working(date(2027, 3, 17))
    assert calendar(SCOTLAND).is_working(date(2027, 3, 29))  # Easter Monday is a bank holiday elsewhere
    assert not calendar(ENGLAND).is_working(date(2027, 3, 29))


def test_twelve_weeks_over_christmas_have_57_working_days():
    assert calendar().working_days(date(2026, 10, 19), date(2027, 1, 10)) == 57


def test_beyond_the_horizon_it_says_so():
    england = calendar()
    assert england.known_to == max(bank_holidays(ENGLAND))
    assert england.beyond([date(2027, 1, 1)]) is None
    after = england.known_to + timedelta(days=1)
    assert "Bank holidays are known from" in england.beyond([date(2027, 1, 1), after])
    assert "No bank holidays are known" in WorkCalendar().beyond([date(2027, 1, 1)])


def test_closures_are_named_and_passed_over():
    closed = calendar(closures=(Period("Offices closed", date(2027, 3, 15), date(2027, 3, 19)),))
    assert closed.why_not(date(2027, 3, 17)) == "Offices closed"
    assert closed.next_working(date(2027, 3, 17)) == date(2027, 3, 22)
    assert closed.last_working(date(2027, 3, 17)) == date(2027, 3, 12)


def test_the_29th_of_february_is_a_day_like_others():
    assert calendar().is_working(date(2028, 2, 29))
    assert calendar().next_working(date(2028, 2, 29)) == date(2028, 2, 29)


@given(st.dates(date(2012, 1, 2), date(2040, 12, 31)))
def test_the_next_working_day_is_the_first_one_on_which_people_work(day):
    england = calendar()
    found = england.next_working(day)
    assert found >= day and england.is_working(found)
    assert england.working_days(day, found) == 1
    assert england.last_working(found) == found


@pytest.mark.parametrize(
    ("year", "sunday"),
    [(2024, date(2024, 3, 31)), (2025, date(2025, 4, 20)), (2027, date(2027, 3, 28)), (2038, date(2038, 4, 25))],
)
def test_easter_is_found(year, sunday):
    assert easter(year) == sunday


def test_easter_is_where_the_bank_holidays_put_it():
    named = {name: day for day, name in bank_holidays(ENGLAND).items() if day.year == 2027}
    period = next(easters(date(2027, 1, 1), date(2027, 12, 31)))
    assert (period.starts, period.ends) == (named["Good Friday"], named["Easter Monday"])


def test_christmas_runs_over_new_year():
    assert [found.starts.year for found in christmases(date(2027, 1, 1), date(2027, 12, 24))] == [2026, 2027]


@pytest.mark.parametrize(
    ("last_day", "before", "after"),
    [
        # the clocks go back on 25 October 2026 and forward on 28 March 2027
        (date(2026, 10, 24), datetime(2026, 10, 24, 22, 59, tzinfo=UTC), datetime(2026, 10, 24, 23, 0, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 25, 23, 59, tzinfo=UTC), datetime(2026, 10, 26, 0, 0, tzinfo=UTC)),
        (date(2027, 3, 27), datetime(2027, 3, 27, 23, 59, tzinfo=UTC), datetime(2027, 3, 28, 0, 0, tzinfo=UTC)),
        (date(2027, 3, 28), datetime(2027, 3, 28, 22, 59, tzinfo=UTC), datetime(2027, 3, 28, 23, 0, tzinfo=UTC)),
    ],
)
def test_it_closes_at_midnight_in_london_on_both_sides_of_a_clock_change(last_day, before, after):
    opens = date(2026, 9, 1)
    assert is_open_at(True, opens, last_day, before)
    assert not is_open_at(True, opens, last_day, after)


def test_with_no_last_day_it_is_a_draft_and_never_closes():
    assert state(True, date(2026, 9, 1), None, date(2040, 1, 1)) is State.DRAFT
