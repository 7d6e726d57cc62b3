"""Private calendar addresses: made, read by calendars, kept up with changes, revoked; and single dates to take along."""

import re
from datetime import date, time, timedelta

import pytest
import vobject
from icalendar import Calendar

from cypp_consult.consultations import services as dates
from cypp_consult.consultations.models import Member, Stage
from cypp_consult.core import clock
from cypp_consult.core.roles import Role
from cypp_consult.desk.calendars import queries
from cypp_consult.desk.calendars.models import CalendarAddress, CalendarItem
from cypp_consult.events.models import EventStaff
from tests import make
from tests.page import Page

LEAP_DAY = date(2028, 2, 29)


@pytest.fixture
def world(session, lead, analyst, person):
    """A consultation with a milestone, a stage and an event at which somebody is on duty; and one of another's."""
    consultation = make.consultation(session, lead=lead, title="What matters to you? Ünder, “way”; \\ no")
    world = {
        "consultation": consultation,
        "milestone": make.milestone(
            session, consultation, owner_id=analyst.id, name="Draft plan out", notes="Ring Amina"
        ),
        "leap": make.milestone(session, consultation, name="A day in February", due_on=LEAP_DAY),
        "stage": make.put(
            session,
            Stage(
                consultation_id=consultation.id,
                slug="children",
                name="Children’s consultation",
                starts_on=clock.today(),
                ends_on=clock.today() + timedelta(days=9),
            ),
        ),
        "event": make.event(
            session, consultation, name="Moorside Primary", venue="Hall", starts_at=time(9, 30), ends_at=time(11, 0)
        ),
        "facilitator": person(Role.FACILITATOR),
        "partner": person(Role.PARTNER),
    }
    session.add(EventStaff(event_id=world["event"].id, user_id=world["facilitator"].id))
    session.commit()
    return world


def address_of(app, user):
    """Make a person's address as they do, and return its path."""
    page = Page(app).sign_in(user)
    shown = page.submit("/account/calendar", button="Make my address")
    (url,) = shown.find("//h:input[@id='calendar-address']/@value")
    return url.removeprefix(app.config["BASE_URL"])


def read(app, path, **headers):
    """Read an address as a calendar program does, with no cookies."""
    return Page(app).client.get(path, headers=headers)


def events_of(answer):
    """The events by name, from a parser that is not the writer."""
    parsed = vobject.readOne(answer.get_data(as_text=True))
    return {event.summary.value: event for event in parsed.contents.get("vevent", [])}


def test_a_lead_sees_all_dates_in_another_programs_eyes(app, world, lead):
    answer = read(app, address_of(app, lead))
    assert answer.status_code == 200
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"].startswith("private")
    found = events_of(answer)
    title = world["consultation"].title
    assert set(found) == {
        "Draft plan out", "A day in February", "Children’s consultation", "Moorside Primary", f"{title}: opens", f"{title}: closes",
    }  # fmt: skip
    leap = found["A day in February"]
    assert (leap.dtstart.value, leap.dtend.value) == (LEAP_DAY, date(2028, 3, 1)), "whole days, the end not included"
    stage = found["Children’s consultation"]
    assert stage.dtend.value - stage.dtstart.value == timedelta(days=10)
    assert {event.transp.value for event in found.values()} == {"TRANSPARENT"}
    event = found["Moorside Primary"]
    assert event.location.value == "Hall" and event.description.value.startswith("09:30 to 11:00. ")
    assert found["Draft plan out"].url.value.endswith(f"/consultations/{world['consultation'].slug}/timeline")


def test_the_file_keeps_to_the_standard(app, world, lead):
    body = read(app, address_of(app, lead)).get_data()
    lines = body.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR" and lines[-2:] == [b"END:VCALENDAR", b""]
    assert b"\n" not in body.replace(b"\r\n", b"") and b"\r" not in body.replace(b"\r\n", b"")
    assert max(len(line) for line in lines) <= 75, "lines are folded"
    unfolded = body.replace(b"\r\n ", b"").decode().split("\r\n")
    for name in ("VERSION:2.0", "METHOD:PUBLISH", "CALSCALE:GREGORIAN"):
        assert name in unfolded
    assert any(line.startswith("PRODID:") for line in unfolded)
    assert any(line.startswith("X-WR-CALNAME:Ashdale") for line in unfolded)
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT6H" in unfolded
    assert sum(line.startswith("DTSTART;VALUE=DATE:") for line in unfolded) == 6
    assert all(re.fullmatch(r"DTSTAMP:\d{8}T\d{6}Z", line) for line in unfolded if line.startswith("DTSTAMP"))
    assert r"“way”\; \\ no" in body.replace(b"\r\n ", b"").decode(), "signs with a meaning are escaped"
    again = Calendar.from_ical(body)
    assert [event.errors for event in again.walk()] == [[]] * 7


def test_it_names_nobody_and_tells_no_answers(app, session, world, lead, analyst):
    body = read(app, address_of(app, lead)).get_data(as_text=True)
    for words in (lead.name, lead.email, analyst.name, analyst.email, "Helen Marsh", "01632", "Ring Amina"):
        assert words not in body


def test_a_change_keeps_the_uid_and_raises_the_sequence(app, session, world, lead):
    path = address_of(app, lead)
    first = read(app, path)
    before = events_of(first)["Draft plan out"]
    untouched = read(app, path)
    assert untouched.get_data() == first.get_data(), "nothing changed, so not a letter differs"
    for step in (1, 2):
        dates.change_milestone(session, world["milestone"], due_on=clock.today() + timedelta(days=30 + step))
        session.commit()
        after = events_of(read(app, path))["Draft plan out"]
        assert after.uid.value == before.uid.value
        assert int(after.sequence.value) == int(before.sequence.value) + step
        assert after.dtstart.value == clock.today() + timedelta(days=30 + step)
        assert after.dtstamp.value >= before.dtstamp.value
    dates.mark_done(session, world["milestone"], clock.now())
    session.commit()
    found = events_of(read(app, path))
    assert found["Draft plan out: done"].uid.value == before.uid.value
    assert {name: event.sequence.value for name, event in found.items()}["A day in February"] == "0", "others stay"


