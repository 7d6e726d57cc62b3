"""What leads see of answers, and what they may do with them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from cypp_consult.collection.models import Answer, Channel, ParkedResponse, Response
from cypp_consult.collection.services import Submission, store
from cypp_consult.core import clock
from cypp_consult.core.audiences import Audience
from cypp_consult.core.audit import AuditEntry
from cypp_consult.core.roles import Role
from cypp_consult.questionnaires.queries import latest
from cypp_consult.questionnaires.rules import Given
from cypp_consult.safeguarding.models import Reading, SafetyReading
from tests import make


@pytest.fixture
def send(session, world):
    def send(text="Lights on the path", **given):
        audience = given.get("audience", Audience.PARENTS_CARERS)
        values = {
            "id": uuid4(),
            "consultation_id": world.consultation.id,
            "audience": audience,
            "channel": Channel.WEB,
            "questionnaire_id": latest(session, world.consultation.id, audience).id,
            "answers": {world.safe.id: Given(value=("bit",)), world.words.id: Given(text=text)},
        }
        at = given.pop("at", clock.now())
        sent = Submission(**{**values, **given})
        store(session, sent, at)
        session.commit()
        return sent

    return send


def base(world):
    return f"/consultations/{world.consultation.slug}/answers"


def test_an_empty_list_says_what_to_do_next(page, world, lead):
    shown = page.sign_in(lead).get(base(world))
    assert "No answers yet" in shown.words()
    assert shown.find("//h:main//h:a[contains(@href,'/answers/enter')]")


def test_responses_and_people_are_counted_apart(page, session, world, lead, send):
    held = make.event(session, world.consultation, name="Library")
    send()
    send(channel=Channel.GROUP_NOTE, headcount=12, event_id=held.id, audience=Audience.YOUNG_PEOPLE)
    send(at=clock.now() - timedelta(days=3), channel=Channel.PAPER)
    page.sign_in(lead)
    shown = page.get(base(world))
    assert "3" in shown.words("//*[@class='kpis']")
    assert "14" in shown.words("//*[@class='kpis']")
    rows = shown.find("//h:tbody/h:tr")
    assert len(rows) == 3
    for query, left in (
        ("audience=young-people", 1), ("channel=paper", 1), (f"event={held.slug}", 1), (f"day={clock.today():%Y-%m-%d}", 2),
        ("audience=nobody&event=nowhere&day=soon", 3), ("channel=tablet", 0),
    ):  # fmt: skip
        assert len(page.get(f"{base(world)}?{query}").find("//h:tbody/h:tr")) == left, query


def test_a_response_is_shown_in_the_order_of_its_questions(page, world, lead, send):
    sent = send()
    shown = page.sign_in(lead).get(f"{base(world)}/{sent.id}")
    questions = [" ".join("".join(item.itertext()).split()) for item in shown.find("//*[@class='said']//h:dt")]
    assert questions == ["How safe is it?", "Why is it not safe?", "What comes first?", "What else should we know?"]
    assert "A bit safe" in shown.words()
    assert "Not yet read for safety" in shown.words()


@pytest.mark.parametrize(("reading", "shown"), [(Reading.CLEARED, True), (Reading.RAISED, False)])
def test_words_of_a_concern_are_held_back_from_a_lead(page, session, world, lead, send, reading, shown):
    sent = send("Something that worries")
    answer = session.scalars(select(Answer).where(Answer.has_text)).one()
    session.add(SafetyReading(answer_id=answer.id, reading=reading, read_by_id=lead.id, read_at=clock.now()))
    session.commit()
    words = page.sign_in(lead).get(f"{base(world)}/{sent.id}").words()
    assert ("Something that worries" in words) is shown
    assert ("Held back" in words) is not shown


def test_a_response_without_a_version_shows_what_it_answers(page, world, lead, send):
    sent = send(questionnaire_id=None)
    words = page.sign_in(lead).get(f"{base(world)}/{sent.id}").words()
    assert "Lights on the path" in words
    assert "A bit safe" in words


def test_a_lead_deletes_one_response_with_a_reason(page, session, world, lead, send):
    sent, other = send(), send("Another")
    page.sign_in(lead)
    url = f"{base(world)}/{sent.id}/delete"
    assert page.submit(url, button="Delete this response", status=422).errors() == ["Say why you delete it"]
    shown = page.submit(url, reason="Named a neighbour", button="Delete this response")
    assert "The response is deleted." in shown.words()
    session.expire_all()
    kept = session.get_one(Response, sent.id)
    assert kept.removed_at is not None
    assert (kept.answers, kept.digest) == ([], "")
    assert session.get_one(Response, other.id).removed_at is None
    assert len(page.get(base(world)).find("//h:tbody/h:tr")) == 1
    page.get(f"{base(world)}/{sent.id}", status=404)
    line = session.scalars(select(AuditEntry).where(AuditEntry.action == "response.remove")).one()
    assert (line.actor_id, line.detail) == (lead.id, {"why": "Named a neighbour"})
    send_again = store(session, sent, clock.now())
    assert send_again.status == "duplicate"


@pytest.fixture
def parked(session, world, send):
    sent = send("First words")
    other = Submission(
        id=sent.id, consultation_id=sent.consultation_id, audience=sent.audience, channel=Channel.TABLET,
        questionnaire_id=sent.questionnaire_id, answers={world.words.id: Given(text="Other words")},
    )  # fmt: skip
    store(session, other, clock.now())
    session.commit()
    return session.scalars(select(ParkedResponse)).one()


def test_what_was_kept_aside_can_become_a_response(page, session, world, lead, parked):
    page.sign_in(lead)
    assert "kept aside" in page.get(base(world)).words()
    shown = page.submit(f"{base(world)}/kept-aside", button="Keep it as a response of its own")
    assert "response of its own now" in shown.words()
    session.expire_all()
    texts = session.scalars(select(Answer.text).where(Answer.has_text).order_by(Answer.text)).all()
    assert texts == ["First words", "Other words"]
    assert session.scalar(select(func.count()).select_from(ParkedResponse)) == 0
    page.post(f"{base(world)}/kept-aside/{parked.id}/keep", status=404)


def test_what_was_kept_aside_can_be_thrown_away_with_a_reason(page, session, world, lead, parked):
    page.sign_in(lead)
    url = f"{base(world)}/kept-aside/{parked.id}/drop"
    assert "Other words" in page.get(f"{base(world)}/kept-aside").words()
    assert page.submit(url, status=422).errors() == ["Say why you delete it"]
    page.submit(url, reason="Sent twice by a test tablet")
    assert "Nothing is kept aside" in page.get(f"{base(world)}/kept-aside").words()
    assert session.scalar(select(func.count()).select_from(Response)) == 1


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.LEAD])
def test_nobody_else_reads_answers(page, person, world, send, role):
    sent = send()
    page.sign_in(person(role))
    for url in ("", f"/{sent.id}", f"/{sent.id}/delete", "/kept-aside"):
        page.get(base(world) + url, status=403)


def test_another_consultation_s_response_is_not_found(page, session, world, lead, send):
    sent = send()
    other = make.consultation(session)
    session.commit()
    page.sign_in(lead).get(f"/consultations/{other.slug}/answers/{sent.id}", status=404)
