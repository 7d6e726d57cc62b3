"""Events on their pages: nothing ready without a safeguarding lead, and each facilitator sees their own."""

from datetime import timedelta

import pytest

from cypp_consult.core import clock
from cypp_consult.core.roles import Role
from cypp_consult.events import queries, services
from cypp_consult.events.models import Event, PermissionRoute
from tests import make


@pytest.fixture
def leads(page, lead):
    return page.sign_in(lead)


def test_an_empty_list_says_what_to_do(leads, session):
    of = make.consultation(session)
    session.commit()
    answer = leads.get(f"/consultations/{of.slug}/events")
    assert "No event yet" in answer.words()


def test_an_event_is_planned_with_the_consultations_safeguarding_lead(leads, session, person):
    helen = person(Role.SAFEGUARDING_LEAD, name="Helen Marsh")
    priya = person(Role.FACILITATOR, name="Priya Nair")
    of = make.consultation(session, safeguarding_lead_id=helen.id)
    session.commit()
    url = f"/consultations/{of.slug}/events/new"
    assert leads.get(url).find("//h:input[@name='safeguarding_name']/@value") == ["Helen Marsh"]
    answer = leads.submit(
        url,
        name="Moorside Primary, Year 5",
        venue="School hall",
        held_on=clock.today().isoformat(),
        starts_at="09:30",
        ends_at="12:30:00",
        expected_headcount="110",
        permission_route="school",
        user_ids=[str(priya.id)],
    )
    assert answer.url == f"/consultations/{of.slug}/events/moorside-primary-year-5"
    assert answer.find("//h:a[@class='tel']/@href") == ["tel:01632960114"]
    words = answer.words()
    assert "Today" in words
    assert "09:30 to 12:30" in words
    assert "Priya Nair" in words
    event = session.query(Event).one()
    assert event.permission_route is PermissionRoute.SCHOOL
    assert queries.is_ready(event)


def test_without_a_safeguarding_lead_it_is_a_plan(leads, session):
    of = make.consultation(session, safeguarding_phone="")
    session.commit()
    answer = leads.submit(
        f"/consultations/{of.slug}/events/new",
        name="Library",
        held_on=clock.today().isoformat(),
        safeguarding_name="",
        safeguarding_phone="",
    )
    assert "Saved as a plan." in answer.words()
    assert "Not ready" in answer.words()
    assert not answer.find("//h:a[contains(@href, '/answers/enter')]")
    assert answer.find("//h:a[@class='tel']/@href") == ["tel:999"]
    assert "No safeguarding lead" in leads.get(f"/consultations/{of.slug}/events").words()


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"name": " "}, "Enter a name, such as Moorside Primary, Year 5"),
        ({"held_on": ""}, "Enter the day"),
        ({"held_on": "2026-02-31"}, "Enter a real day, such as 2027-03-27"),
        ({"starts_at": "half past"}, "Enter a time, such as 09:30"),
        ({"starts_at": "12:00", "ends_at": "11:00"}, "It must end after it starts"),
        ({"expected_headcount": "lots"}, "Enter a whole number, such as 120"),
        ({"permission_route": "not_required"}, "Say why none is needed, and who decided it"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_the_rest_stays(leads, session, typed, message):
    of = make.consultation(session)
    event = make.event(session, of)
    session.commit()
    answer = leads.submit(f"/consultations/{of.slug}/events/{event.slug}/edit", **{"venue": "Main hall", **typed})
    assert answer.errors() == [message]
    assert answer.find("//h:input[@name='venue']/@value") == ["Main hall"]


def test_events_are_grouped_by_when_they_are(leads, session):
    of = make.consultation(session)
    for name, offset in {"Now": 0, "Later": 3, "Before": -3}.items():
        make.event(session, of, name=name, held_on=clock.today() + timedelta(days=offset))
    session.commit()
    answer = leads.get(f"/consultations/{of.slug}/events")
    assert [" ".join("".join(h.itertext()).split()) for h in answer.find("//h:main//h:h2")] == [
        "Today",
        "To come",
        "Held",
    ]


def test_a_facilitator_finds_only_their_events(page, session, person):
    of = make.consultation(session)
    mine, other = make.event(session, of, name="Mine"), make.event(session, of, name="Other")
    priya = person(Role.FACILITATOR, name="Priya Nair")
    services.set_staff(session, mine, [priya.id])
    session.commit()
    page.sign_in(priya)
    listed = page.get(f"/consultations/{of.slug}/events").words()
    assert "Mine" in listed
    assert "Other" not in listed
    answer = page.get(f"/consultations/{of.slug}/events/{mine.slug}")
    assert answer.find("//h:a[contains(@href, '/answers/enter')]")
    assert not answer.find("//h:a[contains(@href, '/answers?event=')]")
    assert not answer.find("//h:a[contains(@href, '/edit')]")
    page.get(f"/consultations/{of.slug}/events/{other.slug}", status=404)
    page.get(f"/consultations/{of.slug}/events/{mine.slug}/edit", status=403)
    page.get(f"/consultations/{of.slug}/events/new", status=403)


@pytest.mark.parametrize("role", [Role.ANALYST, Role.YOUNG_ANALYST, Role.PARTNER, Role.ADMINISTRATOR])
def test_others_see_no_events(page, session, person, role):
    of = make.consultation(session)
    event = make.event(session, of)
    session.commit()
    page.sign_in(person(role))
    page.get(f"/consultations/{of.slug}/events", status=403)
    page.get(f"/consultations/{of.slug}/events/{event.slug}", status=403)


def test_an_event_is_taken_away_only_while_nothing_was_collected(leads, session):
    of = make.consultation(session)
    used, unused = make.event(session, of, name="Used"), make.event(session, of, name="Unused")
    make.response(session, of, event_id=used.id)
    session.commit()
    base = f"/consultations/{of.slug}/events"
    assert "Answers were collected" in leads.submit(f"{base}/{used.slug}/remove").words()
    assert "The event is taken away." in leads.submit(f"{base}/{unused.slug}/remove").words()
    session.expire_all()
    assert [row.name for row in queries.every(session, of.id)] == ["Used"]


def test_staff_already_on_duty_stay_on_the_form(leads, session, person):
    of = make.consultation(session)
    event = make.event(session, of)
    gone = person(Role.FACILITATOR, name="Once a facilitator")
    services.set_staff(session, event, [gone.id])
    gone.active = False
    session.commit()
    leads.submit(f"/consultations/{of.slug}/events/{event.slug}/edit", venue="Library")
    session.expire_all()
    assert [row.user.name for row in event.staff] == ["Once a facilitator"]


def test_an_event_of_another_consultation_is_not_found(leads, session):
    mine, other = make.consultation(session), make.consultation(session)
    event = make.event(session, mine)
    session.commit()
    leads.get(f"/consultations/{other.slug}/events/{event.slug}", status=404)
