"""State follows from the dates, in London days, also when the clocks change."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypp_consult.consultations.rules import State, days_left, days_open, in_words, is_open_at, state
from cypp_consult.core.clock import LONDON, end_of_day, start_of_day

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1))
SPANS = st.tuples(DAYS, st.integers(0, 400)).map(lambda pair: (pair[0], pair[0] + timedelta(days=pair[1])))


@given(SPANS, DAYS)
def test_a_launched_one_is_upcoming_then_open_then_closed(span, today):
    opens, closes = span
    expected = State.UPCOMING if today < opens else State.OPEN if today <= closes else State.CLOSED
    assert state(True, opens, closes, today) is expected
    assert state(False, opens, closes, today) is State.DRAFT


@given(SPANS, DAYS)
def test_state_never_goes_back_as_days_pass(span, today):
    order = [State.UPCOMING, State.OPEN, State.CLOSED]
    now = state(True, *span, today)
    later = state(True, *span, today + timedelta(days=1))
    assert order.index(later) >= order.index(now)


@pytest.mark.parametrize("dates", [(None, None), (date(2026, 1, 1), None), (None, date(2026, 1, 1))])
def test_without_dates_it_is_a_draft(dates):
    assert state(True, *dates, date(2026, 1, 1)) is State.DRAFT


@given(SPANS)
def test_it_is_open_from_midnight_to_midnight_in_london(span):
    opens, closes = span
    instant = timedelta(microseconds=1)
    assert is_open_at(True, opens, closes, start_of_day(opens))
    assert not is_open_at(True, opens, closes, start_of_day(opens) - instant)
    assert is_open_at(True, opens, closes, end_of_day(closes) - instant)
    assert not is_open_at(True, opens, closes, end_of_day(closes))


def test_closing_on_the_days_the_clocks_change():
    spring, autumn = date(2026, 3, 29), date(2026, 10, 25)
    assert end_of_day(spring) == datetime(2026, 3, 29, 23, tzinfo=UTC)
    assert end_of_day(autumn) == datetime(2026, 10, 26, 0, tzinfo=UTC)
    # 23:30 in London in summer is 22:30 UTC: still the closing day
    assert is_open_at(True, spring, spring, datetime(2026, 3, 29, 22, 30, tzinfo=UTC))
    assert not is_open_at(True, spring, spring, datetime(2026, 3, 29, 23, 30, tzinfo=UTC))
    # the hour from 1 to 2 comes twice; both are of the same day
    for fold in (0, 1):
        assert is_open_at(True, autumn, autumn, datetime(2026, 10, 25, 1, 30, tzinfo=LONDON, fold=fold))


@given(SPANS)
def test_days_open_counts_first_and_last(span):
    opens, closes = span
    assert days_open(opens, closes) == sum(1 for _ in range((closes - opens).days + 1))
    assert days_open(closes + timedelta(days=1), opens) == 0


@pytest.mark.parametrize(
    ("opens", "closes", "days"),
    [
        (date(2022, 4, 4), date(2022, 6, 26), 84),
        (date(2024, 12, 18), date(2025, 2, 17), 62),
        (date(2026, 3, 29), date(2026, 3, 29), 1),
    ],
)
def test_days_open_of_real_consultations(opens, closes, days):
    assert days_open(opens, closes) == days


def test_days_left_ends_at_none():
    closes = date(2026, 12, 13)
    assert [days_left(closes, closes - timedelta(days=n)) for n in (18, 1, 0, -1)] == [18, 1, 0, 0]


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2026, 9, 1), "Opens in 20 days"),
        (date(2026, 9, 20), "Opens in 1 day"),
        (date(2026, 9, 21), "Open, 83 days left"),
        (date(2026, 12, 12), "Open, 1 day left"),
        (date(2026, 12, 13), "Open, last day today"),
        (date(2026, 12, 14), "Closed"),
    ],
)
def test_state_in_words(today, words):
    opens, closes = date(2026, 9, 21), date(2026, 12, 13)
    assert in_words(state(True, opens, closes, today), opens, closes, today) == words
    assert in_words(State.DRAFT, opens, closes, today) == "Draft"
