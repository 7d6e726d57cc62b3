"""Tries are counted exactly, however many come at once."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cypp_consult.core import buckets
from cypp_consult.core.database import db

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
FIVE = timedelta(minutes=5)


def take(at, key="k", most=10):
    return buckets.take(db.engine, key, most=most, within=FIVE, at=at)


def test_ten_pass_and_the_eleventh_waits_until_the_first_is_over(session):
    for second in range(10):
        assert take(NOON + timedelta(seconds=second)) is None
    assert take(NOON + timedelta(seconds=60)) == timedelta(seconds=240)
    assert take(NOON + timedelta(seconds=299)) == timedelta(seconds=1)
    assert take(NOON + timedelta(seconds=300)) is None
    assert take(NOON + timedelta(seconds=300)) == timedelta(seconds=1)


def test_keys_do_not_count_for_each_other_and_are_forgotten(session):
    for _ in range(10):
        take(NOON, "a")
    assert take(NOON, "b") is None
    buckets.forget(db.engine, "a")
    assert take(NOON, "a") is None


def test_asking_how_long_to_wait_counts_nothing(session):
    def wait(at):
        return buckets.wait(db.engine, "k", most=10, within=FIVE, at=at)

    assert wait(NOON) is None
    for second in range(10):
        assert wait(NOON + timedelta(seconds=second)) is None
        take(NOON + timedelta(seconds=second))
    for _ in range(3):
        assert wait(NOON + timedelta(seconds=60)) == timedelta(seconds=240)
    assert wait(NOON + timedelta(seconds=300)) is None


def test_rows_go_when_their_time_is_over(session):
    take(NOON, "old")
    take(NOON + timedelta(hours=1), "new")
    assert [row.key for row in session.query(buckets.Bucket)] == ["new"]


def test_of_forty_at_once_exactly_ten_pass(app, session):
    start, outcome = Barrier(40), Counter()

    def attempt():
        with app.app_context():
            start.wait()
            outcome[take(NOON, "rush") is None] += 1

    threads = [Thread(target=attempt) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcome == {True: 10, False: 30}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 120), max_size=60))
def test_no_five_minutes_ever_hold_more_than_allowed(session, steps):
    buckets.forget(db.engine, "p")
    at, passed = NOON, []
    for step in steps:
        at += timedelta(seconds=step)
        wait = take(at, "p", most=4)
        if wait is None:
            passed.append(at)
        else:
            assert timedelta(0) < wait <= FIVE
    for begin in passed:
        assert sum(begin <= moment < begin + FIVE for moment in passed) <= 4