def test_what_has_not_changed_is_not_sent_again(app, session, world, lead):
    path = address_of(app, lead)
    tag = read(app, path).headers["ETag"]
    assert read(app, path, **{"If-None-Match": tag}).status_code == 304
    dates.remove_milestone(session, world["leap"])
    session.commit()
    again = read(app, path, **{"If-None-Match": tag})
    assert again.status_code == 200 and "A day in February" not in events_of(again)


def test_two_readers_at_once_count_a_change_once(app, session, world, lead):
    path = address_of(app, lead)
    read(app, path)
    dates.change_milestone(session, world["milestone"], name="Draft out")
    session.commit()
    read(app, path)
    read(app, path)
    session.expire_all()
    assert session.get(CalendarItem, f"milestone-{world['milestone'].id}").sequence == 1


def test_only_the_digest_is_kept(app, session, lead):
    token = address_of(app, lead).removeprefix("/calendar/").removesuffix(".ics")
    assert len(token) == 43, "256 bits"
    (row,) = session.query(CalendarAddress)
    assert token not in {row.digest, str(row.id)} and len(row.digest) == 64


def test_a_revoked_address_stops_working(app, session, page, world, lead):
    path = address_of(app, lead)
    assert read(app, path).status_code == 200
    page.sign_in(lead)
    assert "Last read by a calendar" in page.get("/account/calendar").words()
    assert path not in page.get("/account/calendar").body, "it is shown once"
    page.submit("/account/calendar", form="(//h:main//h:form)[2]", button="Revoke the address")
    assert read(app, path).status_code == 404


def test_a_new_address_ends_the_old_one(app, session, page, world, lead):
    old = address_of(app, lead)
    shown = page.sign_in(lead).submit("/account/calendar", button="Make a new address")
    assert shown.response.headers["Cache-Control"] == "no-store"
    (url,) = shown.find("//h:input[@id='calendar-address']/@value")
    assert read(app, old).status_code == 404
    assert read(app, url.removeprefix(app.config["BASE_URL"])).status_code == 200
    assert session.query(CalendarAddress).count() == 1


@pytest.mark.parametrize("token", ["x", "A" * 43, "%00", "..", "é"])
def test_an_unknown_address_is_not_found(app, session, token):
    assert read(app, f"/calendar/{token}.ics").status_code == 404


def test_people_switched_off_read_nothing(app, session, world, analyst):
    path = address_of(app, analyst)
    analyst.active = False
    session.commit()
    assert read(app, path).status_code == 404


def test_a_partner_sees_what_they_are_a_member_of(app, session, world):
    path = address_of(app, world["partner"])
    assert events_of(read(app, path)) == {}
    session.add(Member(consultation_id=world["consultation"].id, user_id=world["partner"].id))
    session.commit()
    found = events_of(read(app, path))
    assert "Draft plan out" in found and "Moorside Primary" not in found


def test_a_facilitator_sees_the_events_they_are_on_duty_at(app, session, world):
    make.event(session, world["consultation"], name="Somebody else’s")
    session.commit()
    found = events_of(read(app, address_of(app, world["facilitator"])))
    assert {name for name in found if "opens" not in name and "closes" not in name} == {"Moorside Primary"}
    assert "url" not in next(event for name, event in found.items() if "opens" in name).contents, "no link to a refusal"


def test_drafts_are_for_those_who_plan(app, session, world, lead):
    make.consultation(session, lead=lead, launched=False, title="Not yet")
    session.commit()
    assert "Not yet: opens (planned)" in events_of(read(app, address_of(app, lead)))
    assert not any("Not yet" in name for name in events_of(read(app, address_of(app, world["facilitator"]))))


def test_what_calendars_show_is_what_the_pages_show(app):
    assert frozenset(queries.SEES_TIMELINE) == app.view_functions["consultations.timeline"].allowed_roles


def test_one_milestone_to_take_along(app, session, page, world, lead):
    slug, row = world["consultation"].slug, world["milestone"]
    answer = page.sign_in(lead).get(f"/consultations/{slug}/milestones/{row.id}.ics")
    assert answer.response.headers["Content-Disposition"] == f"attachment; filename={row.slug}.ics"
    (event,) = events_of(answer.response).values()
    same = events_of(read(app, address_of(app, lead)))["Draft plan out"]
    assert (event.uid.value, event.sequence.value) == (same.uid.value, same.sequence.value)
    other = make.consultation(session, lead=lead)
    session.commit()
    page.get(f"/consultations/{other.slug}/milestones/{row.id}.ics", status=404)


def test_the_page_of_a_milestone_offers_it(page, world, lead):
    slug, row = world["consultation"].slug, world["milestone"]
    links = page.sign_in(lead).get(f"/consultations/{slug}/milestones/{row.id}").find("//h:main//h:a/@href")
    assert f"/consultations/{slug}/milestones/{row.id}.ics" in links


def test_many_dates_are_read_with_few_statements(app, session, world, lead, statements):
    for number in range(150):
        make.milestone(session, world["consultation"], name=f"Date {number}")
    session.commit()
    path = address_of(app, lead)
    read(app, path)
    with statements() as made:
        assert len(events_of(read(app, path))) == 156
    assert len(made) < 20
