"""The day of an event: counts for those on duty, words for safeguarding leads alone, few questions to the database."""

from datetime import time, timedelta
from uuid import uuid4

import pytest

from cypp_consult.collection.models import Channel, ParkedResponse
from cypp_consult.collection.tablets.models import Arrival
from cypp_consult.core import clock
from cypp_consult.core.roles import Role
from cypp_consult.desk.event_day import page as day_page
from cypp_consult.events.models import Device, EventSession, EventStaff
from cypp_consult.safeguarding.models import SafetyScreen
from tests import make


@pytest.fixture
def helen(person):
    return person(Role.SAFEGUARDING_LEAD, name="Helen Marsh")


@pytest.fixture
def world(session, person):
    of = make.consultation(session, safeguarding_phone="01632 960 190")
    event = make.event(
        session,
        of,
        name="Harbour Academy, Year 9",
        expected_headcount=110,
        quiet_room="Library, room 4",
        safeguarding_phone="01632 960 114",
    )
    priya = person(Role.FACILITATOR, name="Priya Nair")
    make.put(session, EventStaff(event_id=event.id, user_id=priya.id))
    session.commit()
    return of, event, priya


def address(of, event, rest=""):
    return f"/consultations/{of.slug}/events/{event.slug}/day{rest}"


def tablet(session, event, number, *, minutes=1, **given):
    values = {
        "installation_id": uuid4(),
        "token_digest": uuid4().hex,
        "paired_at": clock.now() - timedelta(hours=2),
        "last_seen_at": clock.now() - timedelta(minutes=minutes),
    }
    return make.put(session, Device(event_id=event.id, number=number, **{**values, **given}))


def send(session, of, event, device, count, question=None, text="less homework"):
    """Let a tablet have sent so many answers."""
    made = []
    for seq in range(device.last_seq + 1, device.last_seq + count + 1):
        response = make.response(
            session, of, channel=Channel.TABLET, event_id=event.id, texts={question: text} if question else None
        )
        make.put(
            session,
            Arrival(
                device_id=device.id, seq=seq, response_id=response.id, status="stored", received_at=response.received_at
            ),
        )
        made.append(response)
    device.last_seq += count
    session.flush()
    return made


def row(answer, name):
    (found,) = answer.find(f"//h:tr[./h:th[.='{name}']]")
    return [" ".join("".join(cell.itertext()).split()) for cell in found]


def test_the_day_before_anything_came(page, world):
    of, event, priya = world
    answer = page.sign_in(priya).get(address(of, event))
    assert answer.heading == "Harbour Academy, Year 9"
    words = answer.words()
    assert "0 of 110" in words
    assert "Priya Nair" in words
    assert "Library, room 4" in words
    assert "No tablet is paired yet." in words
    assert "None yet." in words


def test_which_session_goes_on_is_said(page, session, world):
    of, event, priya = world
    make.put(session, EventSession(event_id=event.id, name="Year 9, first half", starts_at=time(0, 0)))
    session.commit()
    assert "Now: Year 9, first half." in page.sign_in(priya).get(address(of, event)).words()


def test_the_number_to_ring_is_there_with_whom_to_ring_afterwards(page, session, world):
    of, event, priya = world
    event.ends_at = time(12, 30)
    session.commit()
    answer = page.sign_in(priya).get(address(of, event))
    assert answer.find("//h:a[@class='tel']/@href") == ["tel:01632960114"]
    assert "on duty until 12:30. After that 01632 960 190. In danger now: 999." in answer.words()


def test_tablets_with_what_waits_what_is_missing_and_what_to_do(page, session, world):
    of, event, priya = world
    send(session, of, event, tablet(session, event, 1), 3)
    quiet = tablet(session, event, 2, minutes=42)
    send(session, of, event, quiet, 2)
    quiet.last_seq, quiet.waiting = 6, [[3, 6]]
    gap = tablet(session, event, 3)
    send(session, of, event, gap, 2)
    gap.last_seq = 4
    tablet(session, event, 4, last_seen_at=None, revoked_at=clock.now())
    session.commit()
    answer = page.sign_in(priya).get(address(of, event))
    assert row(answer, "Tablet 1") == ["Tablet 1", "3", "0", "none", "1 minute ago"]
    assert row(answer, "Tablet 2") == ["Tablet 2", "2", "4", "none", "42 minutes ago"]
    assert row(answer, "Tablet 3") == ["Tablet 3", "2", "0", "3 and 4", "1 minute ago"]
    assert row(answer, "Tablet 4")[-1] == "Unpaired"
    assert answer.find("//h:tr[./h:th[.='Tablet 2']]//h:span[contains(@class, 'st-soon')]")
    words = answer.words()
    assert "7 sent, 4 waiting, 2 missing" in words
    assert "Tablet 2 has no signal. Its 4 forms are safe on it. Bring it to Wi-Fi before you leave." in words
    assert "Of Tablet 3 forms 3 and 4 did not come in." in words


