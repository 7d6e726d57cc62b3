"""Leads are told whom they are missing, once for each time, and never a hidden number."""

from datetime import UTC, date, datetime

import pytest

from cypp_consult.collection.models import AboutAnswer
from cypp_consult.consultations.targets import services as targets
from cypp_consult.consultations.targets.models import TargetKind
from cypp_consult.consultations.targets.rules import Wanted
from cypp_consult.core.audiences import Audience
from cypp_consult.desk.reminders import services
from cypp_consult.desk.reminders.behind import subject_of
from cypp_consult.desk.reminders.models import Reminder, ReminderKind
from tests import make

YOUNG = Audience.YOUNG_PEOPLE


@pytest.fixture
def consultation(session, lead):
    made = make.consultation(
        session, lead=lead, title="What matters?", opens_on=date(2027, 1, 11), closes_on=date(2027, 2, 26)
    )
    for about, expected in (("caring", 30), ("disability", 20)):
        wanted = Wanted(
            TargetKind.GROUP,
            about.title(),
            expected=expected,
            audiences=(YOUNG,),
            about_key=about,
            about_values=("yes",),
        )
        targets.add(session, made, wanted)
    wanted = dict.fromkeys(ReminderKind, True) | {ReminderKind.CLOSING: False}
    services.choose(session, lead.id, wanted=wanted, digest_day=None, muted=False, at=datetime.now(UTC))
    session.commit()
    return made


def hear(session, of, count, about=""):
    for _ in range(count):
        response = make.response(session, of, received_at=datetime(2027, 1, 20, 12, tzinfo=UTC))
        if about:
            session.add(AboutAnswer(response_id=response.id, key=about, value="yes"))
    session.commit()


def test_a_lead_is_told_once_each_time_whom_they_miss(session, consultation, lead, post_box, at, ten):
    hear(session, consultation, 12, "caring")
    hear(session, consultation, 3, "disability")
    hear(session, consultation, 40)
    for day in (11, 12, 13, 14, 19, 20, 26):
        at(ten(day))
    assert [letter["To"] for letter in post_box.letters] == [lead.email] * 2
    words = post_box.words(0)
    assert "2 behind: Caring (12 of 30), Disability (number hidden)" in words
    assert "It closes in 14 days, on Friday 26 February 2027" in words
    assert f"/consultations/{consultation.slug}/reach" in words
    assert "It closes in 7 days" in post_box.words(1)
    assert {row.subject_id for row in session.query(Reminder)} == {subject_of(consultation.id)}


def test_nobody_is_told_when_nobody_is_missing(session, consultation, post_box, at, ten):
    hear(session, consultation, 30, "caring")
    hear(session, consultation, 20, "disability")
    for day in (12, 19, 27):
        at(ten(day))
    assert not post_box.letters


def test_who_was_reached_meanwhile_is_not_told(session, consultation, ten):
    from cypp_consult.desk.reminders import letters

    hear(session, consultation, 40)
    assert services.make_due(session, date(2027, 2, 12), letters.offsets(), ten(12)) == 1
    claim = services.claim(session, ten(12))
    hear(session, consultation, 30, "caring")
    hear(session, consultation, 20, "disability")
    assert letters.hand_over(session, claim, ten(12)) == 0
    assert session.query(Reminder).one().problem


def test_reach_is_not_counted_again_once_it_was_told(session, consultation, post_box, at, ten, statements):
    hear(session, consultation, 12, "caring")
    at(ten(12))
    assert len(post_box.letters) == 1
    with statements() as made:
        at(ten(12, minutes=5))
    assert not [one for one in made if "about_answer" in one]
