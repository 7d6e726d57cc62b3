"""The day of an event in words: how long ago, which numbers, what to do about a tablet, bars of time."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypp_consult.desk.event_day import bars, rules
from cypp_consult.desk.event_day.rules import Seen, Tablet

NOW = datetime(2026, 11, 25, 11, 14, tzinfo=UTC)


def tablet(**given):
    values = {"number": 3, "sent": 17, "waiting": 0, "parked": 0, "missing": (), "seen": Seen("1 minute ago")}
    return Tablet(**{**values, **given})


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-30, "just now"),
        (0, "just now"),
        (59, "just now"),
        (60, "1 minute ago"),
        (42 * 60 + 30, "42 minutes ago"),
        (119 * 60, "119 minutes ago"),
        (2 * 3600, "2 hours ago"),
        (47 * 3600, "47 hours ago"),
        (48 * 3600, "2 days ago"),
    ],
)
def test_how_long_ago(seconds, words):
    assert rules.ago(NOW - timedelta(seconds=seconds), NOW) == words


def test_a_tablet_is_late_after_ten_minutes_of_a_day_that_goes_on():
    quiet = NOW - timedelta(minutes=42)
    assert rules.seen(quiet, NOW, is_on=True) == Seen("42 minutes ago", is_late=True)
    assert rules.seen(quiet, NOW, is_on=False) == Seen("42 minutes ago")
    assert rules.seen(NOW - timedelta(minutes=9), NOW, is_on=True) == Seen("9 minutes ago")
    assert rules.seen(None, NOW, is_on=True) == Seen("not yet")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((), "none"),
        ((7,), "7"),
        ((3, 4), "3 and 4"),
        ((1, 2, 4), "1, 2 and 4"),
        ((3, 9, 10, 11, 12, 20), "3, 9 to 12 and 20"),
        ((1, 3, 5, 7, 9, 11, 13, 15), "1, 3, 5, 7, 9, 11 and 2 more"),
    ],
)
def test_numbers_in_words(given, words):
    assert rules.numbers(given) == words


@given(st.sets(st.integers(1, 60)))
def test_numbers_name_each_that_is_missing_and_no_other(given):
    words = rules.numbers(sorted(given))
    named = set()
    for part in words.replace(" and ", ", ").split(", "):
        if part == "none" or part.endswith("more"):
            continue
        first, _, last = part.partition(" to ")
        named |= set(range(int(first), int(last or first) + 1))
    assert named <= given
    assert named == given or "more" in words


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (time(9, 0), "Next: Year 9, first half, at 09:30."),
        (time(9, 30), "Now: Year 9, first half, until 10:30. Next: Year 9, second half, at 10:45."),
        (time(10, 35), "Next: Year 9, second half, at 10:45."),
        (time(11, 0), "Now: Year 9, second half."),
    ],
)
def test_which_part_of_the_day_goes_on(at, words):
    parts = [
        ("Year 9, first half", time(9, 30), time(10, 30)),
        ("Year 9, second half", time(10, 45), None),
        ("Whenever", None, None),
    ]
    assert rules.sessions(parts, at) == words
    assert rules.sessions([], at) == ""


def test_totals_are_one_sentence():
    rows = [tablet(sent=40), tablet(sent=40, waiting=4)]
    assert rules.totals(rows) == "80 sent, 4 waiting, none missing"
    assert rules.totals([tablet(missing=(3, 4))]) == "17 sent, 0 waiting, 2 missing"


def test_nothing_is_said_of_a_tablet_that_is_well():
    assert rules.advice(tablet(), is_on=True) == []
    assert rules.advice(tablet(waiting=2), is_on=True) == []


@pytest.mark.parametrize(
    ("given", "is_on", "words"),
    [
        (
            {"waiting": 4, "seen": Seen("42 minutes ago", is_late=True)},
            True,
            "Tablet 3 has no signal. Its 4 forms are safe on it.",
        ),
        ({"waiting": 1, "seen": Seen("42 minutes ago", is_late=True)}, True, "Its 1 form is safe on it."),
        ({"waiting": 4}, False, "Tablet 3 still holds answers."),
        ({"waiting": 4, "is_unpaired": True}, True, "Tablet 3 was unpaired. Its 4 forms are safe on it. Pair it again"),
        ({"missing": (14,)}, True, "Of Tablet 3 form 14 did not come in."),
        ({"missing": (14, 15, 16)}, True, "Of Tablet 3 forms 14 to 16 did not come in."),
        ({"parked": 2}, True, "Tablet 3 keeps 2 forms aside"),
        ({"clock_ahead": 3700}, True, "The clock of Tablet 3 is 62 minutes ahead."),
        ({"clock_ahead": -86400}, True, "The clock of Tablet 3 is 24 hours behind."),
        ({"is_ready": False}, True, "Tablet 3 is not ready to work without a signal."),
    ],
)
def test_what_to_do_about_a_tablet(given, is_on, words):
    (said,) = rules.advice(tablet(**given), is_on=is_on)
    assert said.startswith(words) or words in said


def test_silent_tablets_share_a_sentence():
    quiet = Seen("42 minutes ago", is_late=True)
    rows = [tablet(number=1, seen=quiet), tablet(number=2), tablet(number=3, seen=quiet, waiting=2)]
    assert rules.silence(rows).startswith("Tablet 1 has been silent for a while. It may hold new forms")
    assert rules.advice(rows[0], is_on=True) == []
    assert rules.silence([*rows, tablet(number=4, seen=quiet)]).startswith("Tablets 1 and 4 have been silent")
    assert rules.silence([tablet(), tablet(seen=quiet, is_unpaired=True)]) == ""


def test_nothing_is_asked_of_an_unpaired_tablet_that_holds_nothing():
    gone = tablet(is_unpaired=True, is_ready=False, clock_ahead=4000, seen=Seen("1 hour ago", is_late=True))
    assert rules.advice(gone, is_on=True) == []


def quarter(hour, minute=0):
    return NOW.replace(hour=hour, minute=minute, second=0)


def test_bars_have_no_holes_and_end_now():
    step, drawn = bars.bars_of([(quarter(10, 15), 6), (quarter(10, 45), 3)], NOW, is_today=True)
    assert step == "per 15 minutes"
    assert [(bar.label, bar.count) for bar in drawn] == [("10:15", 6), ("10:30", 0), ("10:45", 3), ("11:00", 0)]


def test_bars_of_today_are_the_last_three_hours():
    counted = [(quarter(6), 5), (quarter(9), 2), (quarter(11), 4)]
    _step, drawn = bars.bars_of(counted, NOW, is_today=True)
    assert len(drawn) == 12
    assert (drawn[0].label, drawn[-1].label) == ("8:15", "11:00")
    assert sum(bar.count for bar in drawn) == 6


def test_bars_of_a_long_day_that_is_over_are_hours():
    counted = [(quarter(9, 15), 5), (quarter(9, 45), 1), (quarter(15, 30), 4)]
    step, drawn = bars.bars_of(counted, NOW + timedelta(days=3), is_today=False)
    assert step == "per hour"
    assert [(drawn[0].label, drawn[0].count), (drawn[-1].label, drawn[-1].count)] == [("9:00", 6), ("15:00", 4)]
    assert bars.bars_of([], NOW, is_today=True) == ("per 15 minutes", [])


@given(st.lists(st.tuples(st.integers(0, 95), st.integers(0, 30)), max_size=30), st.booleans())
def test_bars_are_few_and_of_a_day_that_is_over_they_count_all(given, is_today):
    start = NOW.replace(hour=0, minute=0)
    counted = {start + place * bars.QUARTER: count for place, count in given}
    now = start + timedelta(hours=24)
    _step, drawn = bars.bars_of(counted.items(), now, is_today=is_today)
    assert len(drawn) <= 24
    if not is_today:
        assert sum(bar.count for bar in drawn) == sum(counted.values())


def test_labels_are_london_time():
    summer = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
    _step, drawn = bars.bars_of([(summer, 1)], summer, is_today=True)
    assert drawn[0].label == "10:00"
