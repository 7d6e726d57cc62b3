"""The picture of a timeline: everything is inside, in its lane, and no words stand on others."""

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypp_consult.consultations.rules.drawing import (
    GAP,
    LEFT,
    LETTER,
    RIGHT,
    Lane,
    Mark,
    Phase,
    Point,
    Span,
    draw,
)

TODAY = date(2026, 11, 25)
DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2034, 12, 31))
SPANS = st.builds(
    lambda name, start, length: Span(name, start, start + timedelta(days=length)),
    st.text("abc ", min_size=1, max_size=30),
    DAYS,
    st.integers(0, 500),
)
POINTS = st.builds(Point, st.text("abc ", max_size=40), DAYS, st.sampled_from(Lane), st.sampled_from(Mark))


def test_nothing_to_draw_is_no_picture():
    assert draw([], [], TODAY) is None


@given(st.lists(SPANS, max_size=6), st.lists(POINTS, max_size=12), DAYS)
def test_everything_stands_inside(spans, points, today):
    drawing = draw(spans, points, today)
    if drawing is None:
        return
    assert drawing.today is None or LEFT <= drawing.today <= RIGHT
    for lane in drawing.lanes:
        for bar in lane.bars:
            assert LEFT <= bar.x <= RIGHT
            assert 0 <= bar.done <= bar.width
            assert lane.y < bar.y < drawing.height
        for diamond in lane.diamonds:
            assert LEFT <= diamond.x <= RIGHT
            assert lane.y < diamond.y < drawing.height


@given(st.lists(POINTS, max_size=15))
def test_words_of_a_row_never_overlap(points):
    drawing = draw([], points, TODAY)
    for lane in drawing.lanes if drawing else ():
        taken = []
        for diamond in lane.diamonds:
            length = len(diamond.words.text) * LETTER
            start = diamond.words.x - length if diamond.words.ends else diamond.words.x
            taken.append((diamond.y, min(start, diamond.x - 8), max(start + length, diamond.x + 8)))
        for (y1, start1, end1), (y2, start2, end2) in combinations(taken, 2):
            assert y1 != y2 or end1 <= start2 + GAP or end2 <= start1 + GAP


def test_phases_follow_the_day():
    week = timedelta(days=7)
    spans = [
        Span("done", TODAY - 2 * week, TODAY - timedelta(days=1)),
        Span("last day", TODAY - week, TODAY),
        Span("to come", TODAY + timedelta(days=1), TODAY + week),
    ]
    drawing = draw(spans, [], TODAY)
    assert [bar.phase for bar in drawing.lanes[0].bars] == [Phase.DONE, Phase.OPEN, Phase.PLANNED]
    assert [bar.done == bar.width for bar in drawing.lanes[0].bars] == [True, False, False]


def test_lanes_come_in_order_and_empty_ones_are_left_out():
    points = [Point("b", TODAY, Lane.ANSWERING, Mark.DUE), Point("a", TODAY, Lane.DRAFTING, Mark.LATE)]
    assert [lane.words for lane in draw([], points, TODAY).lanes] == ["Asking", "Drafting", "Answering back"]


@pytest.mark.parametrize(("years", "words"), [(1, 12), (2, 12), (3, 12), (6, 12), (20, 20)])
def test_long_timelines_name_fewer_months(years, words):
    span = Span("x", date(2020, 1, 1), date(2020 + years - 1, 12, 31))
    months = draw([span], [], TODAY).months
    assert len(months) == words
    assert months[0].words == "Jan 2020"
    assert all(month.bold for month in months if month.words.startswith("Jan"))
