"""When a reminder comes, whatever days a machine is off; and what a mail says in one line."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cypp_consult.desk.reminders import rules
from cypp_consult.desk.reminders.models import ReminderKind
from cypp_consult.desk.reminders.rules import Line, Occasion, Week

FIRST = date(2026, 12, 1)
# a busy machine is no finding
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
OFFSETS = st.lists(st.integers(-20, 30), min_size=1, max_size=6, unique=True).map(tuple)


def occasion(days, due_on=FIRST + timedelta(days=40), **given_facts):
    facts = {
        "kind": ReminderKind.BEFORE,
        "subject_id": uuid4(),
        "person_id": 1,
        "title": "Draft plan out",
        "consultation_id": uuid4(),
        "consultation": "What matters to you?",
        "endpoint": "desk.show",
        "slug": "demo",
    }
    return Occasion(due_on=due_on, days=days, **{**facts, **given_facts})


def told_on(occasion, days_at_work):
    """What is told on each day at work, with a memory of what was told."""
    known, told = set(), []
    for day in days_at_work:
        number = rules.come(occasion, day, known)
        if number is not None:
            assert number not in known, "nothing is told twice"
            known.add(number)
            told.append((day, number))
    return told


@CALM
@given(OFFSETS)
def test_a_machine_that_is_always_on_tells_each_on_its_day(offsets):
    about = occasion(offsets)
    every_day = [FIRST + timedelta(days=number) for number in range(100)]
    told = told_on(about, every_day)
    assert (
        [(about.due_on - day).days for day, _ in told]
        == [number for _, number in told]
        == sorted(offsets, reverse=True)
    )


@CALM
@given(OFFSETS, st.sets(st.integers(0, 99), max_size=40))
def test_whatever_days_it_is_off_nothing_is_told_early_or_twice_and_the_newest_wins(offsets, off):
    about = occasion(offsets)
    at_work = [FIRST + timedelta(days=number) for number in range(100) if number not in off]
    told = told_on(about, at_work)
    numbers = [number for _, number in told]
    assert numbers == sorted(set(numbers), reverse=True), "never an earlier one after a later one"
    for day, number in told:
        late = (day - (about.due_on - timedelta(days=number))).days
        assert 0 <= late <= rules.WINDOW.days
        # at once when the machine is back
        assert all(
            FIRST + timedelta(days=n) not in at_work for n in range((day - FIRST).days - late, (day - FIRST).days)
        )


@CALM
@given(OFFSETS, st.integers(0, 99))
def test_three_days_off_skip_nothing(offsets, first_off):
    about = occasion(offsets)
    off = set(range(first_off, first_off + 3))
    at_work = [FIRST + timedelta(days=number) for number in range(104) if number not in off]
    told = told_on(about, at_work)
    for number in offsets:
        day = about.due_on - timedelta(days=number)
        by = next(one for one in at_work if one >= day)
        # what came meanwhile is told by it or by a later one, no later than the first day back
        assert any(n <= number and when <= by for when, n in told)


@CALM
@given(OFFSETS, st.lists(st.integers(0, 99), max_size=60))
def test_a_clock_that_jumps_to_and_fro_tells_nothing_twice(offsets, days):
    told_on(occasion(offsets), [FIRST + timedelta(days=number) for number in days])


def test_the_last_day_of_february_is_a_day_like_others():
    about = occasion((7, 0, -1), date(2028, 2, 29))
    told = told_on(about, [date(2028, 2, 20) + timedelta(days=number) for number in range(12)])
    assert told == [(date(2028, 2, 22), 7), (date(2028, 2, 29), 0), (date(2028, 3, 1), -1)]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 7, 1, 5, 59, tzinfo=UTC), date(2026, 6, 30)),  # 06:59 in London in summer
        (datetime(2026, 7, 1, 6, 0, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 12, 1, 6, 59, tzinfo=UTC), date(2026, 11, 30)),
        (datetime(2026, 12, 1, 7, 0, tzinfo=UTC), date(2026, 12, 1)),
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2027, 1, 1, 0, 0, tzinfo=UTC), date(2026, 12, 31)),
    ],
)
def test_a_day_begins_at_the_hour_in_london(moment, day):
    assert rules.sending_day(moment, 7) == day


@CALM
@given(st.integers(0, 6), st.integers(0, 2000))
def test_the_weekly_mail_is_due_once_a_week_and_for_three_days_after(weekday, start):
    days = [FIRST + timedelta(days=start + number) for number in range(28)]
    weeks = [rules.digest_week(day, weekday) for day in days]
    for day, week in zip(days, weeks, strict=True):
        if week is not None:
            assert week.weekday() == 0
            assert 0 <= (day - week).days - weekday <= 3
        if day.weekday() == weekday:
            assert week is not None
    assert rules.digest_week(FIRST, None) is None


@CALM
@given(st.text(), st.text(), st.integers(-400, 400))
def test_a_subject_is_one_line_whatever_is_typed(title, name, left):
    today = FIRST
    line = rules.line(occasion((0,), today + timedelta(days=left), title=title, consultation=name), today)
    subject = rules.subject([line], Week())
    assert subject.isprintable() and subject == subject.strip() and len(subject) <= 200


def test_several_are_counted_in_words():
    late = Line("a", "c", "Late by 2 days: it was due", "desk.show", "demo", late=True)
    due = Line("b", "c", "Due today", "desk.show", "demo", late=False)
    assert rules.subject([late, due, due], Week()) == "3 dates need you, 1 of them late"
    assert rules.subject([due, due], Week()) == "2 dates need you"
    assert rules.subject([], Week(late=(late,), soon=(due,), later=(due,))) == "Your week: 1 late, 2 due"
    assert rules.subject([], Week(late=(late,))) == "Your week: 1 late"


@pytest.mark.parametrize(
    ("kind", "left", "words"),
    [
        (ReminderKind.BEFORE, 1, "Due in 1 day, on Wednesday 2 December 2026"),
        (ReminderKind.BEFORE, 0, "Due today, Tuesday 1 December 2026"),
        (ReminderKind.LATE, -3, "Late by 3 days: it was due on Saturday 28 November 2026"),
        (ReminderKind.CLOSING, 7, "It closes in 7 days, on Tuesday 8 December 2026"),
        (ReminderKind.CLOSING, 0, "It closes at the end of today, Tuesday 1 December 2026"),
        (ReminderKind.CLOSING, -1, "It closed on Monday 30 November 2026"),
        (
            ReminderKind.FEEDBACK,
            -1,
            "Nobody has been told yet what came of it. Late by 1 day: it was due on Monday 30 November 2026",
        ),
    ],
)
def test_a_date_in_words(kind, left, words):
    assert rules.words(kind, FIRST + timedelta(days=left), FIRST) == words
