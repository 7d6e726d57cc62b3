"""Reading for safety, concerns and quotes, as people do it."""

from uuid import uuid4

import pytest

from cypp_consult.core import clock
from cypp_consult.core.audit import AuditEntry
from cypp_consult.core.roles import Role
from cypp_consult.safeguarding import services
from cypp_consult.safeguarding.models import Concern, Quote, SafetyReading
from tests import make

WORDS = "the bus is late and it is dark"


@pytest.fixture
def world(session, lead):
    consultation = make.consultation(session, lead=lead)
    question = make.question(session, consultation)
    answers = [
        make.response(session, consultation, texts={question: words}).answers[0]
        for words in (WORDS, "more parks please")
    ]
    session.commit()
    return consultation, answers


@pytest.fixture
def safeguarding_lead(person):
    return person(Role.SAFEGUARDING_LEAD, name="Helen Marsh")


def test_a_lead_clears_what_was_read_and_the_rest_stays(page, session, lead, world):
    consultation, answers = world
    answer = page.sign_in(lead).submit(f"/consultations/{consultation.slug}/safety", read=[str(answers[0].id)])
    assert "1 answer cleared" in answer.words()
    assert "more parks please" in answer.words()
    assert WORDS not in answer.words()
    assert session.query(SafetyReading).count() == 1


def test_ticking_nothing_says_what_to_do(page, lead, world):
    consultation, _ = world
    assert "Tick the answers" in page.sign_in(lead).submit(f"/consultations/{consultation.slug}/safety").words()


def test_an_answer_of_another_consultation_is_not_found(page, session, lead, world):
    other = make.consultation(session, lead=lead)
    session.commit()
    url = f"/consultations/{other.slug}/safety"
    page.sign_in(lead).post(url, {"read": str(world[1][0].id)}, status=404)


@pytest.mark.parametrize("wrong", ["not-a-uuid", "", "' OR 1=1", "\x00", "9" * 5000])
def test_what_is_no_id_is_refused_in_words(page, session, lead, world, wrong):
    consultation, answers = world
    url = f"/consultations/{consultation.slug}/safety"
    answer = page.sign_in(lead).post(url, {"read": [str(answers[0].id), wrong]}, status=422)
    assert "Tick the answers on the page" in answer.words()
    assert session.query(SafetyReading).count() == 0


def test_more_than_a_page_of_answers_is_refused(page, lead, world):
    url = f"/consultations/{world[0].slug}/safety"
    page.sign_in(lead).post(url, {"read": [str(uuid4()) for _ in range(21)]}, status=422)


def test_an_answer_taken_back_meanwhile_does_not_undo_the_reading_of_the_rest(page, lead, world):
    consultation, answers = world
    url = f"/consultations/{consultation.slug}/safety"
    answer = page.sign_in(lead).post(url, {"read": [str(uuid4()), str(answers[0].id), str(answers[0].id)]})
    assert "1 answer cleared" in answer.words()


def test_a_page_of_answers_is_cleared_in_as_many_questions_to_the_database_as_one(page, session, lead, statements):
    consultation = make.consultation(session, lead=lead)
    question = make.question(session, consultation)
    ids = [str(make.response(session, consultation, texts={question: f"words {n}"}).answers[0].id) for n in range(21)]
    session.commit()
    url = f"/consultations/{consultation.slug}/safety"
    page.sign_in(lead)
    with statements() as one:
        page.post(url, {"read": ids[:1]})
    with statements() as many:
        page.post(url, {"read": ids[1:]})
    few, more = ([text for text in made if "INSERT INTO audit_entry" not in text] for made in (one, many))
    assert len(more) <= len(few)


def test_an_answer_in_another_language_is_read_first_and_the_page_says_why(page, session, lead):
    consultation = make.consultation(session, lead=lead)
    question = make.question(session, consultation)
    for words in ("more parks please", "میں اسکول میں محفوظ محسوس نہیں کرتا", "Chcę więcej parków i boisk dla dzieci"):
        make.response(session, consultation, texts={question: words})
    services.screen(session, consultation.id, clock.now())
    session.commit()
    shown = page.sign_in(lead).get(f"/consultations/{consultation.slug}/safety")
    rows = [" ".join("".join(row.itertext()).split()) for row in shown.find("//h:ul[@class='readlist']/h:li")]
    assert len(rows) == 3
    for row in rows[:2]:
        assert "Read first Not in English, so the word cues could not read it" in row
    assert "more parks please" in rows[2]
    assert "Read first" not in rows[2]


def test_an_analyst_raises_a_cleared_answer_and_sees_it_no_more(page, session, lead, analyst, world):
    consultation, answers = world
    url = f"/consultations/{consultation.slug}/safety/{answers[0].id}/raise"
    page.sign_in(analyst).get(url, status=404)  # nobody has cleared it: it is not an analyst's to read
    services.clear(session, answers[:1], lead.id, clock.now())
    session.commit()
    page.submit(url, note="worried")
    assert session.query(Concern).one().exact_words == WORDS
    page.get(url, status=404)


def test_only_safeguarding_leads_open_the_queue_and_each_view_is_on_record(
    page, session, lead, safeguarding_lead, world
):
    consultation, answers = world
    concern = services.raise_concern(session, answers[0], lead.id, clock.now())
    session.commit()
    url = f"/consultations/{consultation.slug}/concerns/{concern.number}"
    page.sign_in(lead).get(url, status=403)
    shown = page.sign_in(safeguarding_lead).get(url)
    assert WORDS in shown.words()
    assert "Exact words, locked" in shown.words()
    actions = {entry.action for entry in session.query(AuditEntry)}
    assert {"concern.raised", "concern.viewed"} <= actions


def test_a_step_needs_a_choice_and_a_note_and_keeps_what_was_typed(page, session, lead, safeguarding_lead, world):
    consultation, answers = world
    concern = services.raise_concern(session, answers[0], lead.id, clock.now())
    session.commit()
    url = f"/consultations/{consultation.slug}/concerns/{concern.number}"
    wrong = page.sign_in(safeguarding_lead).submit(url, note="Rang the school at 10:05.")
    assert wrong.errors() == ["Choose what happens now"]
    assert "Rang the school at 10:05." in wrong.body
    done = page.submit(url, step="keep_back", note="Referred and dealt with.")
    assert "Closed" in done.words()


def test_a_quote_is_redacted_and_released(page, session, lead, world):
    consultation, answers = world
    url = f"/consultations/{consultation.slug}/quotes/{answers[0].id}"
    assert "Not cleared" in page.sign_in(lead).get(url).words()
    services.clear(session, answers, lead.id, clock.now())
    session.commit()
    wrong = page.submit(url, words="the bus is never late")
    assert "is not in the answer" in wrong.errors()[0]
    listed = page.submit(url, words="the bus is late")
    assert "“the bus is late”" in listed.words()
    page.submit(f"/consultations/{consultation.slug}/quotes", button="Take back quote 1")
    assert session.query(Quote).one().withdrawn_at is not None
