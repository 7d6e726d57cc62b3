"""The timeline: drawn, listed, and worked with."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cypp_consult.consultations import queries, services
from cypp_consult.consultations.models import MilestoneKind
from cypp_consult.core import clock
from tests import make


def test_an_empty_timeline_says_what_to_do(leads, session):
    of = make.consultation(session, opens=None, closes=None, launched=False)
    session.commit()
    answer = leads.get(f"/consultations/{of.slug}/timeline")
    assert "Nothing on the timeline yet" in answer.words()


def test_everything_is_drawn_and_listed(leads, session, lead):
    of = make.consultation(session)
    today = clock.today()
    services.add_stage(session, of, "Partners’ round", today - timedelta(days=60), today - timedelta(days=30))
    services.add_stage(session, of, "Draft consultation", today + timedelta(days=60), today + timedelta(days=120))
    late = make.milestone(session, of, name="Evidence pack", due_on=today - timedelta(days=5), owner_id=lead.id)
    make.milestone(session, of, name="Outline", due_on=today - timedelta(days=50), done_at=clock.now())
    make.milestone(session, of, kind=MilestoneKind.GOVERNANCE_APPROVAL, name="Board", due_on=today)
    session.commit()
    answer = leads.get(f"/consultations/{of.slug}/timeline")
    assert "1 late, 1 met, 1 to come." in answer.words()
    assert len(answer.find("//*[local-name()='path'][@class='m-late']")) >= 1
    assert len(answer.find("//h:table/h:tbody/h:tr")) == 6
    words = answer.words("//h:table")
    for expected in ("Late by 5 days", "Due today", "Done", "Over", "Starts in 60 days", "20 days left"):
        assert expected in words
    assert answer.find("//h:tr[@class='late']")
    assert f"Late: {late.name}" in answer.words("//*[@id='gantt-d']")


def test_a_milestone_is_added_changed_done_undone_and_taken_off(leads, session, lead):
    of = make.consultation(session)
    session.commit()
    base = f"/consultations/{of.slug}"
    answer = leads.submit(
        f"{base}/milestones/new",
        name="First draft",
        kind="drafting",
        due_on="2027-01-29",
        owner_id=str(lead.id),
        cut_off_on="2026-12-13",
        notes="To the drafting group.",
    )
    assert answer.url == f"{base}/timeline"
    assert "Counts answers received before 14 December 2026, 00:00." in answer.words()
    row = queries.milestones(session, of.id)[0]
    assert row.cut_off_at == datetime(2026, 12, 14, tzinfo=UTC)
    answer = leads.submit(f"{base}/milestones/{row.id}", due_on="2027-02-12", name="First full draft")
    assert "First full draft" in answer.words("//h:table") and "12 February 2027" in answer.words("//h:table")
    answer = leads.submit(f"{base}/timeline/move?step={row.id}&to=2027-02-12", reason="The figures come later.")
    assert "12 Feb" in answer.words("//h:table")
    assert "Moved 2 weeks later, first 29 January 2027: The figures come later." in answer.words("//h:table")
    answer = leads.post(f"{base}/milestones/{row.id}/done")
    assert "Done: First full draft" in answer.words()
    undo = answer.find("//*[contains(@class,'toast')]//h:form/@action")[0]
    assert "Not done yet: First full draft" in leads.post(undo).words()
    assert "audit log" in leads.get(f"{base}/milestones/{row.id}/remove").words()
    assert "Taken off the timeline." in leads.submit(f"{base}/milestones/{row.id}/remove").words()
    session.expire_all()
    assert not queries.milestones(session, of.id)


def test_a_cut_off_set_to_the_minute_stays_while_its_day_does(leads, session):
    of = make.consultation(session)
    moment = datetime(2026, 11, 24, 17, tzinfo=UTC)
    row = make.milestone(session, of, cut_off_at=moment)
    session.commit()
    url = f"/consultations/{of.slug}/milestones/{row.id}"
    assert leads.get(url).find("//h:input[@name='cut_off_on']/@value") == ["2026-11-24"]
    leads.submit(url, name="Other name")
    session.expire_all()
    assert (row.name, row.cut_off_at) == ("Other name", moment)
    leads.submit(url, cut_off_on="")
    session.expire_all()
    assert row.cut_off_at is None


def test_what_is_missing_is_said_at_the_field(leads, session):
    of = make.consultation(session)
    session.commit()
    answer = leads.submit(f"/consultations/{of.slug}/milestones/new", name="", due_on="2027-13-01")
    assert answer.errors() == ["Enter what is due, such as First draft", "Enter a real day, such as 2027-03-27"]
    answer = leads.post(
        f"/consultations/{of.slug}/milestones/new", {"name": "x", "kind": "poem", "due_on": "2027-01-01"}
    )
    assert len(answer.errors()) == 1
    answer = leads.submit(f"/consultations/{of.slug}/stages/new", name="", starts_on="", ends_on="")
    assert answer.errors() == [
        "Enter a name, such as Draft consultation",
        "Enter the first day",
        "Enter the last day",
    ]


def test_stages_are_added_changed_and_taken_off(leads, session):
    of = make.consultation(session)
    session.commit()
    base = f"/consultations/{of.slug}"
    answer = leads.submit(f"{base}/stages/new", name="Draft", starts_on="2027-02-08", ends_on="2027-02-01")
    assert answer.errors() == ["The last day must not be before the first day"]
    leads.submit(f"{base}/stages/new", name="Draft", starts_on="2027-02-08", ends_on="2027-05-02")
    row = queries.stages(session, of.id)[0]
    answer = leads.submit(f"{base}/stages/{row.id}", name="Draft plan", ends_on="2027-05-09")
    assert "9 May 2027" in answer.words("//h:table")
    leads.submit(f"{base}/timeline/move?step={row.id}&to=2027-02-08&until=2027-05-09", reason="Easter is inside.")
    session.expire_all()
    assert (row.slug, row.name, row.ends_on) == ("draft", "Draft plan", date(2027, 5, 9))
    leads.submit(f"{base}/stages/{row.id}/remove")
    session.expire_all()
    assert not queries.stages(session, of.id)


def test_feedback_is_offered_until_it_is_on_the_timeline(leads, session):
    of = make.consultation(session)
    session.commit()
    base = f"/consultations/{of.slug}"
    link = leads.get(f"{base}/timeline").find("//h:a[contains(@href, 'kind=feedback_due')]/@href")[0]
    due = (of.closes_on + timedelta(days=84)).isoformat()
    assert leads.get(link).find("//h:input[@name='due_on']/@value") == [due]
    leads.submit(link)
    assert not leads.get(f"{base}/timeline").find("//h:a[contains(@href, 'kind=feedback_due')]")


@pytest.mark.parametrize("path", ["milestones", "stages"])
def test_a_foreign_row_is_not_found(leads, session, path):
    mine, other = make.consultation(session), make.consultation(session)
    rows = {
        "milestones": make.milestone(session, mine),
        "stages": services.add_stage(session, mine, "x", date(2027, 1, 1), date(2027, 1, 2)),
    }
    session.commit()
    leads.get(f"/consultations/{other.slug}/{path}/{rows[path].id}", status=404)
    leads.get(f"/consultations/{mine.slug}/{path}/{rows[path].id}")
