"""Clearing, raising and releasing, on a real database."""

import pytest

from cypp_consult.core import clock
from cypp_consult.core.audit import history
from cypp_consult.safeguarding import queries, rules, services
from cypp_consult.safeguarding.models import Reading, SafetyReading, SafetyScreen
from tests import make

WORDS = "the bus is late and Danny Smith laughs at me"


@pytest.fixture
def world(session, lead):
    consultation = make.consultation(session, lead=lead)
    question = make.question(session, consultation)
    response = make.response(
        session, consultation, texts={question: WORDS}, event_id=make.event(session, consultation).id
    )
    return consultation, response.answers[0]


def test_an_answer_is_unread_until_a_person_clears_it_and_then_only_once(session, lead, world):
    consultation, answer = world
    assert queries.unread_count(session, consultation.id) == 1
    assert services.clear(session, [answer], lead.id, clock.now()) == 1
    assert services.clear(session, [answer], lead.id, clock.now()) == 0
    assert queries.unread_count(session, consultation.id) == 0
    assert session.scalars(queries.cleared()).all() == [answer.id]
    assert [entry.action for entry in history(session, "answer", answer.id)] == ["answer.cleared"]


def test_a_raised_answer_leaves_coding_and_its_words_are_locked(session, lead, world):
    _, answer = world
    services.clear(session, [answer], lead.id, clock.now())
    concern = services.raise_concern(session, answer, lead.id, clock.now(), "she seemed upset")
    assert services.raise_concern(session, answer, lead.id, clock.now()).id == concern.id
    assert session.scalars(queries.cleared()).all() == []
    assert concern.exact_words == WORDS
    assert concern.facts["event"] == "Moorside Primary"
    assert session.get(SafetyReading, answer.id).reading is Reading.RAISED


def test_releasing_a_concern_gives_the_answer_back_to_coding(session, lead, world):
    _, answer = world
    concern = services.raise_concern(session, answer, lead.id, clock.now())
    services.take_step(session, concern, rules.Step.ASK_STAFF, "Rang Priya.", lead.id, clock.now())
    assert concern.closed_at is None
    services.take_step(session, concern, rules.Step.RELEASE, "A joke.", lead.id, clock.now())
    assert concern.closed_at is not None
    assert session.scalars(queries.cleared()).all() == [answer.id]
    with pytest.raises(services.DomainError):
        services.take_step(session, concern, rules.Step.REFER, "Again.", lead.id, clock.now())


def test_the_record_stays_when_the_response_is_taken_back(session, lead, world):
    _, answer = world
    concern = services.raise_concern(session, answer, lead.id, clock.now())
    session.delete(answer)
    session.flush()
    session.refresh(concern)
    assert concern.exact_words == WORDS
    assert concern.answer_id is None


def test_only_cleared_words_are_quoted_and_a_quote_can_be_taken_back(session, lead, world):
    consultation, answer = world
    with pytest.raises(services.NotClearedError):
        services.release_quote(session, answer, "the bus is late", lead.id, clock.now())
    services.clear(session, [answer], lead.id, clock.now())
    quote = services.release_quote(
        session, answer, "the bus is late and [name removed] laughs at me", lead.id, clock.now()
    )
    assert [q.text for q in queries.quotes(session, consultation.id)] == [quote.text]
    services.withdraw_quote(session, quote, clock.now())
    assert list(queries.quotes(session, consultation.id)) == []


def test_a_quote_of_an_answer_raised_later_is_no_longer_offered(session, lead, world):
    consultation, answer = world
    services.clear(session, [answer], lead.id, clock.now())
    services.release_quote(session, answer, "the bus is late", lead.id, clock.now())
    services.raise_concern(session, answer, lead.id, clock.now())
    assert list(queries.quotes(session, consultation.id)) == []


def test_the_word_screen_orders_the_reading_and_clears_nothing(session, lead, world):
    consultation, answer = world
    question = answer.question
    make.response(session, consultation, texts={question: "my dad hits me and i am scared"})
    assert services.screen(session, consultation.id, clock.now()) == 2
    assert services.screen(session, consultation.id, clock.now()) == 0
    first, screen = queries.unread(session, consultation.id)[0]
    assert "hits me" in first.text
    assert screen.reasons
    assert queries.unread_count(session, consultation.id) == 2
    assert session.get(SafetyScreen, answer.id).personal_details[0]["kind"]