def test_what_came_is_counted_over_all_ways_people_and_forms_apart(page, session, world):
    of, event, priya = world
    send(session, of, event, tablet(session, event, 1), 2)
    make.response(session, of, channel=Channel.WEB, event_id=event.id)
    make.response(session, of, channel=Channel.PAPER, event_id=event.id, late=True)
    make.response(session, of, channel=Channel.GROUP_NOTE, event_id=event.id, headcount=12)
    make.response(
        session, of, channel=Channel.PAPER, event_id=event.id, received_at=clock.now() - timedelta(minutes=90)
    )
    make.response(session, of, channel=Channel.PAPER, event_id=event.id, removed_at=clock.now())
    make.response(session, of, channel=Channel.WEB)
    session.commit()
    answer = page.sign_in(priya).get(address(of, event))
    words = answer.words()
    assert "17 of 110" in words
    assert "6 forms from 17 people: 2 on tablets, 1 on own phones, 2 on paper, 1 group note." in words
    assert "5 in the last hour." in words
    assert "1 came in after closing and is marked late." in words
    bars = [int("".join(cell.itertext())) for cell in answer.find("//h:table[contains(@class, 'hr-behind')]//h:td[1]")]
    assert sum(bars) == 6
    assert bars[-1] + bars[-2] == 5


def test_what_was_kept_aside_is_said_and_leads_get_the_way_there(page, session, lead, world):
    of, event, priya = world
    for event_id in (str(event.id), str(uuid4()), None):
        make.put(
            session,
            ParkedResponse(
                consultation_id=of.id,
                response_id=str(uuid4()),
                status="conflict",
                reason="Other answers.",
                payload={"answers": {}, "event_id": event_id},
                received_at=clock.now(),
                digest=uuid4().hex,
            ),
        )
    session.commit()
    answer = page.sign_in(priya).get(address(of, event))
    assert "1 form kept aside: it could not be used as it came. A lead looks at it." in answer.words()
    answer = page.sign_in(lead).get(address(of, event))
    assert answer.find(f"//h:a[@href='/consultations/{of.slug}/answers/kept-aside']")


def test_only_a_safeguarding_lead_is_given_words(page, session, lead, helen, world):
    of, event, priya = world
    question = make.question(session, of)
    device = tablet(session, event, 4)
    first, _second = send(session, of, event, device, 2, question)
    first.answers[0].text = "can i talk to someone today"
    make.put(
        session,
        SafetyScreen(answer_id=first.answers[0].id, level="high", reasons=["someone"], screened_at=clock.now()),
    )
    elsewhere = make.response(session, of, texts={question: "from the web"})
    session.commit()
    for user in (priya, lead):
        answer = page.sign_in(user).get(address(of, event))
        assert "homework" not in answer.body
        assert "talk to someone" not in answer.body
        assert "Read while they are here" not in answer.body
    answer = page.sign_in(helen).get(address(of, event))
    rows = [" ".join(" ".join(item.itertext()).split()) for item in answer.find("//h:ul[@class='readlist']/h:li")]
    assert rows[0].startswith("“can i talk to someone today” Read first. Tablet 4, ")
    assert rows[1].startswith("“less homework” Tablet 4, ")
    assert len(rows) == 2
    assert "2 unread from today" in answer.words()
    assert elsewhere.answers[0].text not in answer.body
    links = answer.find("//h:ul[@class='readlist']//h:a/@href")
    assert links[0] == f"/consultations/{of.slug}/safety?event={event.slug}#answer-{first.answers[0].id}"
    reading = page.get(links[0].partition("#")[0])
    assert f"Unread from {event.name}, 2" in reading.words()
    assert reading.find(f"//h:li[@id='answer-{first.answers[0].id}']")
    assert "from the web" not in reading.body


