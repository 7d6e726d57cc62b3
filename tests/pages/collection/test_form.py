"""Answering on the web: nothing lost, nothing doubled, everything can be skipped."""

import pytest
from sqlalchemy import func, select

from cypp_consult.collection.models import AboutAnswer, Answer, Draft, Response
from cypp_consult.core.audiences import Audience


def count(session, model):
    session.expire_all()
    return session.scalar(select(func.count()).select_from(model))


def test_a_parent_answers_from_start_to_receipt(page, session, world):
    opened = page.submit(world.url(), button="I want to take part")
    assert opened.url == world.url("question/1")
    assert opened.words("//*[@class='q-of']") == "Question 1 of up to 4"
    opened = page.submit(world.url("question/1"), answer="very")
    assert opened.url == world.url("question/3")
    assert opened.words("//*[@class='q-of']") == "Question 2 of 3"
    priority = opened.find("//h:input[@name='answer']")[0].get("value")
    opened = page.submit(world.url("question/3"), answer=[priority])
    opened = page.submit(world.url("question/4"), text="More lights on the path")
    assert opened.url == world.url("check")
    assert "More lights on the path" in opened.words()
    opened = page.submit(world.url("about"), **{"age-band": "25-34"}, button="Send my answers")
    assert opened.url == world.url("done")
    code = opened.words("//*[contains(@class,'code-word')]")
    assert page.get(world.url("done")).words("//*[contains(@class,'code-word')]") == code
    stored = session.scalars(select(Response)).one()
    assert (stored.audience, stored.channel.value, stored.headcount) == (Audience.PARENTS_CARERS, "web", 1)
    assert (stored.started_at, stored.completed_at, stored.age_band) == (None, None, "25-34")
    assert {answer.question_id: answer.text or answer.value for answer in stored.answers} == {
        world.safe.id: ["very"],
        world.first.id: [priority],
        world.words.id: "More lights on the path",
    }
    assert [(row.key, row.value) for row in session.scalars(select(AboutAnswer))] == [("age-band", "25-34")]
    assert count(session, Draft) == 0


@pytest.mark.parametrize("audience", Audience)
def test_everything_can_be_skipped(page, session, world, audience):
    page.submit(world.url(audience=audience))
    for number in (1, 3, 4):
        opened = page.submit(world.url(f"question/{number}", audience), button="Skip this question")
    assert opened.url == world.url("check", audience)
    assert "You skipped every question" in opened.words()
    opened = page.submit(world.url("about", audience), button="skip")
    assert opened.url == world.url("done", audience)
    assert count(session, Response) == 1
    assert count(session, Answer) == 0
    assert count(session, AboutAnswer) == 0
