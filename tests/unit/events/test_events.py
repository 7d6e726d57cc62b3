"""Events are planned, staffed and ready only with a safeguarding lead; a facilitator sees their own alone."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypp_consult.core import audit
from cypp_consult.core.errors import InvalidInputError, NotFoundError
from cypp_consult.core.roles import Role
from cypp_consult.events import queries, rules, services
from cypp_consult.events.models import EventStaff
from cypp_consult.events.rules import EventNotReadyError, When
from tests import make

DAY = date(2026, 11, 25)


@given(st.text(), st.text())
def test_an_event_is_ready_with_a_name_and_a_number(name, phone):
    places = {item.where for item in rules.missing(name, phone)}
    assert ("safeguarding_name" in places) == (not name.strip())
    assert ("safeguarding_phone" in places) == (not phone.strip())


@pytest.mark.parametrize(
    ("offset", "where", "words"),
    [
        (0, When.TODAY, "Today"),
        (1, When.TO_COME, "Tomorrow"),
        (12, When.TO_COME, "In 12 days"),
        (-1, When.PAST, "Yesterday"),
        (-5, When.PAST, "5 days ago"),
    ],
)
def test_when_it_is(offset, where, words):
    held = DAY + timedelta(days=offset)
    assert (rules.when(held, DAY), rules.in_words(held, DAY)) == (where, words)


def test_events_get_addresses_and_are_listed_by_day(session):
    of = make.consultation(session)
    later = services.create(session, of, name="Moorside Primary", held_on=DAY + timedelta(days=2))
    sooner = services.create(session, of, name="Moorside Primary", held_on=DAY, starts_at=time(9, 30), ends_at=time(11))
    assert [row.slug for row in queries.every(session, of.id)] == ["moorside-primary-2", "moorside-primary"]
    assert queries.by_id_or_slug(session, of.id, "moorside-primary") is later
    assert queries.by_id_or_slug(session, of.id, str(sooner.id)) is sooner
    assert queries.by_id_or_slug(session, of.id, "nowhere") is None
    assert queries.by_id_or_slug(session, make.consultation(session).id, str(sooner.id)) is None


def test_an_event_without_a_safeguarding_lead_is_a_plan_and_not_ready(session):
    of = make.consultation(session)
    event = services.create(session, of, name="Library", held_on=DAY, safeguarding_name="Helen Marsh")
    assert not queries.is_ready(event)
    with pytest.raises(EventNotReadyError, match="Library is not ready"):
        services.check_ready(event)
    services.change(session, event, safeguarding_phone="01632 960 114")
    services.check_ready(event)
    logged = [entry.action for entry in reversed(audit.history(session, "event", event.id))]
    assert logged == ["event.create", "event.change"]


def test_times_must_not_cross(session):
    of = make.consultation(session)
    with pytest.raises(InvalidInputError, match="end after"):
        services.create(session, of, name="Library", held_on=DAY, starts_at=time(12), ends_at=time(9))
    event = services.create(session, of, name="Library", held_on=DAY, starts_at=time(9), ends_at=time(12))
    with pytest.raises(InvalidInputError, match="end after"):
        services.change(session, event, ends_at=time(9))
    with pytest.raises(InvalidInputError, match="slug"):
        services.change(session, event, slug="x")


def test_a_facilitator_sees_only_events_they_are_on_duty_at(session, person):
    of = make.consultation(session)
    mine, other = make.event(session, of), make.event(session, of)
    facilitator, lead = person(Role.FACILITATOR), person(Role.LEAD)
    services.set_staff(session, mine, [facilitator.id, lead.id])
    services.set_staff(session, other, [lead.id])
    services.set_staff(session, mine, [facilitator.id])
    session.commit()
    assert list(queries.for_person(session, of.id, facilitator)) == [mine]
    assert set(queries.for_person(session, of.id, lead)) == {mine, other}
    assert queries.one_for_person(session, of.id, mine.slug, facilitator) is mine
    with pytest.raises(NotFoundError):
        queries.one_for_person(session, of.id, other.slug, facilitator)
    assert session.query(EventStaff).count() == 2


def test_an_event_goes_only_while_nothing_was_collected_there(session, person):
    of = make.consultation(session)
    used, unused = make.event(session, of), make.event(session, of)
    services.set_staff(session, unused, [person(Role.FACILITATOR).id])
    make.response(session, of, event_id=used.id)
    services.remove(session, unused)
    with pytest.raises(InvalidInputError, match="stays"):
        services.remove(session, used)
    session.commit()
    assert list(queries.every(session, of.id)) == [used]
