"""Moving days: order holds, what is done stays, there and back again is where it was."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cypp_consult.consultations.rules.days import WorkCalendar
from cypp_consult.consultations.rules.moving import Consequences, Reach, Step, consequences
from cypp_consult.consultations.rules.needs import dependents, in_order
from cypp_consult.core.errors import InvalidInputError

CALENDAR = WorkCalendar()
TODAY = date(2026, 11, 22)


@st.composite
def timelines(draw) -> list[Step]:
    """A timeline in which every step comes after what it needs; some are done, some are stages."""
    count = draw(st.integers(1, 9))
    steps: list[Step] = []
    for number in range(count):
        needs = (
            frozenset(step.id for step in draw(st.sets(st.sampled_from(steps), max_size=3))) if steps else frozenset()
        )
        earliest = max([step.ends for step in steps if step.id in needs], default=TODAY)
        first = earliest + timedelta(days=draw(st.integers(0, 40)))
        is_stage = draw(st.booleans())
        starts = first if is_stage else None
        ends = first + timedelta(days=draw(st.integers(0, 60))) if is_stage else first
        steps.append(Step(UUID(int=number + 1), f"Step {number}", ends, starts, needs, done=draw(st.booleans())))
    return steps


def shift(steps: list[Step], moved: Step, by: int, reach: Reach) -> tuple[list[Step], Consequences]:
    found = consequences(steps, moved.shifted(timedelta(days=by)), reach, CALENDAR)
    after = {change.after.id: change.after for change in found.changes}
    return [after.get(step.id, step) for step in steps], found


def is_in_order(steps: list[Step]) -> bool:
    by_id = {step.id: step for step in steps}
    return all(
        by_id[need].done or by_id[need].ends <= step.first for step in steps if not step.done for need in step.needs
    )


def open_step(data, steps: list[Step]) -> Step:
    going = [step for step in steps if not step.done]
    assume(going)
    return data.draw(st.sampled_from(going))


@given(st.data(), timelines(), st.integers(-300, 300), st.sampled_from(Reach))
def test_no_step_comes_before_what_it_needs_unless_it_is_said(data, steps, by, reach):
    moved = open_step(data, steps)
    assert is_in_order(steps)
    after, found = shift(steps, moved, by, reach)
    assert is_in_order(after) == (not found.broken)


@given(st.data(), timelines(), st.integers(-300, 300))
def test_the_whole_timeline_moves_without_breaking_and_what_is_done_stays(data, steps, by):
    moved = open_step(data, steps)
    after, found = shift(steps, moved, by, Reach.ALL)
    assert not found.broken
    for before, now in zip(steps, after, strict=True):
        assert now.ends - before.ends == (timedelta(0) if before.done else timedelta(days=by))


@given(st.data(), timelines(), st.integers(0, 300))
def test_later_with_its_dependents_never_breaks(data, steps, by):
    moved = open_step(data, steps)
    after, found = shift(steps, moved, by, Reach.DEPENDENTS)
    assert not found.broken and is_in_order(after)


@given(st.data(), timelines(), st.integers(-300, 300), st.sampled_from(Reach))
def test_there_and_back_is_where_it_was(data, steps, by, reach):
    moved = open_step(data, steps)
    there, _ = shift(steps, moved, by, reach)
    back, _ = shift(there, next(step for step in there if step.id == moved.id), -by, reach)
    assert back == steps


@given(st.data(), timelines(), st.integers(-300, 300), st.sampled_from(Reach))
def test_what_is_done_never_moves(data, steps, by, reach):
    moved = open_step(data, steps)
    _, found = shift(steps, moved, by, reach)
    assert not any(change.before.done for change in found.changes)


def step(name: str, day: date, *needs: Step, **given: object) -> Step:
    return Step(uuid4(), name, day, needs=frozenset(item.id for item in needs), **given)


DRAFT = step("Draft", date(2027, 3, 1))
BOARD = step("Board", date(2027, 3, 12), DRAFT)
DECISION = step("Decision", date(2027, 3, 24), BOARD)
OUTLINE = step("Outline", date(2027, 1, 4), done=True)
STEPS = [OUTLINE, DRAFT, BOARD, DECISION]


def test_moving_the_decision_by_three_weeks_moves_all_that_is_not_done():
    _, found = shift(STEPS, DECISION, 21, Reach.ALL)
    assert [(change.after.name, change.days) for change in found.changes] == [
        ("Draft", 21),
        ("Board", 21),
        ("Decision", 21),
    ]


def test_days_on_which_nobody_works_are_named_with_the_next_one():
    closed = WorkCalendar({date(2027, 4, 2): "A made-up holiday"})
    found = consequences(STEPS, replace(BOARD, ends=date(2027, 4, 2)), Reach.DEPENDENTS, closed)
    board, decision = found.changes
    assert (board.why_not, board.instead) == ("A made-up holiday", date(2027, 4, 5))
    assert decision.why_not is None
    found = consequences(
        STEPS, replace(BOARD, ends=date(2027, 4, 2)), Reach.DEPENDENTS, closed, {BOARD.id: board.instead}
    )
    assert found.changes[0].after.ends == date(2027, 4, 5)


def test_earlier_than_what_it_needs_is_said():
    _, found = shift(STEPS, BOARD, -21, Reach.ONE)
    assert found.broken == ("“Board” (19 February 2027) needs “Draft” first, which would be due on 1 March 2027.",)


def test_what_was_out_of_order_before_does_not_stand_in_the_way():
    late = replace(DRAFT, ends=date(2027, 5, 1))
    _, found = shift([late, BOARD, DECISION], DECISION, 7, Reach.ALL)
    assert not found.broken


def test_a_stage_that_has_begun_keeps_its_first_day():
    stage = Step(uuid4(), "Asking", date(2026, 12, 13), date(2026, 9, 21), begun=True)
    _, found = shift([stage], stage, 21, Reach.ALL)
    assert (found.changes[0].after.starts, found.changes[0].after.ends) == (date(2026, 9, 21), date(2027, 1, 3))
    with pytest.raises(InvalidInputError, match="end before it begins"):
        shift([stage], stage, -100, Reach.ALL)


def test_what_is_done_is_refused_and_so_are_days_out_of_bounds():
    with pytest.raises(InvalidInputError, match="done"):
        shift(STEPS, OUTLINE, 7, Reach.ONE)
    with pytest.raises(InvalidInputError, match="between 2000 and 2100"):
        consequences(STEPS, replace(DRAFT, ends=date(2100, 12, 31)), Reach.DEPENDENTS, CALENDAR)


def test_a_milestone_moves_off_and_onto_a_29th_of_february():
    leap = step("Leap", date(2028, 2, 29))
    there, _ = shift([leap], leap, 366, Reach.ALL)
    assert there[0].ends == date(2029, 3, 1)
    assert shift(there, there[0], -366, Reach.ALL)[0][0].ends == date(2028, 2, 29)


def test_circles_are_found_and_dependents_go_all_the_way():
    assert in_order({"a": {"b"}, "b": {"a"}}) is None
    assert in_order({"a": {"b"}, "b": set()}) == ["b", "a"]
    assert dependents({"a": set(), "b": {"a"}, "c": {"b"}, "d": set()}, "a") == {"b", "c"}
