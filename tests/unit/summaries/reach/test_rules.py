"""Pace, standing and the representativeness figure."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypp_consult.summaries.reach.figures import Share, likeness
from cypp_consult.summaries.reach.pace import Standing, cut, days, side, standing

OPENS, CLOSES = date(2026, 9, 15), date(2026, 12, 7)
moments = st.integers(-5, 95).map(lambda number: days(OPENS, CLOSES, OPENS + timedelta(days=number)))
shares = st.lists(st.tuples(st.integers(0, 500), st.integers(1, 9000)), min_size=2, max_size=6)


def of(pairs):
    return likeness([Share(f"part {n}", people, population) for n, (people, population) in enumerate(pairs)])


def test_the_days_of_the_picture():
    at = days(OPENS, CLOSES, date(2026, 11, 19))
    assert (at.gone, at.of, at.left) == (66, 84, 18)
    assert at.pace(400) == pytest.approx(314.3, abs=0.1)
    assert [standing(*pair, at) for pair in ((412, 500), (468, 600), (276, 400), (128, 120), (9, 30))] == [
        Standing.ON_COURSE,
        Standing.ON_COURSE,
        Standing.BEHIND,
        Standing.REACHED,
        Standing.FAR_BEHIND,
    ]


@pytest.mark.parametrize(
    ("today", "words"),
    [(OPENS - timedelta(days=1), "Not open yet"), (CLOSES, "Far behind"), (CLOSES + timedelta(days=1), "Under target")],
)
def test_before_the_first_and_after_the_last_day(today, words):
    assert standing(1, 30, days(OPENS, CLOSES, today)).label == words


def test_without_dates_there_is_no_pace():
    at = days(None, None, OPENS)
    assert (at.pace(30), at.left, standing(1, 30, at), standing(30, 30, at)) == (
        None,
        None,
        Standing.NOT_OPEN,
        Standing.REACHED,
    )


@given(moments, st.integers(1, 60))
def test_more_people_never_stand_worse(at, target):
    order = [
        Standing.FAR_BEHIND,
        Standing.BEHIND,
        Standing.MISSED,
        Standing.NOT_OPEN,
        Standing.ON_COURSE,
        Standing.REACHED,
    ]
    found = [order.index(standing(people, target, at)) for people in range(70)]
    assert all(before <= after for before, after in pairwise(found))


@given(moments, st.integers(1, 60), st.integers(1, 70))
def test_the_cut_is_where_somebody_stops_being_under_target(at, target, people):
    least = cut(target, at)
    if least is not None:
        assert standing(people, target, at).is_under == (people < least)
        assert side(people, target, at).is_under == (people < least)


@given(shares)
def test_the_index_lies_between_nought_and_one(pairs):
    found = of(pairs)
    assert found is None or 0 <= found.index <= 1


@given(st.lists(st.integers(1, 400), min_size=2, max_size=6), st.integers(1, 50))
def test_the_index_is_nought_where_the_shares_are_alike(parts, times):
    assert of([(part, part * times) for part in parts]).index == pytest.approx(0, abs=1e-12)


@given(shares, st.integers(2, 9))
def test_the_index_does_not_depend_on_how_many_were_heard_only_on_from_where(pairs, times):
    found, more = of(pairs), of([(people * times, population) for people, population in pairs])
    assert (found is None) == (more is None)
    if found:
        assert found.index == pytest.approx(more.index)


@given(shares)
def test_looking_less_closely_never_makes_it_look_worse(pairs):
    found, coarser = of(pairs), of([(pairs[0][0] + pairs[1][0], pairs[0][1] + pairs[1][1]), *pairs[2:]])
    if found and coarser:
        assert coarser.index <= found.index + 1e-12


@given(shares)
def test_the_index_is_the_part_that_would_have_to_come_from_elsewhere(pairs):
    found = of(pairs)
    if found:
        moved = sum(max(0, p / found.people - q / found.population) for p, q in pairs)
        assert found.index == pytest.approx(moved)
        assert abs(found.gap) <= found.index + 1e-12


@given(shares.filter(lambda pairs: len(pairs) == 2))
def test_of_two_parts_the_largest_gap_is_the_index(pairs):
    found = of(pairs)
    if found:
        assert abs(found.gap) == pytest.approx(found.index)


def test_one_part_or_nobody_heard_gives_no_figure():
    assert of([(5, 10)]) is None
    assert of([(0, 10), (0, 20)]) is None
