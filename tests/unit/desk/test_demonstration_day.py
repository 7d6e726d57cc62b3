"""The made-up event that goes on while the demonstration is loaded, at whatever hour that is."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from cypp_consult.core.clock import LONDON
from cypp_consult.desk.demonstration import event_day
from cypp_consult.events.models import Event

START = datetime(2026, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))


@settings(deadline=None)  # the first call reads the profile
@given(MOMENTS)
def test_it_has_begun_and_ends_on_the_same_day(now):
    event = Event(held_on=now.astimezone(LONDON).date(), slug="harbour-academy")
    event_day.set_times({"harbour-academy": event}, now)
    begins = datetime.combine(event.held_on, event.starts_at, LONDON)
    assert begins <= now
    assert event.starts_at < event.ends_at
    assert event.starts_at.minute in {0, 30}
    assert begins <= event_day.already(Random(1), event, now) <= now  # noqa: S311 - a made-up hall


def test_in_the_morning_it_looks_like_a_school_day():
    event = Event(held_on=date(2026, 11, 25), slug="harbour-academy")
    event_day.set_times({"harbour-academy": event}, datetime(2026, 11, 25, 11, 14, tzinfo=UTC))
    assert (event.starts_at, event.ends_at) == (time(9, 30), time(12, 30))
