"""Templates, moving dates, reasons, days that matter, what is due, print and CSV."""

import csv
import io
from datetime import date, timedelta
from io import BytesIO

from cypp_consult.consultations import queries, services
from cypp_consult.consultations.models import SpecialKind
from cypp_consult.core import clock
from cypp_consult.core.roles import Role
from tests import make

ANCHOR = date(clock.today().year + 1, 3, 17)


def laid_out(leads, session, lead, **given):
    of = make.consultation(
        session, lead=lead, **{"decision_on": None, "opens": None, "closes": None, "launched": False, **given}
    )
    session.commit()
    url = f"/consultations/{of.slug}/timeline/template?template=leeds-2009&anchor={ANCHOR}"
    leads.submit(url, button="Keep these dates")
    session.expire_all()
    return of


def test_a_template_is_looked_at_and_then_kept(leads, session, lead):
    of = make.consultation(session, lead=lead, decision_on=None)
    session.commit()
    base = f"/consultations/{of.slug}/timeline/template"
    assert len(leads.get(base).find("//h:input[@type='radio']")) == 5
    answer = leads.get(f"{base}?template=leeds-2009&anchor={ANCHOR}")
    assert len(answer.find("//h:table/h:tbody/h:tr")) == 16
    assert f"17 March {ANCHOR.year}" in answer.words("//h:table")
    assert not queries.milestones(session, of.id)
    answer = leads.submit(f"{base}?template=leeds-2009&anchor={ANCHOR}", button="Keep these dates")
    assert answer.url == f"/consultations/{of.slug}/timeline"
    assert "Laid out: 16 added." in answer.words()
    session.expire_all()
    assert len(queries.milestones(session, of.id)) == 13
    assert of.decision_on == ANCHOR


def test_a_template_needs_a_day_and_a_name_of_one(leads, session):
    of = make.consultation(session)
    session.commit()
    base = f"/consultations/{of.slug}/timeline/template"
    assert leads.get(f"{base}?template=leeds-2009&anchor=soon").errors() == ["Enter a real day, such as 2027-03-27"]
    assert len(leads.get(f"{base}?template=poem&anchor=2027-03-17").errors()) == 1
    assert leads.get(f"{base}?template=six-weeks&anchor=").errors() == [
        "Enter the day that everything is counted back from"
    ]


def test_the_decision_moves_with_everything_after_its_consequences_were_seen(leads, session, lead):
    of = laid_out(leads, session, lead)
    before = {row.slug: row.due_on for row in queries.milestones(session, of.id)}
    to = ANCHOR + timedelta(days=21)
    services.set_special_days(
        session,
        None,
        kind=SpecialKind.CLOSURE,
        name="Offices closed",
        starts_on=to,
        ends_on=to,
        division=None,
    )
    session.commit()
    decision = next(row for row in queries.milestones(session, of.id) if row.due_on == ANCHOR)
    base = f"/consultations/{of.slug}/timeline/move"
    opened = leads.get(base)
    assert opened.find("//h:option[@selected]/@value")[0] == str(decision.id)
    assert opened.find("//h:input[@name='reach'][@checked]/@value") == ["all"]
    url = f"{base}?step={decision.id}&to={to}&reach=all"
    answer = leads.get(url)
    assert "Offices closed" in answer.words("//h:table")
    ticks = answer.find("//h:input[@name='instead']/@value")
    assert f"{decision.id}={to + timedelta(days=1)}" in ticks
    assert leads.submit(url, reason="").errors() == ["Say why it moves."]
    answer = leads.submit(url, reason="The board meets later.")
    assert "The reason is on record." in answer.words()
    session.expire_all()
    today = clock.today()
    after = {row.slug: row.due_on for row in queries.milestones(session, of.id)}
    assert after == {slug: day + timedelta(days=21) for slug, day in before.items()}, today
    assert answer.find("//*[local-name()='path'][@class='m-ghost']")
    assert "Moved 3 weeks later" in answer.words("//h:table")
    assert of.decision_on == to
    undo = answer.find("//*[contains(@class,'toast')]//h:form/@action")[0]
    assert undo in answer.find("//h:details//h:form/@action")
    assert "Both moves stay on record." in leads.post(undo).words()
    session.expire_all()
    assert {row.slug: row.due_on for row in queries.milestones(session, of.id)} == before
    assert of.decision_on == ANCHOR
    assert "has moved again since" in leads.post(undo).words()


