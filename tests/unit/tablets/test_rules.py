"""Missing numbers, moments of clocks that are out, and when an answer counts."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypp_consult.collection.tablets import rules
from cypp_consult.collection.tablets.rules import Opening, Times
from cypp_consult.core.clock import end_of_day, start_of_day

GRACE = timedelta(hours=72)
NUMBERS = st.integers(1, 60)
RANGES = st.lists(st.tuples(NUMBERS, NUMBERS).map(lambda pair: (min(pair), max(pair))), max_size=6)


@given(st.integers(0, 50), st.sets(NUMBERS), RANGES)
def test_a_number_is_missing_that_neither_came_nor_waits(last, arrived, waiting):
    waits = {number for first, final in waiting for number in range(first, final + 1)}
    assert rules.missing(last, arrived, waiting) == tuple(
        number for number in range(1, last + 1) if number not in arrived | waits
    )
    assert rules.count(waiting) == len(waits)


def test_a_tablet_that_tells_nonsense_costs_nothing():
    assert len(rules.missing(10**9, [5], [(7, 10**8)])) == rules.MOST_MISSING
    assert rules.count([(1, 10**9), (5, 10**9)]) == 10**9


# a consultation over the end of summer time, 25 October 2026
OPENS, CLOSES = date(2026, 10, 1), date(2026, 10, 25)
OPENING = Opening(launched=True, opens_on=OPENS, closes_on=CLOSES, grace=GRACE)
AROUND = st.datetimes(datetime(2026, 9, 25), datetime(2026, 11, 5), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants plain bounds


@pytest.mark.parametrize(
    ("completed", "received", "expected"),
    [
        ("2026-10-25T23:59:59+00:00", "2026-10-25T23:59:59+00:00", Times.IN_TIME),
        ("2026-10-25T23:59:59+00:00", "2026-10-26T00:00:00+00:00", Times.LATE),
        ("2026-10-26T00:00:00+00:00", "2026-10-26T00:00:00+00:00", Times.TOO_LATE),
        ("2026-10-25T23:59:59+00:00", "2026-10-28T23:59:59+00:00", Times.LATE),
        ("2026-10-25T23:59:59+00:00", "2026-10-29T00:00:00+00:00", Times.TOO_LATE),
        # London was an hour ahead on the first day
        ("2026-09-30T23:00:00+00:00", "2026-10-02T10:00:00+00:00", Times.IN_TIME),
        ("2026-09-30T22:59:59+00:00", "2026-10-02T10:00:00+00:00", Times.TOO_EARLY),
        # a tablet's clock that runs ahead makes nothing late that came in before closing
        ("2026-12-24T10:00:00+00:00", "2026-10-20T10:00:00+00:00", Times.IN_TIME),
        (None, "2026-10-20T10:00:00+00:00", Times.IN_TIME),
        (None, "2026-10-26T10:00:00+00:00", Times.TOO_LATE),
    ],
)
def test_when_an_answer_counts(completed, received, expected):
    finished = datetime.fromisoformat(completed) if completed else None
    assert OPENING.judge(finished, datetime.fromisoformat(received)) is expected


@given(AROUND, AROUND)
def test_what_was_finished_in_time_counts_until_the_grace_is_over(completed, received):
    judged = OPENING.judge(completed, received)
    finished = min(completed, received)
    is_in = start_of_day(OPENS) <= finished < end_of_day(CLOSES) and received < end_of_day(CLOSES) + GRACE
    assert (judged in {Times.IN_TIME, Times.LATE}) == is_in
    assert (judged is Times.LATE) == (is_in and received >= end_of_day(CLOSES))


@given(AROUND, AROUND, st.timedeltas(timedelta(0), timedelta(days=5)))
def test_coming_in_later_never_helps(completed, received, later):
    order = [Times.IN_TIME, Times.LATE, Times.TOO_LATE]
    first, second = OPENING.judge(completed, received), OPENING.judge(completed, received + later)
    if completed <= received and first in order and second in order:
        assert order.index(first) <= order.index(second)


@pytest.mark.parametrize("given_", [(False, OPENS, CLOSES), (True, None, CLOSES), (True, OPENS, None)])
def test_what_is_not_open_takes_nothing(given_):
    moment = datetime(2026, 10, 10, tzinfo=UTC)
    assert Opening(*given_, GRACE).judge(moment, moment) is Times.NOT_OPEN


@given(AROUND, st.integers(-(2**31), 2**31 - 1))
def test_a_clock_is_put_right_only_where_it_is_minutes_out(told, ahead):
    if abs(ahead) <= 180:
        assert rules.corrected(told, ahead) == told
    else:
        assert rules.corrected(told, ahead) + timedelta(seconds=ahead) == told
    assert rules.corrected(told, None) == told


@pytest.mark.parametrize("far", [datetime.min, datetime.max])  # noqa: DTZ901 - made aware below
def test_moments_at_the_end_of_time_are_left_alone(far):
    told = far.replace(tzinfo=UTC)
    for ahead in (-(2**31), 2**31 - 1):
        rules.corrected(told, ahead)


@given(AROUND)
def test_quarters(moment):
    quarter = rules.quarter_of(moment)
    assert quarter <= moment < quarter + timedelta(minutes=15) and quarter.minute % 15 == 0
