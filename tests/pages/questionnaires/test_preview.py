"""Trying the draft: what the public sees, for each audience, with nothing stored."""

import pytest
from sqlalchemy import func, select

from cypp_consult.collection.models import Response
from cypp_consult.core.audiences import Audience
from cypp_consult.questionnaires.models import QuestionType, ShowIf
from tests import make

THREE = [{"id": "good", "text": "Good"}, {"id": "middle", "text": "Middle"}, {"id": "poor", "text": "Poor"}]
STEPS = ("Next", "Continue")


@pytest.fixture
def walk(session, consultation, url):
    mood = make.question(session, consultation, QuestionType.FACES3, name="Mood", options=THREE, text="How are you?")
    make.question(session, consultation, QuestionType.PRIORITIES, name="First", text="What first?", top_n=2, position=1)
    make.question(
        session, consultation, name="Why", text="What is bad?", position=2, show_if=ShowIf.IS,
        show_if_question_id=mood.id, show_if_value="poor",
    )  # fmt: skip
    session.commit()
    return f"{url}/try"


def step(page, seen, button, **values):
    from tests.page import _press, fields_of

    form = seen.find("//h:main//h:form")[0]
    data = {**fields_of(form), **values}
    _press(form, button, data)
    return page.post(seen.url, {key: value for key, value in data.items() if key != "csrf_token"})


def test_the_preview_walks_as_the_public_does(page, lead, walk, session):
    page.sign_in(lead)
    answer = page.get(walk)
    assert answer.find("//h:body/@data-who") == ["child"]
    assert answer.heading == "How are you?"
    assert "Nothing is stored." in answer.words()
    assert "Question 1 of 2" in answer.words()
    answer = step(page, answer, "next", answer="poor")
    assert answer.heading == "What first?"
    assert "Question 2 of 3" in answer.words()
    answer = step(page, answer, "next")
    assert answer.heading == "What is bad?"
    assert "Talk to Childline" in answer.words()
    answer = step(page, answer, "next", text="The bus")
    assert answer.heading == "That was the last question"
    assert "The bus" in answer.words()
    back = step(page, answer, "back")
    assert back.heading == "What is bad?"
    assert back.find("//h:textarea")[0].text.strip() == "The bus"
    assert session.scalar(select(func.count()).select_from(Response)) == 0


def test_back_changes_what_follows(page, analyst, walk):
    page.sign_in(analyst)
    answer = page.get(f"{walk}/{Audience.PARENTS_CARERS.value}")
    answer = step(page, answer, "next", answer="poor")
    answer = step(page, answer, "skip")
    assert answer.heading == "What is bad?"
    answer = step(page, step(page, answer, "back"), "back")
    assert answer.find("//h:input[@checked]/@value") == ["poor"]
    answer = step(page, step(page, answer, "next", answer="good"), "skip")
    assert answer.heading == "That was the last question"


def test_too_many_is_said_as_to_the_public(page, lead, walk, consultation):
    page.sign_in(lead)
    answer = step(page, page.get(f"{walk}/young-people"), "skip")
    ids = answer.find("//h:input[@type='checkbox']/@value")
    wrong = step(page, answer, "next", answer=ids[:3])
    assert wrong.errors() == ["Choose up to 2"]
    assert wrong.find("//h:input[@checked]/@value") == ids[:3]


def test_a_carried_page_that_was_bent_does_no_harm(page, lead, walk):
    page.sign_in(lead)
    url = f"{walk}/young-people"
    for so_far in ("not json", "[]", '{"x": 1}', '{"x": {"value": [1], "text": 2, "unsure": 3}}'):
        assert page.post(url, {"at": "nowhere", "so_far": so_far, "next": "1"}).heading == "How are you?"


def test_an_audience_that_is_not_asked(page, lead, url, consultation):
    page.sign_in(lead)
    assert page.get(f"{url}/try/young-people").heading == "Young people are not asked anything yet"
    page.get(f"{url}/try/elsewhere", status=404)
