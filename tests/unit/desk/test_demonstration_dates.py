"""The demonstration's timeline shows what timelines can do, whatever day it is loaded."""

from datetime import date, timedelta

import pytest

from cypp_consult.consultations import queries
from cypp_consult.desk.demonstration import dates, world
from tests import make


@pytest.mark.parametrize("today", [date(2026, 11, 22) + timedelta(days=45 * number) for number in range(9)])
def test_what_is_to_come_is_due_on_working_days_and_one_date_moved(session, lead, today):
    of = make.consultation(session, lead=lead, decision_on=today + timedelta(days=35))
    persons = dict.fromkeys(("amina", "joe", "sian"), lead)
    clock = world.Clock(today)
    world.timeline(session, of, persons, clock)
    dates.add(session, of, persons, clock)
    calendar = queries.work_calendar(session, of.division)
    moved = queries.slipped(queries.slips(session, of.id))
    rows = queries.milestones(session, of.id)
    assert [row.slug for row in rows if row.id in moved] == ["final-draft"]
    to_come = [row for row in rows if row.done_at is None and row.id not in moved]
    assert all(calendar.is_working(row.due_on) for row in to_come if row.due_on > today)
    assert next(row for row in rows if row.slug == "priorities-agreed").due_on == of.decision_on
    assert len(queries.needs(session, [of.id])) == 7
