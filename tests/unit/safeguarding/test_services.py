"""Clearing, raising and releasing, on a real database."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from cypp_consult.collection.models import Answer
from cypp_consult.core import clock
from cypp_consult.core.audit import history
from cypp_consult.core.database import db
from cypp_consult.core.errors import NotFoundError
from cypp_consult.safeguarding import queries, rules, services
from cypp_consult.safeguarding.models import Concern, Reading, SafetyReading, SafetyScreen
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


def test_two_readers_of_the_same_page_clear_each_answer_once(app, session, lead, world):
    consultation, answer = world
    make.response(session, consultation, texts={answer.question: "more parks"})
    by_id = lead.id

    def all_of_them(own, _):
        return services.clear(own, own.scalars(select(Answer)).all(), by_id, clock.now())

    assert sum(at_once(app, session, [answer] * 6, all_of_them)) == 2
    assert len(session.scalars(queries.cleared()).all()) == 2
    assert len(history(session, "answer", answer.id)) == 1


def test_clearing_many_is_one_statement_beside_the_audit_lines(session, lead, world, statements):
    consultation, answer = world
    more = [make.response(session, consultation, texts={answer.question: f"words {n}"}).answers[0] for n in range(19)]
    services.clear(session, [answer], lead.id, clock.now())
    with statements() as made:
        assert services.clear(session, [answer, *more], lead.id, clock.now()) == 19
    assert len([one for one in made if "audit_entry" not in one]) == 1
    assert services.clear(session, [], lead.id, clock.now()) == 0


def test_a_raised_answer_leaves_coding_and_its_words_are_locked(session, lead, world):
    _, answer = world
    services.clear(session, [answer], lead.id, clock.now())
    concern = services.raise_concern(session, answer, lead.id, clock.now(), "she seemed upset")
    assert services.raise_concern(session, answer, lead.id, clock.now()).id == concern.id
    assert session.scalars(queries.cleared()).all() == []
    assert concern.exact_words == WORDS
    assert concern.facts["event"] == "Moorside Primary"
    assert session.get(SafetyReading, answer.id).reading is Reading.RAISED


def at_once(app, session, answers, do):
    """Return what `do(session, answer)` returns for each answer, each in a session of its own, all at the same time."""
    session.commit()
    ids, start = [answer.id for answer in answers], Barrier(len(answers))

    def work(answer_id):
        with app.app_context():
            own = db.session()
            answer = own.get_one(Answer, answer_id)
            start.wait()
            made = do(own, answer)
            own.commit()
            db.session.remove()
            return made

    with ThreadPoolExecutor(len(ids)) as pool:
        made = list(pool.map(work, ids))
    session.expire_all()
    return made


def test_many_concerns_raised_at_once_have_a_number_each(app, session, lead, world):
    consultation, answer = world
    more = [make.response(session, consultation, texts={answer.question: f"words {n}"}).answers[0] for n in range(7)]
    by_id = lead.id

    def numbered(own, one):
        return services.raise_concern(own, one, by_id, clock.now()).number

    assert sorted(at_once(app, session, [answer, *more], numbered)) == list(range(1, 9))
    assert {reading.reading for reading in session.scalars(select(SafetyReading))} == {Reading.RAISED}


def test_an_answer_raised_by_many_at_once_has_one_concern_with_the_notes_of_all(app, session, lead, world):
    _, answer = world
    by_id = lead.id

    def numbered(own, one):
        return services.raise_concern(own, one, by_id, clock.now(), "seems upset").number

    assert at_once(app, session, [answer] * 6, numbered) == [1] * 6
    [concern] = session.scalars(select(Concern))
    assert [entry.note for entry in concern.entries] == ["seems upset"] * 6


def test_an_answer_raised_while_it_is_cleared_is_raised(app, session, lead, world):
    _, answer = world
    by_id, turns = lead.id, iter([True, False] * 3)

    def either(own, one):
        if next(turns):
            services.raise_concern(own, one, by_id, clock.now())
        else:
            services.clear(own, [one], by_id, clock.now())

    at_once(app, session, [answer] * 6, either)
    assert session.get_one(SafetyReading, answer.id).reading is Reading.RAISED
    assert len(session.scalars(select(Concern)).all()) == 1


def test_an_answer_taken_back_meanwhile_cannot_be_raised(session, lead, world):
    _, answer = world
    session.query(SafetyReading).delete()
    session.execute(Answer.__table__.delete().where(Answer.id == answer.id))
    with pytest.raises(NotFoundError):
        services.raise_concern(session, answer, lead.id, clock.now())


def test_where_no_number_is_free_it_says_to_try_again(session, lead, world, monkeypatch):
    monkeypatch.setattr(services, "TRIES", 0)
    with pytest.raises(services.NoNumberError, match="again"):
        services.raise_concern(session, world[1], lead.id, clock.now())


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