def test_a_day_before_what_it_needs_is_not_kept(leads, session, lead):
    of = laid_out(leads, session, lead)
    decision = next(row for row in queries.milestones(session, of.id) if row.due_on == ANCHOR)
    base = f"/consultations/{of.slug}/timeline/move?step={decision.id}&to={ANCHOR - timedelta(days=60)}"
    answer = leads.get(f"{base}&reach=one")
    assert "something would come before what it needs" in answer.words()
    assert not answer.find("//h:main//h:button[contains(., 'Move ')]")
    assert "Enter a day between 2000 and 2100" in leads.get(base.partition("&to")[0] + "&to=1999-01-01").errors()


def test_a_timeline_is_saved_used_and_removed_as_a_template(leads, session, lead):
    of = laid_out(leads, session, lead)
    base = f"/consultations/{of.slug}/timeline"
    assert "Saved as a template." in leads.submit(f"{base}/save", name="Our year").words()
    answer = leads.get(f"{base}/template?template=our-year&anchor={ANCHOR}")
    assert len(answer.find("//h:table/h:tbody/h:tr")) == 16
    assert "Our year" in answer.words("//h:ul[@class='plain']")
    leads.submit(f"{base}/template/our-year/remove", button="Remove it")
    leads.get(f"{base}/template/our-year/remove", status=404)


def test_what_a_milestone_needs_and_what_shows_it_are_kept(leads, session, lead):
    of = make.consultation(session, lead=lead)
    first = make.milestone(session, of, name="First draft", due_on=date(2027, 1, 4))
    second = make.milestone(session, of, name="Board", due_on=date(2027, 1, 4))
    session.commit()
    url = f"/consultations/{of.slug}/milestones/{second.id}"
    answer = leads.submit(url, needs=[str(first.id)], delivers="A decision", progress="50")
    assert "Needs first: First draft" in answer.words("//h:table")
    assert "Delivers: A decision" in answer.words("//h:table")
    assert (
        "circle" in leads.submit(f"/consultations/{of.slug}/milestones/{first.id}", needs=[str(second.id)]).errors()[0]
    )
    answer = leads.submit(f"{url}/evidence", title="Minutes", link="ftp://x")
    assert answer.errors() == ["Enter a whole link that begins with https://"]
    answer = leads.submit(f"{url}/evidence", title="Minutes", link="https://ashdale.example/minutes", note="Page 3")
    assert answer.find("//h:a[@href='https://ashdale.example/minutes']")
    assert lead.name in answer.words("//*[@id='evidence']")
    remove = answer.find("//h:form[contains(@action, '/remove')]/@action")[0]
    program = (BytesIO(b"MZ"), "minutes.exe")
    assert "Choose a PDF" in leads.submit(f"{url}/evidence", title="Paper", file=program).errors()[0]
    sent = leads.submit(f"{url}/evidence", title="Paper", file=(BytesIO(b"%PDF-1.7 made up"), "paper.pdf"))
    opened = leads.get(sent.find("//h:a[@download]/@href")[0])
    assert opened.body == "%PDF-1.7 made up"
    assert opened.response.headers["Content-Disposition"] == "attachment; filename=paper.pdf"
    assert "paper.pdf" in leads.get(f"/consultations/{of.slug}/timeline").words("//h:table")
    leads.post(sent.find("//h:form[contains(@action, '/remove')]/@action")[1])
    assert "Nothing attached yet." in leads.post(remove).words()


def test_a_warning_is_settled_with_a_reason_and_taken_back(leads, session, lead):
    of = make.consultation(
        session, lead=lead, opens_on=date(2027, 2, 8), closes_on=date(2027, 5, 2), decision_on=date(2027, 6, 1)
    )
    session.commit()
    base = f"/consultations/{of.slug}"
    link = leads.get(f"{base}/timeline").find("//*[@id='checks']//h:a[contains(@href, 'checks/easter')]/@href")[0]
    assert leads.submit(link, reason="").errors() == ["Say why in a sentence: people can read it later"]
    answer = leads.submit(link, reason="Schools are asked before Easter.")
    assert f"Settled by {lead.name}" in answer.words("//*[@id='checks']")
    assert "Settled: Schools are asked before Easter." in leads.get(base).words()
    assert "It warns again." in leads.submit(link, form="(//h:main//h:form[@method='post'])[2]").words()
    leads.get(f"{base}/checks/poem", status=404)


