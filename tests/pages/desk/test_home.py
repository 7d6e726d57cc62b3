"""The desk shows each role its own, and the demonstration fills it."""

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from cypp_consult.accounts.models import User
from cypp_consult.cli import main
from cypp_consult.coding.models import Suggestion, Tag, Theme
from cypp_consult.collection.models import Channel, Response
from cypp_consult.collection.tablets.models import Arrival
from cypp_consult.consultations.models import ConsultationAudience, Member, Milestone
from cypp_consult.core import clock
from cypp_consult.core.audiences import Audience
from cypp_consult.core.roles import Role
from cypp_consult.events.models import Event
from cypp_consult.questionnaires.models import Question, Questionnaire
from cypp_consult.questionnaires.rules import questions_of
from cypp_consult.safeguarding.models import Concern, Quote
from tests import make


def count(session, model):
    return session.scalar(select(func.count()).select_from(model))


def test_an_empty_installation_says_what_to_do_next(page, lead):
    answer = page.sign_in(lead).get("/desk")
    assert "Start a plan" in answer.words()
    assert "Nothing is due" in answer.words()


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_desk_that_opens(page, person, session, lead, role):
    consultation = make.consultation(session, lead=lead)
    make.milestone(session, consultation)
    session.commit()
    shown = page.sign_in(person(role)).get("/desk")
    assert ("Unread for safety" in shown.words()) == (role in {Role.LEAD, Role.SAFEGUARDING_LEAD})
    assert ("Concerns" in shown.words()) == (role is Role.SAFEGUARDING_LEAD)
    assert (consultation.title in shown.words()) == (role is not Role.PARTNER)


def test_statements_do_not_grow_with_the_answers(page, session, lead, statements):
    consultation = make.consultation(session, lead=lead)
    question = make.question(session, consultation)
    session.commit()
    page.sign_in(lead)
    with statements() as few:
        page.get("/desk")
    for _ in range(30):
        make.response(session, consultation, texts={question: "more parks"})
    session.commit()
    with statements() as many:
        page.get("/desk")
    assert len(many) == len(few)


def test_the_demonstration_is_a_living_example_and_loads_once(app, session, page):
    first = CliRunner().invoke(main, ["demo"], obj=lambda: app)
    assert first.exit_code == 0, first.output
    again = CliRunner().invoke(main, ["demo"], obj=lambda: app)
    assert "loaded already" in again.output
    assert count(session, Response) == 400
    assert count(session, ConsultationAudience) >= 3
    assert count(session, Event) == 3
    assert count(session, Arrival) == session.query(Response).filter_by(channel=Channel.TABLET).count()
    today = session.query(Event).filter_by(held_on=clock.today()).one()
    assert [(row.number, bool(row.waiting)) for row in today.devices] == [(1, False), (2, False), (3, True), (4, False)]
    assert count(session, Theme) >= 10
    assert count(session, Tag) > 200
    assert count(session, Quote) > 10
    assert count(session, Concern) > 1
    assert count(session, Suggestion) > 100
    first_things = session.scalars(select(Question).where(Question.key == "first-things")).one()
    tiles = {
        row.audience: [option.text for option in asked.options]
        for row in session.scalars(select(Questionnaire).where(Questionnaire.language == "en"))
        for asked in questions_of(row.questions)
        if asked.id == str(first_things.id)
    }
    assert len(tiles[Audience.YOUNGER_CHILDREN]) == 6
    assert tiles[Audience.YOUNGER_CHILDREN][1] == "Someone to talk to"
    assert len(tiles[Audience.YOUNG_PEOPLE]) == 11
    soon = [milestone for milestone in session.query(Milestone) if 0 <= (milestone.due_on - clock.today()).days <= 7]
    assert soon
    for email in ("lead@ashdale.example", "safeguarding@ashdale.example", "facilitator@ashdale.example"):
        page.sign_in(session.query(User).filter_by(email=email).one())
        assert "What matters to you?" in page.get("/desk").words()


@pytest.mark.parametrize("role", list(Role))
def test_no_link_of_the_desk_leads_to_a_refusal(page, person, session, lead, role):
    consultation = make.consultation(session, lead=lead)
    make.milestone(session, consultation)
    user = person(role)
    session.add(Member(consultation_id=consultation.id, user_id=user.id))
    session.commit()
    shown = page.sign_in(user).get("/desk")
    for url in {link.get("href").split("#")[0] for link in shown.find("//h:a[starts-with(@href, '/')]")} - {""}:
        assert page.client.get(url, follow_redirects=True).status_code == 200, url
