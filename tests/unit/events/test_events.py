"""Events are planned, staffed and ready only with a safeguarding lead; a facilitator sees their own alone."""

from dataclasses import replace
from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypp_consult.core import audit, clock
from cypp_consult.core.audiences import Audience
from cypp_consult.core.errors import InvalidInputError, NotFoundError
from cypp_consult.core.roles import Role
from cypp_consult.events import planning_queries, queries, rules, services
from cypp_consult.events.models import Device, EventSession, EventStaff, PermissionRoute
from cypp_consult.events.rules import EventNotReadyError, When
from cypp_consult.events.services import SessionPlan
from cypp_consult.questionnaires.models import QuestionWording
from cypp_consult.questionnaires.services import freeze
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


@given(st.lists(st.none() | st.integers(1, 500), max_size=4), st.none() | st.integers(1, 5000))
def test_expected_people_are_the_sum_where_it_is_known_else_the_number_in_all(by_audience, in_all):
    known = [count for count in by_audience if count is not None]
    assert rules.expected(by_audience, in_all) == (sum(known) if known else in_all)


CHILDREN = rules.Asked("Younger children", has_questions=True, is_children=True)
PARENTS = rules.Asked("Parents and carers", has_questions=True)
FINE = rules.Facts(DAY, [CHILDREN, PARENTS], is_permission_settled=True, staff=2, quiet_room="Library")


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({}, []),
        ({"audiences": []}, ["audiences"]),
        ({"audiences": [replace(CHILDREN, has_questions=False), PARENTS]}, ["audiences"]),
        ({"audiences": [replace(CHILDREN, has_questions=False)]}, ["audiences"]),
        ({"opens_on": DAY, "closes_on": DAY}, []),
        ({"opens_on": DAY + timedelta(days=1)}, ["held_on"]),
        ({"closes_on": DAY - timedelta(days=1)}, ["held_on"]),
        ({"is_permission_settled": False}, ["permission_route-0"]),
        ({"is_permission_settled": False, "audiences": [PARENTS], "quiet_room": ""}, []),
        ({"staff": 0}, ["user_ids"]),
        ({"quiet_room": " "}, ["quiet_room"]),
    ],
)
def test_what_to_look_at_before_an_event(changed, where):
    assert [item.where for item in rules.advice(replace(FINE, **changed))] == where


def test_readiness_in_words():
    assert rules.in_short(1, 3) == "Not ready yet. Nobody can be asked here."
    assert rules.in_short(0, 1) == "Ready, with one thing to look at."
    assert rules.in_short(0, 4) == "Ready, with 4 things to look at."
    assert rules.in_short(0, 0) == "Ready. Nothing is left to do."


@pytest.mark.parametrize(
    ("words", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (list("abc"), "a, b and c")]
)
def test_words_in_a_row(words, said):
    assert rules.listed(words) == said


@pytest.mark.parametrize("pin", ["", "12345", "1234567", "48291a", "٤٨٢٩١٥", "000000", "123456", "987654", "890123"])
def test_a_pin_that_children_guess_is_refused(pin):
    with pytest.raises(InvalidInputError):
        rules.check_pin(pin)


def test_a_pin_made_for_an_event_is_a_good_one_and_another(session):
    event = services.create(session, make.consultation(session), name="Library", held_on=DAY)
    before = event.staff_pin
    rules.check_pin(before)
    assert services.set_pin(session, event) != before
    assert services.set_pin(session, event, "482915") == "482915"
    logged = len(audit.history(session, "event", event.id))
    services.set_pin(session, event, "482915")
    assert len(audit.history(session, "event", event.id)) == logged


def test_no_permission_needs_a_reason_and_a_name(session):
    of = make.consultation(session)
    none_needed = {"permission_route": PermissionRoute.NOT_REQUIRED}
    for said in ({}, {"permission_reason": "Adults"}, {"permission_decided_by": "Amina"}):
        with pytest.raises(InvalidInputError, match="who decided it"):
            services.create(session, of, name="Library", held_on=DAY, **none_needed, **said)
    event = services.create(
        session,
        of,
        name="Library",
        held_on=DAY,
        **none_needed,
        permission_reason="Adults",
        permission_decided_by="Amina",
    )
    with pytest.raises(InvalidInputError, match="who decided it"):
        services.change(session, event, permission_decided_by="")
    # what was decided before names were asked for does not stand in the way of other changes
    event.permission_decided_by = ""
    services.change(session, event, venue="Gym")


def test_an_event_whose_tablets_may_hold_answers_stays(session):
    event = make.event(session, make.consultation(session))
    device = Device(event_id=event.id, installation_id=uuid4(), number=1, token_digest="x", paired_at=clock.now())
    session.add(device)
    session.flush()
    with pytest.raises(InvalidInputError, match="Unpair them first"):
        services.remove(session, event)
    device.revoked_at, device.waiting = clock.now(), [[1, 4]]
    with pytest.raises(InvalidInputError, match="Unpair them first"):
        services.remove(session, event)
    device.waiting = []
    services.remove(session, event)
    session.commit()
    assert session.query(Device).count() == 0