def test_days_that_matter_are_kept_by_leads_and_administrators(page, leads, session, person):
    answer = leads.get("/days")
    assert "known in England and Wales until 26 December 2028" in answer.words()
    answer = leads.submit(
        "/days/new", name="Half term", kind="school_holiday", starts_on="2027-02-15", ends_on="2027-02-12"
    )
    assert answer.errors() == ["The last day must not be before the first day"]
    answer = leads.submit(
        "/days/new",
        name="Half term",
        kind="school_holiday",
        starts_on="2027-02-15",
        ends_on="2027-02-19",
        division="scotland",
    )
    assert "Scotland" in answer.words("//h:table")
    row = queries.special_days(session)[0]
    leads.submit(f"/days/{row.id}", division="")
    session.expire_all()
    assert row.division is None
    leads.submit(f"/days/{row.id}/remove")
    leads.get(f"/days/{row.id}", status=404)
    page.sign_in(person(Role.ANALYST))
    page.get("/days", status=403)


def test_what_is_due_shows_mine_and_everyones_of_what_i_may_see(page, leads, session, lead, person):
    of, other = make.consultation(session, lead=lead, closes=60), make.consultation(session, title="Elsewhere")
    today = clock.today()
    make.milestone(session, of, name="Late paper", due_on=today - timedelta(days=2), owner_id=lead.id)
    make.milestone(session, other, name="Their paper", due_on=today)
    partner = person(Role.PARTNER)
    services.set_members(session, of, [partner.id])
    session.commit()
    answer = leads.get("/due")
    assert "1 overdue" in answer.words()
    assert "Late by 2 days" in answer.words("//*[@id='overdue']")
    assert "Their paper" in answer.words("//*[@id='week']")
    words = leads.get("/due?whose=mine").words()
    assert "Late paper" in words and "Their paper" not in words
    page.sign_in(partner)
    words = page.get("/due").words()
    assert "Late paper" in words and "Their paper" not in words


def test_the_timeline_goes_on_paper_and_into_a_spreadsheet(leads, session, lead):
    of = make.consultation(session, lead=lead)
    make.milestone(session, of, name="=1+1", due_on=date(2027, 1, 4), delivers="A paper")
    services.add_stage(session, of, "Asking", date(2026, 9, 1), date(2026, 9, 30))
    session.commit()
    assert "Delivers: A paper" in leads.get(f"/consultations/{of.slug}/timeline/print").words()
    answer = leads.get(f"/consultations/{of.slug}/timeline.csv")
    rows = list(csv.DictReader(io.StringIO(answer.response.get_data().decode("utf-8-sig"))))
    assert [row["what"] for row in rows] == ["Asking", "What matters to you?", "'=1+1"]
    assert (rows[0]["starts"], rows[0]["due"], rows[2]["due"]) == ("2026-09-01", "2026-09-30", "2027-01-04")


def test_dates_beyond_the_known_bank_holidays_are_said(leads, session):
    of = make.consultation(session)
    make.milestone(session, of, due_on=date(2031, 3, 4))
    session.commit()
    assert "Bank holidays are known from" in leads.get(f"/consultations/{of.slug}/timeline").words("//*[@id='checks']")


def test_a_milestone_on_a_closed_day_is_named_with_the_next_working_day(leads, session):
    of = make.consultation(session)
    row = make.milestone(session, of, name="Board", due_on=date(2027, 12, 27))
    session.commit()
    answer = leads.get(f"/consultations/{of.slug}/timeline")
    assert "“Board” is due on 27 December 2027, Christmas Day." in answer.words("//*[@id='checks']")
    link = answer.find(f"//h:a[contains(@href, 'step={row.id}')]/@href")[0]
    assert "to=2027-12-29" in link
    leads.submit(link, reason="Nobody is there.")
    session.expire_all()
    assert row.due_on == date(2027, 12, 29)


def test_with_no_last_day_the_timeline_still_shows(leads, session):
    of = make.consultation(session, opens=-3, closes=None)
    make.milestone(session, of)
    session.commit()
    assert "Priorities shortlist" in leads.get(f"/consultations/{of.slug}/timeline").words()
    leads.get("/due")