def test_words_are_hidden_at_a_touch_and_then_not_sent_at_all(page, session, helen, world):
    of, event, _priya = world
    send(session, of, event, tablet(session, event, 1), 1, make.question(session, of))
    session.commit()
    page.sign_in(helen)
    (link,) = page.get(address(of, event)).find("//h:a[@id='words-switch']")
    hidden = page.get(link.get("href"))
    assert "homework" not in hidden.body
    assert "Words hidden" in hidden.words()
    # what the page asks for by itself stays hidden too
    assert hidden.find("//@data-refresh") == [address(of, event, "?parts=1&words=0")]
    (back,) = hidden.find("//h:a[@id='words-switch']")
    assert "homework" in page.get(back.get("href")).body


def test_the_page_asks_for_its_parts_alone(page, session, helen, world):
    of, event, _priya = world
    page.sign_in(helen)
    whole = page.get(address(of, event))
    (url,) = whole.find("//@data-refresh")
    parts = page.client.get(url)
    assert parts.status_code == 200
    text = parts.get_data(as_text=True)
    assert "<html" not in text
    for part in whole.find("//*[@data-part]/@id"):
        assert f'id="{part}"' in text
    page.sign_out()
    assert page.client.get(url).status_code == 302


@pytest.mark.parametrize("role", [Role.ANALYST, Role.YOUNG_ANALYST, Role.PARTNER, Role.ADMINISTRATOR])
def test_other_roles_do_not_open_it(page, person, world, role):
    of, event, _priya = world
    page.sign_in(person(role)).get(address(of, event), status=403)


def test_a_facilitator_of_another_event_finds_nothing(page, person, world):
    of, event, _priya = world
    tom = person(Role.FACILITATOR, name="Tom Reid")
    for rest in ("", "?parts=1"):
        page.sign_in(tom).get(address(of, event, rest), status=404)


def test_the_day_stands_at_the_stop_of_events(page, world):
    of, event, priya = world
    answer = page.sign_in(priya).get(address(of, event))
    assert answer.words("//h:nav[@class='line']//h:a[@aria-current='page']") == "Events"


def test_a_day_that_is_over_says_which_tablets_still_hold_answers(page, session, lead, helen):
    of = make.consultation(session)
    event = make.event(session, of, held_on=clock.today() - timedelta(days=2))
    device = tablet(session, event, 1, minutes=60 * 40, waiting=[[1, 3]], last_seq=3)
    session.commit()
    assert device.number == 1
    answer = page.sign_in(lead).get(address(of, event))
    assert "Tablet 1 still holds answers. Its 3 forms are safe on it. Bring it to Wi-Fi today." in answer.words()
    assert not answer.find("//h:td//h:span[contains(@class, 'st-soon')]")
    assert "Unread from this event" in page.sign_in(helen).get(address(of, event)).words()


def test_many_tablets_and_answers_take_as_many_questions_to_the_database_as_few(
    page, session, helen, world, statements
):
    of, event, _priya = world
    question = make.question(session, of)

    def counted():
        session.expire_all()
        page.get(address(of, event))
        with statements() as made:
            page.get(address(of, event))
        return len(made)

    send(session, of, event, tablet(session, event, 1), 2, question)
    session.commit()
    page.sign_in(helen)
    few = counted()
    for number in range(2, 12):
        send(session, of, event, tablet(session, event, number), 4, question)
    session.commit()
    assert counted() == few


def test_gathering_takes_a_handful_of_statements(session, world, statements):
    of, event, _priya = world
    send(session, of, event, tablet(session, event, 1), 6, make.question(session, of))
    session.commit()
    event_id = event.id
    session.expire_all()
    assert event.id == event_id
    with statements() as made:
        day_page.gather(session, event, clock.now(), reads=True)
    assert len(made) <= 10


def test_the_desk_shows_the_tablets_of_today(page, session, lead, helen, person, world):
    of, event, priya = world
    send(session, of, event, tablet(session, event, 1), 3)
    make.event(session, of, name="Without tablets")
    past = make.event(session, of, name="Yesterday", held_on=clock.today() - timedelta(days=1))
    tablet(session, past, 1)
    session.commit()
    for user in (lead, helen, priya):
        answer = page.sign_in(user).get("/desk")
        assert row(answer, "Tablet 1") == ["Tablet 1", "3", "0", "none", "1 minute ago"]
        assert answer.find(f"//h:section[contains(., 'Tablets live')]//h:a[@href='{address(of, event)}']")
        assert "Tablets at Yesterday" not in answer.body
    for user in (person(Role.FACILITATOR, name="Tom Reid"), person(Role.ANALYST)):
        assert "Tablets live" not in page.sign_in(user).get("/desk").words()
