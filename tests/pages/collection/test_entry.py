"""Typing paper forms and group notes: fast, once, and only where one is on duty."""

from uuid import uuid4

import pytest
from sqlalchemy import func, select

from cypp_consult.collection.models import Channel, ParkedResponse, Response
from cypp_consult.core.audiences import Audience
from cypp_consult.core.roles import Role
from cypp_consult.events.models import EventStaff
from cypp_consult.events.services import set_audiences
from tests import make
from tests.page import fields_of

FORM = "//h:form[contains(@class,'entry')]"


def base(world):
    return f"/consultations/{world.consultation.slug}/answers/enter"


@pytest.fixture
def held(session, world):
    made = make.event(session, world.consultation, name="Moorside Library")
    session.commit()
    return made


@pytest.fixture
def facilitator(session, person, held):
    user = person(Role.FACILITATOR, name="Sam Field")
    session.add(EventStaff(event_id=held.id, user_id=user.id))
    session.commit()
    return user


def stored(session):
    session.expire_all()
    return session.scalars(select(Response).order_by(Response.received_at)).all()


def test_a_facilitator_types_form_after_form(page, session, world, held, facilitator):
    page.sign_in(facilitator)
    url = f"{base(world)}?event={held.slug}&audience=young-people&channel=paper"
    shown = page.submit(url, form=FORM, **{"q1-answer": "bit", "q4-text": "A skate park"})
    assert "Saved. 1 entered so far at this event." in shown.words()
    assert shown.find("//h:option[@selected and @value='young-people']"), "the choice is kept for the next form"
    shown = page.submit(url, form=FORM, **{"q4-text": "More buses"})
    assert "Saved. 2 entered so far at this event." in shown.words()
    first, second = stored(session)
    assert (first.channel, first.audience, first.event_id, first.headcount) == (
        Channel.PAPER, Audience.YOUNG_PEOPLE, held.id, 1
    )  # fmt: skip
    assert {answer.text or answer.value[0] for answer in first.answers} == {"bit", "A skate park"}
    assert [answer.text for answer in second.answers] == ["More buses"]


def test_who_is_asked_at_the_event_is_offered_first(page, session, world, lead, held):
    set_audiences(session, held, {Audience.PARENTS_CARERS: None})
    session.commit()
    page.sign_in(lead)
    chosen = "//h:select[@name='audience']/h:option[@selected]/@value"
    assert page.get(base(world)).find(chosen) == ["younger-children"]
    assert page.get(f"{base(world)}?event={held.slug}").find(chosen) == ["parents-carers"]
    assert page.get(f"{base(world)}?event={held.slug}&audience=staff-partners").find(chosen) == ["staff-partners"]


def test_a_group_note_counts_once_and_its_people_apart(page, session, world, lead, held):
    page.sign_in(lead)
    url = f"{base(world)}?event={held.slug}&channel=group_note"
    page.submit(url, form=FORM, headcount="14", **{"q4-text": "They want to be asked"})
    (note,) = stored(session)
    assert (note.channel, note.headcount) == (Channel.GROUP_NOTE, 14)


@pytest.mark.parametrize("typed", ["0", "-3", "many", "", "99999999999"])
def test_a_group_has_a_number_of_people(page, session, world, lead, held, typed):
    page.sign_in(lead)
    shown = page.submit(
        f"{base(world)}?channel=group_note", form=FORM, status=422, headcount=typed, **{"q4-text": "Kept words"}
    )
    assert shown.errors()
    assert "Kept words" in shown.body
    assert stored(session) == []


def test_a_double_click_stores_once_and_back_with_other_words_is_kept_aside(page, session, world, lead):
    page.sign_in(lead)
    opened = page.get(base(world))
    sent = {**fields_of(opened.find(FORM)[0]), "q4-text": "Once"}
    page.post(base(world), sent)
    assert "saved already" in page.post(base(world), sent).words()
    assert len(stored(session)) == 1
    shown = page.post(base(world), {**sent, "q4-text": "Changed"})
    assert "kept aside" in shown.words()
    assert len(stored(session)) == 1
    assert session.scalar(select(func.count()).select_from(ParkedResponse)) == 1


def test_an_empty_form_is_not_stored(page, session, world, lead):
    page.sign_in(lead)
    assert page.submit(base(world), form=FORM, status=422).errors() == ["Fill in at least one answer"]
    assert stored(session) == []


def test_mistakes_are_shown_with_all_that_was_typed(page, session, world, lead):
    page.sign_in(lead)
    opened = page.get(base(world))
    offered = [item.get("value") for item in opened.find("//h:input[@name='q3-answer']")][:3]
    shown = page.submit(
        base(world), form=FORM, status=422, **{"q1-answer": "bit", "q3-answer": offered, "q4-text": "Kept words"}
    )
    assert shown.errors() == ["Choose up to 2"]
    assert "Kept words" in shown.body
    assert len(shown.find("//h:input[@name='q3-answer' and @checked]")) == 3
    assert stored(session) == []


def test_a_broken_page_number_is_refused(page, session, world, lead):
    page.sign_in(lead)
    page.post(base(world), {"id": "not a number", "headcount": "1", "q4-text": "Words"}, status=422)
    assert stored(session) == []


def test_facilitators_enter_at_their_own_events_alone(page, session, world, held, facilitator):
    other = make.event(session, world.consultation)
    session.commit()
    page.sign_in(facilitator)
    page.get(f"{base(world)}?event={other.slug}", status=403)
    page.get(f"{base(world)}?event=", status=403)
    page.post(f"{base(world)}?event={other.slug}", {"id": str(uuid4()), "q4-text": "Words"}, status=403)
    assert page.get(base(world)).find(f"//h:option[@value='{held.slug}' and @selected]")
    assert stored(session) == []


def test_a_facilitator_without_an_event_is_told_whom_to_ask(page, session, world, person):
    page.sign_in(person(Role.FACILITATOR))
    assert "You are not on duty at an event yet" in page.get(base(world)).words()
    page.post(base(world), {"id": str(uuid4()), "q4-text": "Words"}, status=403)
    assert stored(session) == []


def test_without_questions_there_is_nothing_to_type(page, session, lead):
    bare = make.consultation(session, launched=False)
    session.commit()
    page.sign_in(lead)
    url = f"/consultations/{bare.slug}/answers/enter"
    assert "There are no questions to answer yet" in page.get(url).words()
    page.post(url, {"id": str(uuid4())})


@pytest.mark.parametrize(
    "role", [Role.ANALYST, Role.YOUNG_ANALYST, Role.SAFEGUARDING_LEAD, Role.PARTNER, Role.ADMINISTRATOR]
)
def test_nobody_else_enters_answers(page, person, world, role):
    page.sign_in(person(role)).get(base(world), status=403)
