"""The link of an event: who are you, the form with the event behind it, and nothing of it afterwards."""

import pytest
from sqlalchemy import select

from cypp_consult.collection.models import Channel, Response
from cypp_consult.core.audiences import Audience
from cypp_consult.events import services
from tests import make
from tests.pages.collection.conftest import build


@pytest.fixture
def event(session, world):
    made = make.event(session, world.consultation, name="Family day", code="K7M2QP")
    session.commit()
    return made


def ask_only(session, event, *audiences):
    services.set_audiences(session, event, dict.fromkeys(audiences))
    session.commit()


def walk_through(page, world, audience, *, start):
    """Skip every question from the first page on and send."""
    opened = page.submit(start, button="I want to take part")
    assert opened.url == world.url("question/1", audience)
    for number in (1, 3, 4):
        page.submit(world.url(f"question/{number}", audience), button="Skip this question")
    return page.submit(world.url("about", audience), button="skip")


def events_of_responses(session):
    session.expire_all()
    return [row.event_id for row in session.scalars(select(Response).order_by(Response.received_at))]


def test_somebody_says_who_they_are_and_answers_at_the_event(page, session, world, event):
    opened = page.get("/j/K7M2QP")
    assert opened.heading == "Who are you?"
    assert "Family day" in opened.words()
    links = opened.find("//h:a[@class='who']/@href")
    assert links == [f"{world.url(audience=audience)}?at=K7M2QP" for audience in Audience]
    done = walk_through(page, world, Audience.YOUNG_PEOPLE, start=links[1])
    assert done.url == world.url("done", Audience.YOUNG_PEOPLE)
    stored = session.scalars(select(Response)).one()
    assert (stored.event_id, stored.channel, stored.audience) == (event.id, Channel.WEB, Audience.YOUNG_PEOPLE)


def test_the_event_stays_over_every_page_of_the_walk(page, session, world, event):
    start = f"{world.url()}?at={event.code}"
    opened = page.get(start)
    assert "Family day" in opened.words("//*[@class='join-at']")
    notice = opened.find("//h:a[contains(@href, '/privacy')]/@href")[0]
    assert "by the link of Family day" in page.get(notice).words()
    back = page.get(notice).find("//h:main//h:a[@class='b']/@href")[0]
    assert back == start
    no = page.get(start).find("//h:a[contains(@href, '/no-thanks')]/@href")[0]
    assert page.get(no).find("//h:main//h:p/h:a/@href") == [start]
    page.submit(start)
    assert page.get(world.url("question/1")).find("//h:a[@class='back']/@href") == [start]
    # out and back in: what was begun goes on, with the event
    opened = page.get(start)
    page.get(opened.find("//h:a[normalize-space()='Carry on']/@href")[0])
    for number in (1, 3, 4):
        page.submit(world.url(f"question/{number}"), button="Skip this question")
    page.submit(world.url("about"), button="skip")
    assert events_of_responses(session) == [event.id]


def test_the_next_person_on_the_device_says_who_they_are(page, session, world, event):
    walk_through(page, world, Audience.PARENTS_CARERS, start=f"{world.url()}?at={event.code}")
    assert page.submit(world.url("done"), button="Next person").url == f"/j/{event.code}"


def test_stopping_leads_back_to_the_events_first_page(page, world, event):
    page.submit(f"{world.url()}?at={event.code}")
    stopped = page.submit(world.url("question/1"), form="//h:form[@class='p-stop']")
    assert stopped.heading == "Your answers are deleted"
    assert stopped.find("//h:main//h:p/h:a/@href") == [f"{world.url()}?at={event.code}"]


def test_a_later_visit_by_the_other_link_carries_no_event(page, session, world, event):
    walk_through(page, world, Audience.PARENTS_CARERS, start=f"{world.url()}?at={event.code}")
    walk_through(page, world, Audience.PARENTS_CARERS, start=world.url())
    assert events_of_responses(session) == [event.id, None]


