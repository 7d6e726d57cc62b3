"""Everybody chooses what they are told; leads and administrators see what was sent."""

from datetime import timedelta

import pytest

from cypp_consult.core import clock
from cypp_consult.core.mail import Mail
from cypp_consult.core.roles import Role
from cypp_consult.desk.reminders import queries, tasks
from cypp_consult.desk.reminders.models import Reminder, ReminderKind, ReminderState
from tests import make


def remind(session):
    tasks.remind(session, clock.now())
    tasks.post(session, {}, None)
    session.expire_all()


@pytest.fixture
def told(app, session, analyst, lead, monkeypatch):
    """A milestone of the analyst's that is due in a week, told today."""
    monkeypatch.setitem(app.config, "REMINDER_HOUR", 0)
    consultation = make.consultation(session, lead=lead, closes=60)
    make.milestone(session, consultation, owner_id=analyst.id, name="Draft plan out")
    session.commit()
    remind(session)
    return consultation


def test_a_person_chooses_and_the_choice_stays(session, page, analyst):
    page.sign_in(analyst)
    assert "Monday" in page.get("/account/reminders").words("//h:option[@selected]")
    page.submit("/account/reminders", kinds=["late"], digest_day="4")
    chosen = queries.choice(session, analyst.id)
    assert chosen == queries.Choice(frozenset({"before", "behind", "closing", "feedback"}), 4, muted=False)
    again = page.get("/account/reminders")
    assert [box.get("value") for box in again.find("//h:input[@type='checkbox'][@checked]")] == ["late"]
    page.submit("/account/reminders", kinds=None, digest_day="never", muted="y")
    session.expire_all()
    chosen = queries.choice(session, analyst.id)
    assert not any(chosen.wants(kind) for kind in ReminderKind)


def test_what_cannot_be_chosen_is_refused_at_the_field(page, analyst):
    page.sign_in(analyst)
    answer = page.post("/account/reminders", {"digest_day": "someday"}, status=200)
    assert answer.errors()


def test_the_account_leads_to_the_choice_and_the_calendar(page, analyst):
    links = page.sign_in(analyst).get("/account").find("//h:main//h:a/@href")
    assert {"/account/reminders", "/account/calendar"} <= set(links)


def test_what_was_sent_to_one_is_shown_to_them(page, told, analyst):
    words = page.sign_in(analyst).get("/account/reminders").words()
    assert "Draft plan out" in words and "7 days before" in words


def test_the_record_says_who_was_told_what(session, page, told, lead, analyst):
    page.sign_in(lead)
    words = page.get("/reminders").words()
    assert "Joe Carter" in words and "Draft plan out" in words and "In the outbox" in words
    mail = session.query(Mail).filter_by(to_address=analyst.email).one()
    assert "due in 7 days" in mail.subject


def test_the_record_says_why_something_was_not_sent(session, page, told, lead):
    row = session.query(Reminder).filter_by(kind=ReminderKind.BEFORE).one()
    row.state, row.problem = ReminderState.DROPPED, "It was done meanwhile."
    session.commit()
    words = page.sign_in(lead).get("/reminders").words()
    assert "Not sent" in words and "It was done meanwhile." in words


def test_an_empty_record_says_what_to_expect(page, lead):
    assert "Nothing sent yet" in page.sign_in(lead).get("/reminders").words()


def test_the_record_is_read_fifty_at_a_time_with_few_statements(session, page, lead, statements):
    consultation = make.consultation(session, lead=lead)
    for number in range(120):
        session.add(
            Reminder(
                kind=ReminderKind.BEFORE,
                subject_id=consultation.id,
                due_on=clock.today() + timedelta(days=number),
                days_before=7,
                person_id=lead.id,
                consultation_id=consultation.id,
                title=f"Date {number}",
                made_at=clock.now(),
            )
        )
    session.commit()
    page.sign_in(lead)
    with statements() as made:
        first = page.get("/reminders")
    assert len(first.find("//h:tbody/h:tr")) == 50
    assert len(made) < 15
    second = page.get(first.find("//h:a[@rel='next']/@href")[0])
    third = page.get(second.find("//h:a[@rel='next']/@href")[0])
    assert len(third.find("//h:tbody/h:tr")) == 20
    assert third.find("//h:a[@rel='next']") == []


def test_others_do_not_see_the_record(page, person):
    page.sign_in(person(Role.PARTNER)).get("/reminders", status=403)
