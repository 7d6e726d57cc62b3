"""Pages of boards and groups: made, filled, meeting, reporting, approving."""

from datetime import timedelta
from uuid import uuid4

import pytest

from cypp_consult.consultations.governance import queries, services
from cypp_consult.consultations.governance.models import Approval, Body, BodyKind, GroupReport, Meeting, Seat
from cypp_consult.consultations.models import MilestoneKind
from cypp_consult.core import clock
from cypp_consult.core.audit import AuditEntry
from cypp_consult.core.roles import Role
from tests import make
from tests.unit.governance.world import world


@pytest.fixture
def leads(page, lead):
    return page.sign_in(lead)


@pytest.fixture
def made(session, person, lead):
    return world(session, person, lead)


def test_a_board_is_made_filled_changed_and_closed(leads, session, person):
    partner = person(Role.PARTNER, name="Sam Lee")
    assert "No board or group yet" in leads.get("/boards").words()
    shown = leads.submit("/boards/new", name="Children’s Board", kind="partnership_board", papers_days="7")
    assert shown.url == "/boards/childrens-board"
    assert "Due 7 working days before a meeting" in shown.words()
    assert "More than half of all full members approve." in shown.words()
    base = shown.url
    leads.submit(f"{base}/members/new", name="Housing", level="full", person_id=str(partner.id), office="chair")
    filled = leads.submit(f"{base}/members/new", name="Police", level="associate")
    assert "Housing Chair" in filled.words("//h:section[@id='members']")
    assert "1 vote" in filled.words() and "read and speak, no vote" in filled.words()
    twice = leads.submit(f"{base}/members/new", name="Homes", level="full", person_id=str(partner.id))
    assert twice.errors() == ["This person sits on it already. Choose somebody else, or change their place."]
    seat = session.query(Seat).filter_by(name="Police").one()
    leads.submit(f"{base}/members/{seat.id}", level="full", name="Constabulary")
    assert "2 votes" in leads.get(base).words()
    leads.submit(f"{base}/members/{seat.id}/remove")
    assert "Constabulary" not in leads.get(base).words()
    missing = leads.submit(f"{base}/change", approval_rule="quorum", quorum="")
    assert missing.errors() == ["Enter how many full members must have voted"]
    changed = leads.submit(f"{base}/change", approval_rule="quorum", quorum="2")
    assert "At least 2 full members have voted, and more of them approve than do not." in changed.words()
    assert "Its members, meetings, reports and votes stay" in leads.get(f"{base}/close").words()
    leads.submit(f"{base}/close")
    assert "1 closed body" in leads.get("/boards").words()
    leads.post(f"{base}/open")
    actions = {row.action for row in session.query(AuditEntry).filter_by(object_type="body")}
    assert actions == {"body.add", "body.change", "body.close", "body.open", "seat.add", "seat.change", "seat.remove"}


def test_what_is_missing_is_said_at_the_field(leads, made):
    assert leads.submit("/boards/new", name="", papers_days="99").errors() == [
        "Enter a name, such as Children’s Partnership Board",
        "Choose what it is",
        "Enter a number from 0 to 30",
    ]
    base = f"/boards/{made.body.slug}"
    assert leads.submit(f"{base}/members/new", name="").errors() == [
        "Enter whom they speak for, such as Housing",
        "Choose full or associate",
    ]
    assert leads.submit(f"{base}/meetings/new", held_on="", starts_at="late").errors() == [
        "Enter the day it meets",
        "Enter a time, such as 09:30",
    ]
    assert leads.submit(f"{base}/reports/new", from_day="2027-02-01", to_day="2027-01-01").errors() == [
        "The last day must not be before the first day",
        "Choose how it stands",
        "Write what the group has done",
    ]


def test_nobody_reports_to_themselves(leads, made, session):
    group = services.add_body(session, "Group", BodyKind.SUB_GROUP, clock.now(), reports_to_id=made.body.id)
    session.commit()
    wrong = leads.submit(f"/boards/{made.body.slug}/change", reports_to_id=str(group.id))
    assert wrong.errors() == ["It would report to itself, over others. Choose another one."]


