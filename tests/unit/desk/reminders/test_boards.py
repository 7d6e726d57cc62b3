"""Papers that are due, and sign-offs that are waited for."""

from datetime import date, timedelta

import pytest

from cypp_consult.consultations.governance import services
from cypp_consult.core import clock
from cypp_consult.core.roles import Role
from cypp_consult.desk.reminders.models import ReminderKind
from cypp_consult.desk.reminders.sources import Offsets, agenda, occasions
from cypp_consult.summaries.signoff import services as signoff
from cypp_consult.summaries.signoff.models import Verdict
from tests.unit.governance.world import world

OFFSETS = Offsets((14, 7, 1, 0, -1, -7), (), ())
# a Monday; the board meets on a Wednesday a fortnight later
DAY = date(2027, 2, 1)


@pytest.fixture
def made(session, person, lead):
    return world(session, person, lead)


def told(made, prefix, day=DAY):
    return [item for item in occasions(made.session, day, OFFSETS) if item.title.startswith(prefix)]


def test_whoever_sends_the_papers_is_told_until_they_are_out(made, person):
    joe = person(Role.ANALYST, name="Joe")
    meeting = services.add_meeting(made.session, made.body, date(2027, 2, 17))
    assert told(made, "Papers") == [], "nobody sends them yet"
    services.change_body(made.session, made.body, secretary_id=joe.id)
    made.session.commit()
    before, late = told(made, "Papers")
    assert (before.kind, before.due_on, before.person_id) == (ReminderKind.BEFORE, date(2027, 2, 10), joe.id)
    assert before.consultation_id is None
    assert (late.kind, late.days) == (ReminderKind.LATE, (-1, -7))
    assert told(made, "Papers", date(2027, 2, 18)) == [], "it has met"
    services.set_papers_sent(made.session, meeting, clock.now(), sent=True)
    assert told(made, "Papers") == []


def test_full_members_are_told_what_waits_for_them(made):
    today = clock.today()
    assert told(made, "Your sign-off", today) == [], "nothing is frozen"
    pack = made.pack()
    waiting = {item.person_id for item in told(made, "Your sign-off", today)}
    assert waiting == {made.people[name].id for name in ("Health", "Housing", "Police")}
    for name, left in (("Health", 2), ("Housing", 0)):
        signoff.cast(
            made.session, made.approval, pack, pack.digest, made.people[name], Verdict.APPROVE, "", clock.now()
        )
        assert len({item.person_id for item in told(made, "Your sign-off", today)}) == left
    assert told(made, "Your sign-off", today + timedelta(days=90)) == []


def test_the_weekly_mail_has_both(made, person):
    joe = person(Role.ANALYST, name="Joe")
    services.change_body(made.session, made.body, secretary_id=joe.id)
    services.add_meeting(made.session, made.body, clock.today() + timedelta(days=20))
    made.pack()
    found = {(item.title, item.person_id) for item in agenda(made.session, clock.today())}
    assert ("Papers due: Ashdale Board", joe.id) in found
    assert ("Your sign-off: Priorities agreed", made.people["Health"].id) in found
    assert ("Your sign-off: Priorities agreed", made.people["Faiths"].id) not in found
