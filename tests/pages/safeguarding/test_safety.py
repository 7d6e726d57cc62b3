"""Reading for safety, concerns and quotes, as people do it."""

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