def test_meetings_have_papers_due_in_working_days(leads, made, session):
    base = f"/boards/{made.body.slug}"
    # a Wednesday after Easter 2027 (Good Friday 26, Easter Monday 29 March)
    shown = leads.submit(f"{base}/meetings/new", held_on="2027-03-31", starts_at="14.00", place="Town Hall")
    assert "Papers due Monday 22 March" in shown.words()
    assert "14:00, Town Hall" in shown.words()
    again = leads.submit(f"{base}/meetings/new", held_on="2027-03-31")
    assert again.errors() == ["It meets on this day already."]
    row = session.query(Meeting).one()
    edit = f"{base}/meetings/{row.id}"
    assert "then 22 March 2027" in leads.get(edit).words()
    late = leads.submit(edit, papers_on="2027-04-01")
    assert late.errors() == ["Papers are due before or on the day of the meeting"]
    own = leads.submit(edit, papers_on="2027-03-27")
    assert "Nobody works on the day papers are due: a Saturday" in own.words()
    sent = leads.post(f"{edit}/papers-sent")
    assert "Papers sent for 31 March" in sent.words()
    undo = sent.find("//*[contains(@class,'toast')]//h:form/@action")[0]
    assert "Papers not sent yet." in leads.post(undo).words()
    leads.submit(f"{edit}/remove")
    assert session.query(Meeting).count() == 0


def test_only_who_sends_the_papers_says_so(page, made, session):
    row = services.add_meeting(session, made.body, clock.today() + timedelta(days=20))
    session.commit()
    url = f"/boards/{made.body.slug}/meetings/{row.id}/papers-sent"
    page.sign_in(made.people["Health"]).post(url, status=403)
    services.change_body(session, made.body, secretary_id=made.people["Health"].id)
    session.commit()
    assert "Papers sent" in page.post(url).words()


def test_sub_groups_report_and_the_board_gathers(page, made, session, person, lead):
    member = person(Role.PARTNER, name="Dee Marlow")
    group = services.add_body(session, "Participation", BodyKind.SUB_GROUP, clock.now(), reports_to_id=made.body.id)
    quiet = services.add_body(session, "Quiet group", BodyKind.SUB_GROUP, clock.now(), reports_to_id=made.body.id)
    from cypp_consult.consultations.governance.models import SeatLevel

    services.add_seat(session, group, "Youth service", SeatLevel.ASSOCIATE, person_id=member.id)
    session.commit()
    page.sign_in(member)
    assert "Participation" in page.get("/boards").words()
    filed = page.submit(
        f"/boards/{group.slug}/reports/new", stands="needs_attention", words="We met forty young people."
    )
    assert f"It is on the page of {made.body.name}." in filed.words()
    gathered = page.sign_in(lead).get(f"/boards/{made.body.slug}").words("//h:section[@id='gathered']")
    assert "Participation" in gathered and "Needs attention" in gathered
    assert "We met forty young people." in gathered and "Filed by Dee Marlow" in gathered
    assert "Quiet group" in gathered and "No report yet" in gathered
    assert "1 new since the last meeting" in gathered
    # full members of the board read it; others file none
    page.sign_in(made.people["Health"])
    assert "We met forty" in page.get(f"/boards/{group.slug}").words()
    page.get(f"/boards/{group.slug}/reports/new", status=403)
    assert quiet.id


def test_a_report_sent_twice_is_filed_once(leads, made, session):
    data = {
        "key": str(uuid4()),
        "from_day": "2027-01-01",
        "to_day": "2027-01-31",
        "stands": "on_course",
        "words": "All is well.",
    }
    for _ in range(2):
        leads.post(f"/boards/{made.body.slug}/reports/new", data)
    assert session.query(GroupReport).count() == 1
    other = leads.post(f"/boards/{made.body.slug}/reports/new", {**data, "key": "no"})
    assert "Reload the page and send it again" in other.words()


def test_partners_see_their_boards_and_no_others(page, made, session, person):
    services.add_body(session, "Other board", BodyKind.OTHER, clock.now())
    session.commit()
    page.sign_in(made.people["Faiths"])
    listed = page.get("/boards")
    assert "Ashdale Board" in listed.words() and "Other board" not in listed.words()
    shown = page.get(f"/boards/{made.body.slug}")
    assert "as associate member" in shown.words()
    assert "Add a member" not in shown.words()
    page.get("/boards/other-board", status=404)
    page.post("/boards/new", {"name": "x"}, status=403)
    # the body approves something of it, so its members find the consultation
    page.get(f"/consultations/{made.consultation.slug}/timeline")
    page.sign_in(person(Role.PARTNER)).get(f"/consultations/{made.consultation.slug}/timeline", status=404)