def test_all_audiences_are_asked_until_some_are_chosen(session):
    of = make.consultation(session, audiences=(Audience.YOUNGER_CHILDREN, Audience.PARENTS_CARERS))
    event = make.event(session, of, expected_headcount=40)
    assert [place.audience for place in queries.asked(event)] == [Audience.YOUNGER_CHILDREN, Audience.PARENTS_CARERS]
    assert queries.expected(event) == 40
    services.set_audiences(session, event, {Audience.PARENTS_CARERS: 12})
    assert [place.audience for place in queries.asked(event)] == [Audience.PARENTS_CARERS]
    assert queries.expected(event) == 12
    services.set_audiences(session, event, {Audience.PARENTS_CARERS: None, Audience.YOUNGER_CHILDREN: 30})
    assert queries.expected(event) == 30
    logged = len(audit.history(session, "event", event.id))
    services.set_audiences(session, event, {Audience.YOUNGER_CHILDREN: 30, Audience.PARENTS_CARERS: None})
    assert len(audit.history(session, "event", event.id)) == logged == 2
    with pytest.raises(InvalidInputError, match="does not ask Staff and partners"):
        services.set_audiences(session, event, {Audience.STAFF_PARTNERS: None})


def test_sessions_come_in_the_order_of_the_day(session):
    event = make.event(session, make.consultation(session))
    late, soon = SessionPlan("Year 6", time(11), time(12), 30), SessionPlan("Year 5", time(9, 30), time(10, 30))
    services.set_sessions(session, event, [late, soon])
    assert [row.name for row in event.sessions] == ["Year 5", "Year 6"]
    services.set_sessions(session, event, [soon, late])
    assert len(audit.history(session, "event", event.id)) == 1
    services.set_sessions(session, event, [late])
    session.commit()
    assert session.query(EventSession).count() == 1
    with pytest.raises(InvalidInputError, match="end after"):
        services.set_sessions(session, event, [SessionPlan("Backwards", time(12), time(11))])


def test_an_event_is_found_by_its_code_as_people_type_it(session):
    of = make.consultation(session)
    event = services.create(session, of, name="Library", held_on=DAY)
    assert len(event.code) == 6
    for typed in (event.code, event.code.lower(), f" {event.code[:3]}-{event.code[3:]} "):
        assert queries.by_code(session, typed) is event
    assert queries.by_code(session, "") is None
    assert queries.by_code(session, "é \x00") is None


def test_questions_count_in_the_draft_before_the_launch_and_frozen_after(session):
    of = make.consultation(session, launched=False, audiences=(Audience.YOUNG_PEOPLE, Audience.PARENTS_CARERS))
    assert planning_queries.with_questions(session, of.id) == set()
    make.question(session, of, audiences=(Audience.YOUNG_PEOPLE,))
    assert planning_queries.with_questions(session, of.id) == {Audience.YOUNG_PEOPLE}
    parents = make.question(session, of, audiences=(Audience.PARENTS_CARERS,))
    freeze(session, of, None, clock.now())
    parents.retired_at = clock.now()
    session.flush()
    assert planning_queries.with_questions(session, of.id) == {Audience.YOUNG_PEOPLE, Audience.PARENTS_CARERS}


def test_a_language_is_offered_or_says_why_not(session):
    of = make.consultation(session, launched=False, audiences=(Audience.YOUNG_PEOPLE, Audience.PARENTS_CARERS))
    asked = make.question(session, of)
    for audience in (Audience.YOUNG_PEOPLE, Audience.PARENTS_CARERS):
        session.add(QuestionWording(question_id=asked.id, audience=audience, language="ur", text="کیا؟"))
    session.add(QuestionWording(question_id=asked.id, audience=Audience.YOUNG_PEOPLE, language="pl", text="Co?"))
    session.flush()
    session.expire(asked)
    freeze(session, of, None, clock.now())
    found = {offer.language.code: offer.why_not for offer in planning_queries.offers(session, make.event(session, of))}
    assert next(iter(found)) == "en"
    assert found["en"] == ""
    assert found["pl"] == "The questions for parents and carers are not in it yet."
    assert "young people and parents and carers" in found["cy"]
    assert found["ur"] in {
        "The buttons and notices of the tablet are not all in it yet.",
        "No native reader has checked the buttons and notices yet.",
    }


def test_readiness_of_an_event_that_was_planned_in_full(session, person):
    of = make.consultation(session, launched=False, audiences=(Audience.YOUNG_PEOPLE,))
    make.question(session, of)
    event = make.event(session, of, quiet_room="Library", permission_route=PermissionRoute.SCHOOL)
    services.set_staff(session, event, [person(Role.FACILITATOR).id])
    found = planning_queries.readiness(session, event)
    assert (found.missing, found.advice, found.words) == ([], [], "Ready. Nothing is left to do.")
