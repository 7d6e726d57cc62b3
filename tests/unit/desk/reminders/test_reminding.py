"""Who is told of what, when, once; and who is not."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cypp_consult.consultations import services as dates
from cypp_consult.consultations.models import MilestoneKind
from cypp_consult.core.mail import Mail
from cypp_consult.core.roles import Role
from cypp_consult.desk.reminders import queries, services
from cypp_consult.desk.reminders.models import Reminder, ReminderKind, ReminderState
from tests import make

QUIET = dict.fromkeys(ReminderKind, True)


@pytest.fixture
def joe(person):
    return person(Role.ANALYST, name="Joe Carter")


@pytest.fixture
def consultation(session, lead):
    """One that is a draft, so that nothing of it closes; its lead gets no weekly mail."""
    made = make.consultation(session, lead=lead, launched=False, title="What matters to you?")
    no_digest(session, lead)
    return made


def no_digest(session, *people):
    for person in people:
        services.choose(session, person.id, wanted=QUIET, digest_day=None, muted=False, at=datetime.now(UTC))
    session.commit()


def due(session, consultation, owner, day, **given):
    return make.milestone(
        session, consultation, owner_id=owner.id if owner else None, due_on=date(2027, 2, day), **given
    )


def states(session):
    return {(row.kind.value, row.days_before): row.state.value for row in session.query(Reminder)}


def test_an_owner_is_told_before_on_and_after_the_day(session, consultation, joe, post_box, at, ten):
    no_digest(session, joe)
    due(session, consultation, joe, 15, name="Draft plan out")
    for day in range(1, 28):
        at(ten(day))
    assert [(letter["To"], letter["Subject"]) for letter in post_box.letters] == [
        (joe.email, "Draft plan out: due in 14 days, on Monday 15 February 2027"),
        (joe.email, "Draft plan out: due in 7 days, on Monday 15 February 2027"),
        (joe.email, "Draft plan out: due in 1 day, on Monday 15 February 2027"),
        (joe.email, "Draft plan out: due today, Monday 15 February 2027"),
        (joe.email, "Draft plan out: late by 1 day"),
        (joe.email, "Draft plan out: late by 7 days"),
    ]
    assert len({letter["Message-ID"] for letter in post_box.letters}) == 6
    assert "What matters to you?" in post_box.words()
    assert f"/consultations/{consultation.slug}/timeline" in post_box.words()
    assert "/account/reminders" in post_box.words(), "each mail leads to where they are turned off"
    html = post_box.letters[-1].get_body(("html",)).get_content()
    assert "<strong>Draft plan out</strong>" in html and "/account/reminders" in html


def test_nothing_goes_out_before_the_hour(session, consultation, joe, post_box, at, ten):
    no_digest(session, joe)
    due(session, consultation, joe, 15)
    at(ten(1) - timedelta(hours=3, minutes=1))
    assert post_box.letters == []
    at(ten(1) - timedelta(hours=3))
    assert len(post_box.letters) == 1


def test_rounds_without_number_send_once(session, consultation, joe, post_box, at, ten):
    no_digest(session, joe)
    due(session, consultation, joe, 8)
    for minute in range(0, 60, 7):
        at(ten(1, minutes=minute))
    assert len(post_box.letters) == 1


@pytest.mark.parametrize("hour", [datetime(2027, 2, 1, 7, 30, tzinfo=UTC), datetime(2027, 2, 1, 23, 59, tzinfo=UTC)])
def test_a_clock_set_back_an_hour_sends_nothing_twice(session, consultation, joe, post_box, at, hour):
    due(session, consultation, joe, 8)
    at(hour)
    told = len(post_box.letters)
    assert told == 1
    at(hour - timedelta(hours=1))
    at(hour - timedelta(minutes=30))
    at(hour)
    at(hour + timedelta(minutes=30))
    assert len(post_box.letters) == told
    at(hour + timedelta(days=1))
    assert len(post_box.letters) == told


def test_the_hour_that_comes_twice_in_october_sends_once(session, consultation, joe, post_box, at, app, monkeypatch):
    monkeypatch.setitem(app.config, "REMINDER_HOUR", 1)
    make.milestone(session, consultation, owner_id=joe.id, due_on=date(2027, 11, 14))
    no_digest(session, joe)
    for minutes in range(-30, 180, 30):
        at(datetime(2027, 10, 31, 0, 0, tzinfo=UTC) + timedelta(minutes=minutes))
    assert len(post_box.letters) == 1


def test_three_days_off_skip_nothing_and_tell_it_in_one_mail(session, consultation, joe, post_box, at, ten):
    no_digest(session, joe)
    due(session, consultation, joe, 12, name="Papers to the board")
    due(session, consultation, joe, 19, name="Draft plan out")
    due(session, consultation, joe, 26, name="Budget agreed")
    at(ten(10))
    before = len(post_box.letters)
    at(ten(14))  # the machine was off on 11, 12 and 13 February
    assert len(post_box.letters) == before + 1, "one mail, not five"
    words = post_box.words()
    assert words.count("Papers to the board") == 1
    assert "Late by 2 days: it was due on Friday 12 February 2027" in words
    assert "Due in 5 days, on Friday 19 February 2027" in words
    assert "Due in 12 days, on Friday 26 February 2027" in words
    assert post_box.letters[-1]["Subject"] == "3 dates need you, 1 of them late"
    at(ten(15))
    assert len(post_box.letters) == before + 1


def test_an_overtaken_reminder_is_never_made(session, consultation, joe, post_box, at, ten, app, monkeypatch):
    no_digest(session, joe)
    monkeypatch.setitem(app.config, "REMINDER_OFFSETS", (1,))
    due(session, consultation, joe, 12)
    at(ten(11))
    monkeypatch.setitem(app.config, "REMINDER_OFFSETS", (3, 1))
    at(ten(11, hours=1))
    assert states(session) == {("before", 1): "posted"}


def test_what_is_done_moved_handed_on_or_gone_meanwhile_is_not_told(
    session, consultation, joe, lead, post_box, at, ten
):
    no_digest(session, joe)
    names = ("Done", "Moved", "Handed on", "Taken away")
    done, moved, handed, gone = (due(session, consultation, joe, 8, name=name) for name in names)
    services.make_due(session, date(2027, 2, 1), offsets(), ten(1))
    dates.mark_done(session, done, ten(1))
    dates.change_milestone(session, moved, due_on=date(2027, 3, 30))
    dates.change_milestone(session, handed, owner_id=lead.id)
    dates.remove_milestone(session, gone)
    at(ten(1, minutes=1))
    assert [letter["To"] for letter in post_box.letters] == [lead.email]
    assert "Handed on" in post_box.words()
    dropped = session.query(Reminder).filter_by(state=ReminderState.DROPPED).all()
    assert len(dropped) == 4 and {row.problem for row in dropped} == {
        "It was done, moved or handed to somebody else meanwhile."
    }
    at(ten(1) + timedelta(days=50))
    assert "Due in 7 days" in post_box.words(), "a thing that moved is told of anew, by its new date"


def offsets():
    from cypp_consult.desk.reminders.letters import offsets as set_here

    return set_here()


def test_people_switched_off_get_nothing_and_the_lead_is_told_instead(
    session, consultation, joe, lead, post_box, at, ten
):
    due(session, consultation, joe, 8, name="Draft plan out")
    services.make_due(session, date(2027, 2, 1), offsets(), ten(1))
    joe.active = False
    at(ten(1, minutes=1))
    assert post_box.to(joe) == []
    assert [letter["To"] for letter in post_box.letters] == [lead.email]


def test_what_nobody_owns_is_told_to_the_lead(session, consultation, lead, post_box, at, ten):
    due(session, consultation, None, 8, name="Draft plan out")
    at(ten(1))
    assert [letter["To"] for letter in post_box.letters] == [lead.email]


def test_each_chooses_what_to_be_told(session, consultation, joe, post_box, at, ten):
    wanted = QUIET | {ReminderKind.BEFORE: False}
    services.choose(session, joe.id, wanted=wanted, digest_day=None, muted=False, at=ten(1))
    due(session, consultation, joe, 8)
    for day in range(1, 9):
        at(ten(day))
    assert post_box.letters == []
    at(ten(9))
    assert len(post_box.letters) == 1, "late is still told"
    services.choose(session, joe.id, wanted=QUIET, digest_day=0, muted=True, at=ten(9))
    for day in range(10, 25):
        at(ten(day))
    assert len(post_box.letters) == 1


def test_a_choice_made_while_a_mail_waits_holds(session, consultation, joe, post_box, at, ten):
    due(session, consultation, joe, 8)
    services.make_due(session, date(2027, 2, 1), offsets(), ten(1))
    services.choose(session, joe.id, wanted=QUIET, digest_day=None, muted=True, at=ten(1))
    at(ten(1, minutes=1))
    assert post_box.letters == []
    assert {row.problem for row in session.query(Reminder)} == {"They chose not to be told."}


def test_leads_are_told_before_a_consultation_closes(session, lead, post_box, at, ten):
    no_digest(session, lead)
    make.consultation(
        session, lead=lead, title="What matters to you?", opens_on=date(2027, 1, 1), closes_on=date(2027, 2, 20)
    )
    make.consultation(session, lead=lead, launched=False, opens_on=date(2027, 1, 1), closes_on=date(2027, 2, 20))
    for day in range(1, 25):
        at(ten(day))
    assert post_box.subjects() == [
        "What matters to you?: it closes in 7 days, on Saturday 20 February 2027",
        "What matters to you?: it closes in 1 day, on Saturday 20 February 2027",
    ]


def test_a_consultation_without_end_closes_for_nobody(session, lead, post_box, at, ten):
    no_digest(session, lead)
    make.consultation(session, lead=lead, closes=None, opens=None)
    at(ten(1))
    assert post_box.letters == []


def test_leads_are_told_of_feedback_that_nobody_gave(session, lead, post_box, at, ten):
    no_digest(session, lead)
    closed = date(2027, 2, 15) - timedelta(days=84)
    make.consultation(session, lead=lead, title="Play parks", opens_on=date(2026, 9, 1), closes_on=closed)
    other = make.consultation(session, lead=lead, title="Buses", opens_on=date(2026, 9, 1), closes_on=closed)
    given = make.milestone(
        session, other, kind=MilestoneKind.FEEDBACK_DUE, due_on=date(2027, 2, 15), owner_id=lead.id, name="Tell people"
    )
    at(ten(1))
    (letter,) = post_box.letters
    assert letter["Subject"] == "2 dates need you"
    words = post_box.words()
    assert words.count("Nobody has been told yet what came of it") == 2
    assert words.count("Tell people") == 1, "owner and lead of one thing are told of it once"
    dates.mark_done(session, given, ten(2))
    at(ten(15))
    assert "Buses" not in post_box.words() and "Play parks" in post_box.words()


def test_the_weekly_mail_comes_once_a_week_on_the_chosen_day(session, consultation, joe, lead, post_box, at, ten):
    services.choose(session, lead.id, wanted=dict.fromkeys(ReminderKind, False), digest_day=2, muted=False, at=ten(1))
    make.milestone(session, consultation, name="Sites chosen", owner_id=joe.id, due_on=date(2027, 1, 4))
    due(session, consultation, None, 9, name="Draft plan out")
    due(session, consultation, lead, 25, name="Budget agreed")
    make.milestone(session, consultation, name="Far away", due_on=date(2027, 6, 1))
    no_digest(session, joe)
    for day in range(1, 12):
        at(ten(day))
    letters = post_box.to(lead)
    assert [letter["Subject"] for letter in letters] == ["Your week: 1 late, 2 due", "Your week: 2 late, 1 due"]
    words = post_box.words(0)
    assert "YOUR WEEK" in words
    late, soon, later = (words.index(name) for name in ("Sites chosen", "Draft plan out", "Budget agreed"))
    assert (
        words.index("Late\n")
        < late
        < words.index("Due within seven days")
        < soon
        < words.index("Due within thirty days")
        < later
    )
    assert "Far away" not in words


def test_the_weekly_mail_and_a_reminder_of_the_same_day_are_one(session, consultation, joe, post_box, at, ten):
    due(session, consultation, joe, 8, name="Draft plan out")
    at(ten(1))  # a Monday
    (letter,) = post_box.letters
    assert letter["Subject"].startswith("Draft plan out: due in 7 days")
    assert "YOUR WEEK" in post_box.words()


def test_a_weekly_mail_missed_for_three_days_comes_late_and_once(session, consultation, joe, post_box, at, ten):
    make.milestone(session, consultation, owner_id=joe.id, due_on=date(2027, 2, 24))
    at(ten(4))
    at(ten(5))
    assert [letter["Subject"] for letter in post_box.letters] == ["Your week: 1 due"]


def test_nothing_to_tell_is_no_weekly_mail(session, consultation, joe, post_box, at, ten):
    row = due(session, consultation, joe, 25)
    services.make_due(session, date(2027, 2, 1), offsets(), ten(1))
    dates.mark_done(session, row, ten(1))
    at(ten(1, minutes=1))
    assert post_box.letters == []
    assert [row.problem for row in session.query(Reminder)] == ["Nothing was late or due."]


def test_the_record_says_what_was_sent_when_also_after_the_mail_is_forgotten(
    session, consultation, joe, post_box, at, ten
):
    no_digest(session, joe)
    due(session, consultation, joe, 8, name="Draft plan out")
    at(ten(1))
    at(ten(1, minutes=1))
    (row,) = queries.record(session)[0]
    assert (row.person_id, row.title, row.sent_at) == (joe.id, "Draft plan out", ten(1))
    at(ten(1) + timedelta(days=40))
    at(ten(1) + timedelta(days=40, minutes=1))
    session.expire_all()
    assert session.query(Mail).count() == 0
    assert row.sent_at == ten(1)


def test_a_mail_server_that_refuses_is_on_record(session, consultation, joe, post_box, at, ten):
    no_digest(session, joe)
    due(session, consultation, joe, 8)
    post_box.answer = "554 no such thing here"
    at(ten(1))
    at(ten(1, minutes=1))
    (row,) = queries.record(session)[0]
    assert row.sent_at is None and "554" in row.problem


def test_a_busy_mail_server_is_asked_again_and_the_mail_comes_once(session, consultation, joe, post_box, at, ten):
    no_digest(session, joe)
    due(session, consultation, joe, 8)
    post_box.answer = "451 later"
    at(ten(1))
    assert post_box.letters == []
    post_box.answer = "250 OK"
    at(ten(1, minutes=2))
    at(ten(1, minutes=9))
    assert len(post_box.letters) == 1


def test_names_cannot_bend_a_mail(session, consultation, joe, post_box, at, ten):
    no_digest(session, joe)
    joe.name = "Joe\r\nBcc: all@example.org"
    due(session, consultation, joe, 8, name="<script>alert(1)</script> \x07& more\nSubject: x")
    at(ten(1))
    (letter,) = post_box.letters
    assert letter["Subject"] == "<script>alert(1)</script> & more Subject: x: due in 7 days, on Monday 8 February 2027"
    assert letter["Bcc"] is None
    assert "<script>" not in letter.get_body(("html",)).get_content()


def test_an_address_that_is_none_is_dropped_with_the_reason(session, consultation, joe, post_box, at, ten):
    no_digest(session, joe)
    joe.email = "no address"
    due(session, consultation, joe, 8)
    at(ten(1))
    (row,) = session.query(Reminder)
    assert row.state is ReminderState.DROPPED and "e-mail address" in row.problem