def test_bodies_of_leicester_are_made_with_their_two_levels(leads, session):
    assert "Leicester, 2002" in leads.get("/boards/from").words()
    offered = leads.get("/boards/from/leicester-2002")
    assert "21 full members and 6 associate members" in offered.words()
    made = leads.submit("/boards/from/leicester-2002")
    assert "added" in made.words()
    board = session.query(Body).filter_by(name="Leicester Children's Strategic Partnership").one()
    levels = [seat.level.value for seat in board.seats]
    assert (levels.count("full"), levels.count("associate")) == (21, 6)
    assert sum(seat.name == "VAL & Voluntary Organisations" for seat in board.seats) == 4
    assert [(seat.name, seat.office.value) for seat in board.seats if seat.office] == [
        ("Social Services", "chair"),
        ("Leicester City West Primary Care Trust", "vice_chair"),
    ]
    groups = session.query(Body).filter_by(reports_to_id=board.id, kind=BodyKind.SUB_GROUP).all()
    assert len(groups) == 4
    before = session.query(Body).count()
    assert "there already" in leads.submit("/boards/from/leicester-2002").words()
    assert session.query(Body).count() == before


def test_the_leeds_bodies_approve_the_leeds_milestones(leads, session, lead):
    of = make.consultation(session, lead=lead)
    of.plan.template = "leeds-2009"
    session.commit()
    leads.post(f"/consultations/{of.slug}/timeline/template", {"template": "leeds-2009", "anchor": "2027-03-25"})
    offered = leads.get("/boards/from/leeds-2009")
    assert offered.find("//h:select[@name='consultation']/h:option[@selected]/@value") == [of.slug]
    told = leads.submit("/boards/from/leeds-2009").words()
    assert "3 added, 3 milestones to approve" in told
    approvals = {
        row.milestone.slug: {one.body.name for one in session.query(Approval).filter_by(milestone_id=row.milestone_id)}
        for row in session.query(Approval)
    }
    assert approvals == {
        "priorities-agreed": {"Children Leeds Partnership"},
        "partnership-approval": {"Children Leeds Partnership", "Integrated Strategic Commissioning Board"},
        "executive-board-approval": {"Leeds City Council's Executive Board"},
    }
    listed = leads.get(f"/consultations/{of.slug}/approvals")
    assert "Integrated Strategic Commissioning Board" in listed.words()
    assert listed.words().count("Waits for a frozen pack") == 4


def test_only_approvals_are_approved(leads, made, session):
    drafting = make.milestone(session, made.consultation, kind=MilestoneKind.DRAFTING)
    session.commit()
    wrong = leads.submit(
        f"/consultations/{made.consultation.slug}/milestones/{drafting.id}/bodies", bodies=str(made.body.id)
    )
    assert "kind “Approval”" in wrong.errors()[0]


def test_meetings_stand_on_timelines_in_what_is_due_and_in_calendars(page, made, session, lead):
    day = clock.today() + timedelta(days=12)
    row = services.add_meeting(session, made.body, day, place="Town Hall")
    session.commit()
    dated = queries.meetings(session, [made.body.id], clock.today())[0]
    page.sign_in(lead)
    timeline = page.get(f"/consultations/{made.consultation.slug}/timeline").words("//h:table")
    assert "Ashdale Board meets" in timeline and "Papers due" in timeline
    due = page.get("/due").words()
    assert "Papers due: Ashdale Board" in due
    token = page.post("/account/calendar").find("//h:input[@readonly]/@value")[0].rpartition("/")[2]
    feed = page.client.get(f"/calendar/{token}")
    text = feed.get_data(as_text=True).replace("\r\n ", "")
    assert "SUMMARY:Ashdale Board meets" in text and "SUMMARY:Papers due: Ashdale Board" in text
    assert f"UID:meeting-{row.id}@" in text and f"DTSTART;VALUE=DATE:{dated.papers.due_on:%Y%m%d}" in text
    feed.close()
    one = page.client.get(f"/boards/{made.body.slug}/meetings/{row.id}.ics")
    assert one.status_code == 200 and b"LOCATION:Town Hall" in one.data
    one.close()
