"""What was finished in time counts when it comes in late, marked so; and nothing that came in is ever refused again."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from cypp_consult.collection.models import ParkedResponse, Response
from cypp_consult.collection.tablets import services
from cypp_consult.core import clock
from cypp_consult.core.clock import end_of_day
from tests.pages.tablets.world import world as make_world

GRACE = timedelta(hours=72)
HOUR = timedelta(hours=1)


@pytest.fixture
def world(session):
    return make_world(session, opens=-10, closes=0)


@pytest.fixture
def closing(world):
    return end_of_day(world.consultation.closes_on)


@pytest.fixture
def take(world, session):
    device, _token = world.paired()

    def send(item, at: datetime):
        [told] = services.take(session, device, world.event, [item], at, GRACE)
        session.commit()
        return told.status.value, told.detail

    send.device = device
    return send


def finished(world, moment, seq=1):
    return world.item(seq, started_at=(moment - HOUR).isoformat(), completed_at=moment.isoformat())


def test_in_time_late_and_too_late(take, world, closing, session):
    in_time, late, too_late, after = (finished(world, closing - HOUR, seq) for seq in range(1, 5))
    after["completed_at"] = (closing + HOUR).isoformat()
    assert take(in_time, closing - timedelta(minutes=1)) == ("stored", "")
    assert take(late, closing + GRACE - HOUR) == ("stored", "")
    assert take(too_late, closing + GRACE)[0] == "invalid"
    status, detail = take(after, closing + 2 * HOUR)
    assert status == "invalid" and "after the consultation closed" in detail
    rows = {str(row.id): row.late for row in session.scalars(select(Response))}
    assert rows == {in_time["id"]: False, late["id"]: True}
    assert {row.response_id for row in session.scalars(select(ParkedResponse))} == {too_late["id"], after["id"]}
    assert all(row.payload["usable"] for row in session.scalars(select(ParkedResponse)))


def test_what_is_in_stays_in_however_late_it_is_sent_again(take, world, closing, session):
    item = finished(world, closing - HOUR)
    assert take(item, closing - HOUR) == ("stored", "")
    assert take(item, closing + 10 * GRACE) == ("duplicate", "")
    changed = {**item, "answers": {}}
    assert take(changed, closing + 10 * GRACE)[0] == "conflict"
    assert session.scalar(select(Response.late)) is False


def test_a_clock_that_is_known_to_be_out_is_put_right(take, world, closing, session):
    take.device.clock_ahead = -int(timedelta(days=365 * 40).total_seconds())
    session.commit()
    told = closing - 2 * HOUR - timedelta(days=365 * 40)
    item = world.item(1, started_at=(told - HOUR).isoformat(), completed_at=told.isoformat())
    assert take(item, closing + HOUR) == ("stored", "")
    row = session.scalar(select(Response))
    assert (row.completed_at, row.started_at, row.late) == (closing - 2 * HOUR, closing - 3 * HOUR, True)


def test_a_clock_that_runs_ahead_loses_nothing(take, world, closing, session):
    at = closing - HOUR
    assert take(finished(world, closing + timedelta(days=400)), at) == ("stored", "")
    row = session.scalar(select(Response))
    assert row.completed_at == at and not row.late


def test_a_beginning_that_cannot_be_is_left_out(take, world, closing, session):
    item = finished(world, closing - HOUR)
    item["started_at"] = "1970-01-01T00:00:00Z"
    assert take(item, closing - HOUR) == ("stored", "")
    assert session.scalar(select(Response.started_at)) is None


def test_without_moments_the_arrival_decides(take, world, closing):
    item = world.item(1, started_at=None, completed_at=None)
    assert take(item, closing - HOUR) == ("stored", "")
    assert take(world.item(2, started_at=None, completed_at=None), closing + HOUR)[0] == "invalid"


@pytest.mark.parametrize("state", [{"launched": False}, {"opens": 1, "closes": 9}])
def test_before_the_opening_nothing_counts_and_nothing_is_lost(session, state):
    world = make_world(session, **state)
    device, _token = world.paired()
    [told] = services.take(session, device, world.event, [world.item()], clock.now(), GRACE)
    session.commit()
    assert told.status == "invalid" and "open" in told.detail
    assert session.scalar(select(ParkedResponse.status)) == "invalid"