def test_whoever_starts_anew_by_the_other_link_drops_the_event_of_what_was_begun(page, session, world, event):
    page.submit(f"{world.url()}?at={event.code}")
    opened = page.submit(world.url(), button="Start from the beginning")
    assert opened.url == world.url("question/1")
    for number in (1, 3, 4):
        page.submit(world.url(f"question/{number}"), button="Skip this question")
    page.submit(world.url("about"), button="skip")
    assert events_of_responses(session) == [None]


@pytest.mark.parametrize("typed", ["k7m2qp", "K7M-2QP", " k7 m2 qp ", "K7M 2QP"])
def test_the_code_is_taken_as_people_type_it(page, event, typed):
    assert page.get(f"/j/{typed}").heading == "Who are you?"
    assert page.get("/", query_string={"code": typed}).url == f"/j/{event.code}"


def test_an_unknown_code_gets_a_kind_page_with_room_to_try_again(page, world, event):
    answer = page.get("/j/nobody", status=404)
    assert answer.heading == "We do not know that code"
    assert answer.find("//h:input[@name='code']/@value") == ["nobody"]


def test_the_code_of_an_audience_leads_on_from_here_too(page, world):
    assert page.get(f"/j/{world.place().code.lower()}").url == world.url()


def test_one_audience_alone_goes_straight_on(page, session, world, event):
    ask_only(session, event, Audience.YOUNGER_CHILDREN)
    assert page.get(f"/j/{event.code}").url == world.url(audience=Audience.YOUNGER_CHILDREN)


def test_only_audiences_that_are_asked_there_are_offered(page, session, world, event):
    ask_only(session, event, Audience.YOUNG_PEOPLE, Audience.YOUNGER_CHILDREN)
    names = [" ".join("".join(b.itertext()).split()) for b in page.get(f"/j/{event.code}").find("//h:a//h:b")]
    assert names == ["I am 7 to 10 years old", "I am 11 to 18 years old"]


def test_an_audience_that_is_not_asked_there_answers_without_the_event(page, session, world, event):
    ask_only(session, event, Audience.YOUNG_PEOPLE)
    walk_through(page, world, Audience.PARENTS_CARERS, start=f"{world.url()}?at={event.code}")
    assert events_of_responses(session) == [None]


def test_an_event_of_another_consultation_is_no_event_here(page, session, world):
    other = make.event(session, build(session).consultation)
    session.commit()
    walk_through(page, world, Audience.PARENTS_CARERS, start=f"{world.url()}?at={other.code}")
    assert events_of_responses(session) == [None]


def test_without_a_safeguarding_lead_nobody_is_asked(page, session, world, event):
    event.safeguarding_phone = ""
    session.commit()
    for url in (f"/j/{event.code}", f"{world.url()}?at={event.code}"):
        answer = page.get(url)
        assert answer.heading == "This is not open yet"
        assert not answer.find("//h:main//h:form")
    page.post(f"{world.url('begin')}?at={event.code}")


@pytest.mark.parametrize(
    ("facts", "heading"),
    [
        ({"closes": -1}, "This has closed"),
        ({"opens": 3}, "This is not open yet"),
        ({"capacity": 0}, "We have all the answers we can take"),
    ],
)
def test_a_door_that_is_shut_says_why(page, session, facts, heading):
    of = build(session, **facts).consultation
    made = make.event(session, of)
    session.commit()
    assert page.get(f"/j/{made.code}").heading == heading


def test_a_draft_is_not_open_yet(page, session):
    draft = make.consultation(session, launched=False)
    made = make.event(session, draft)
    nobody = make.event(session, make.consultation(session, launched=False, audiences=()))
    session.commit()
    assert page.get(f"/j/{made.code}").heading == "This is not open yet"
    page.get(f"/j/{nobody.code}", status=404)


def test_an_event_taken_away_meanwhile_loses_no_answer(page, session, world, event):
    page.submit(f"{world.url()}?at={event.code}")
    for number in (1, 3):
        page.submit(world.url(f"question/{number}"), button="Skip this question")
    page.submit(world.url("question/4"), text="More light")
    services.remove(session, event)
    session.commit()
    assert page.submit(world.url("about"), button="skip").url == world.url("done")
    assert events_of_responses(session) == [None]


def test_the_hall_shares_one_address_and_nobody_is_turned_away(page, event):
    for _ in range(60):
        page.get(f"/j/{event.code}")
