"""Events on their pages: nothing ready without a safeguarding lead, and each facilitator sees their own."""

from datetime import time, timedelta

import pytest

from cypp_consult.core import audit, clock
from cypp_consult.core.audiences import Audience
from cypp_consult.core.roles import Role
from cypp_consult.events import queries, services
from cypp_consult.events.models import Event, PermissionRoute
from cypp_consult.events.services import SessionPlan
from tests import make
from tests.page import fields_of


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
    assert "Not ready" in leads.get(f"/consultations/{of.slug}/events").words()


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"name": " "}, "Enter a name, such as Moorside Primary, Year 5"),
        ({"held_on": ""}, "Enter the day"),
        ({"held_on": "2026-02-31"}, "Enter a real day, such as 2027-03-27"),
        ({"starts_at": "half past"}, "Enter a time, such as 09:30"),
        ({"starts_at": "12:00", "ends_at": "11:00"}, "It must end after it starts"),
        ({"expected_headcount": "lots"}, "Enter a whole number, such as 120"),
        (
            {"permission_route": "not_required", "permission_decided_by": "Amina Yusuf, lead"},
            "Say why none is needed",
        ),
        (
            {"permission_route": "not_required", "permission_reason": "Adults only"},
            "Say who decided that none is needed",
        ),
        ({"younger_children-expected": "x"}, "Enter a whole number, such as 120"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_the_rest_stays(leads, session, typed, message):
    of = make.consultation(session)
    event = make.event(session, of)
    session.commit()
    answer = leads.submit(f"/consultations/{of.slug}/events/{event.slug}/edit", **{"venue": "Main hall", **typed})
    assert answer.errors() == [message]
    assert answer.find("//h:input[@name='venue']/@value") == ["Main hall"]


def edit_url(event):
    return f"/consultations/{event.consultation.slug}/events/{event.slug}/edit"


def typed_in(answer, name):
    return answer.find(f"//h:input[@name='{name}']/@value")


def test_sessions_come_and_go_as_rows_without_a_script(leads, session):
    event = make.event(session, make.consultation(session))
    session.commit()
    url = edit_url(event)
    assert not leads.get(url).find("//h:ul[@class='ses-in']")
    # each button shows the page again with what was typed, and saves nothing
    form = {**fields_of(leads.get(url).find("//h:main//h:form")[0]), "venue": "Gym"}
    first = leads.post(url, {**form, "add_session": "1"})
    assert typed_in(first, "venue") == ["Gym"]
    assert first.find("//h:button[@name='add_session']/@formaction") == ["#sessions-1-name"]
    form = {**fields_of(first.find("//h:main//h:form")[0]), "sessions-0-name": "Year 5", "sessions-0-expected": "28"}
    second = leads.post(url, {**form, "add_session": "1"})
    form = {
        **fields_of(second.find("//h:main//h:form")[0]),
        "sessions-1-name": "Year 6",
        "sessions-1-starts_at": "10:30",
    }
    third = leads.post(url, {**form, "remove_session": "0"})
    assert typed_in(third, "sessions-1-name") == ["Year 6"]
    assert not typed_in(third, "sessions-0-name")
    session.expire_all()
    assert (event.venue, event.sessions) == ("School hall", [])
    saved = leads.post(url, fields_of(third.find("//h:main//h:form")[0]))
    assert "Year 6" in saved.words("//h:table[h:caption='Sessions']")
    session.expire_all()
    assert [(row.name, row.starts_at, row.expected) for row in event.sessions] == [("Year 6", time(10, 30), None)]


def test_enter_in_a_field_saves_and_presses_no_other_button(leads, session):
    event = make.event(session, make.consultation(session))
    services.set_sessions(session, event, [SessionPlan("Year 5")])
    session.commit()
    buttons = leads.get(edit_url(event)).find("(//h:main//h:form)[1]//h:button")
    assert buttons[0].get("name") is None
    leads.submit(edit_url(event), venue="Library")
    session.expire_all()
    assert (event.venue, [row.name for row in event.sessions]) == ("Library", ["Year 5"])


@pytest.mark.parametrize(
    ("typed", "messages"),
    [
        ({"sessions-0-name": "", "sessions-0-expected": "5"}, ["Say who or what, such as Year 5, first half"]),
        ({"sessions-0-starts_at": "11:00", "sessions-0-ends_at": "10:00"}, ["It must end after it starts"]),
        ({"sessions-0-expected": "many"}, ["Enter a whole number, such as 120"]),
        ({"sessions-0-starts_at": "soon"}, ["Enter a time, such as 09:30"]),
    ],
)
def test_what_is_wrong_about_a_session_is_said_at_its_row(leads, session, typed, messages):
    event = make.event(session, make.consultation(session))
    services.set_sessions(session, event, [SessionPlan("Year 5")])
    session.commit()
    assert leads.submit(edit_url(event), **typed).errors() == messages


def test_a_row_left_empty_is_no_session(leads, session):
    event = make.event(session, make.consultation(session))
    services.set_sessions(session, event, [SessionPlan("Year 5")])
    session.commit()
    leads.submit(edit_url(event), **{"sessions-0-name": " "})
    session.expire_all()
    assert event.sessions == []


def test_nobody_makes_rows_without_end(leads, session):
    event = make.event(session, make.consultation(session))
    services.set_sessions(session, event, [SessionPlan(f"Group {place}") for place in range(40)])
    session.commit()
    form = fields_of(leads.get(edit_url(event)).find("//h:main//h:form")[0])
    answer = leads.post(edit_url(event), {**form, "add_session": "1"})
    assert len(answer.find("//h:ul[@class='ses-in']/h:li")) == 40
    for number in ("99", "x", ""):
        leads.post(edit_url(event), {**form, "remove_session": number})


def test_who_is_asked_and_how_many_of_each(leads, session):
    of = make.consultation(session, audiences=(Audience.YOUNGER_CHILDREN, Audience.PARENTS_CARERS))
    event = make.event(session, of, expected_headcount=500)
    session.commit()
    opened = leads.get(edit_url(event))
    assert len(opened.find("//h:input[@type='checkbox'][contains(@name, '-ask')][@checked]")) == 2
    answer = leads.submit(
        edit_url(event),
        **{"younger_children-expected": "60", "parents_carers-ask": None, "parents_carers-expected": ""},
    )
    assert "60" in answer.words("//h:dl[@class='facts']")
    assert "Parents and carers" not in answer.words("//h:table[h:caption='Who is asked there']")
    session.expire_all()
    assert [(row.audience, row.expected) for row in event.audiences] == [(Audience.YOUNGER_CHILDREN, 60)]
    opened = leads.get(edit_url(event))
    assert opened.find("//h:input[@name='younger_children-ask']/@checked")
    assert not opened.find("//h:input[@name='parents_carers-ask']/@checked")


def test_somebody_must_be_asked(leads, session):
    of = make.consultation(session, audiences=(Audience.YOUNG_PEOPLE, Audience.PARENTS_CARERS))
    event = make.event(session, of)
    session.commit()
    answer = leads.submit(edit_url(event), **{"young_people-ask": None, "parents_carers-ask": None})
    assert answer.errors() == ["Choose at least one audience that is asked there"]
    answer = leads.submit(edit_url(event), **{"young_people-ask": None, "young_people-expected": "5"})
    assert answer.errors() == ["Tick them as well, or take the number out"]


def test_an_event_of_a_consultation_without_audiences_can_be_planned(leads, session):
    of = make.consultation(session, audiences=(), launched=False)
    session.commit()
    answer = leads.submit(f"/consultations/{of.slug}/events/new", name="Later", held_on=clock.today().isoformat())
    assert "Nobody is asked here yet" in answer.words()


def test_a_decision_that_no_permission_is_needed_is_kept_with_its_name(leads, session):
    event = make.event(session, make.consultation(session))
    session.commit()
    answer = leads.submit(
        edit_url(event),
        permission_route="not_required",
        permission_reason="Sixth formers only",
        permission_decided_by="Amina Yusuf, lead",
    )
    assert "Sixth formers only Decided by Amina Yusuf, lead." in answer.words()


def test_the_page_says_what_is_left_to_do(leads, session):
    of = make.consultation(session, closes=5)
    event = make.event(session, of, held_on=clock.today() + timedelta(days=9))
    session.commit()
    answer = leads.get(f"/consultations/{of.slug}/events/{event.slug}")
    left = [" ".join("".join(a.itertext()).split()) for a in answer.find("//*[@id='ready']//h:li")]
    assert left == [
        "There are no questions yet for anybody who is asked here.",
        "The consultation closes before that day, so nobody can answer then.",
        "Settle how permission for children under 16 is given.",
        "Nobody is on duty yet. Facilitators see only the events where they are.",
        "Say where somebody can sit down quietly with a child.",
    ]
    assert "Ready, with 5 things to look at." in answer.words("//*[@id='ready']")
    ids = leads.get(edit_url(event)).find("//@id")
    for target in answer.find("//*[@id='ready']//h:a/@href"):
        assert target.partition("#")[2] in ids


def test_the_staff_pin_is_seen_by_those_on_duty_and_changed_by_leads(page, session, person, lead):
    event = make.event(session, make.consultation(session), staff_pin="482915")
    helen, other = person(Role.SAFEGUARDING_LEAD), person(Role.SAFEGUARDING_LEAD)
    priya = person(Role.FACILITATOR)
    services.set_staff(session, event, [helen.id, priya.id])
    session.commit()
    url = f"/consultations/{event.consultation.slug}/events/{event.slug}"
    for user, sees in ((lead, True), (helen, True), (priya, True), (other, False)):
        page.sign_in(user)
        assert ("482915" in page.get(url).words()) is sees
    page.sign_in(priya).get(f"{url}/pin", status=403)
    page.sign_in(lead)
    for weak in ("1234", "111111", "345678", "abcdef", ""):
        assert len(page.submit(f"{url}/pin", pin=weak, button="Save this PIN").errors()) == 1
    assert "907 3" not in page.submit(f"{url}/pin", pin="907 341", button="Save this PIN").words()
    session.expire_all()
    assert event.staff_pin == "907341"
    page.submit(f"{url}/pin", button="Make one for me")
    session.expire_all()
    assert event.staff_pin != "907341"
    logged = audit.history(session, "event", event.id)
    assert [entry.action for entry in logged[:2]] == ["event.pin", "event.pin"]
    assert "907341" not in str([entry.detail for entry in logged])


def test_the_list_takes_as_many_statements_for_many_events_as_for_one(leads, session, person, statements):
    of = make.consultation(session)
    staff = [person(Role.FACILITATOR).id, person(Role.FACILITATOR).id]

    def plan(number):
        event = make.event(session, of, name=f"Event {number}")
        services.set_staff(session, event, staff)
        services.set_audiences(session, event, {Audience.YOUNG_PEOPLE: 10 + number})

    plan(0)
    session.commit()
    url = f"/consultations/{of.slug}/events"
    leads.get(url)
    with statements() as for_one:
        leads.get(url)
    for number in range(1, 30):
        plan(number)
    session.commit()
    with statements() as for_many:
        answer = leads.get(url)
    assert "39" in answer.words()
    assert len(for_many) == len(for_one)


def test_languages_that_are_not_offered_say_why(leads, session):
    event = make.event(session, make.consultation(session))
    session.commit()
    answer = leads.get(f"/consultations/{event.consultation.slug}/events/{event.slug}")
    shown = answer.words("//*[@id='languages']")
    assert "English" in shown
    assert "UrduThe questions for younger children, young people, parents and carers and staff and partners" in shown


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
