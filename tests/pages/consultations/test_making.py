"""Making a consultation page by page, and changing it."""

from datetime import timedelta

import pytest

from cypp_consult.consultations.models import Consultation, IdentityLevel, LawfulBasis
from cypp_consult.core import clock
from cypp_consult.core.audiences import Audience
from cypp_consult.core.roles import Role
from tests import make


def test_without_a_plan_there_is_a_way_to_one(leads):
    assert "First you need a plan" in leads.get("/consultations/new").words()
    assert "No consultation yet" in leads.get("/consultations").words()


def test_one_is_made_page_by_page(leads, session, person, lead):
    helen = person(Role.SAFEGUARDING_LEAD, name="Helen Marsh")
    plan = make.plan(session)
    session.commit()
    opened = leads.get(f"/consultations/new?plan={plan.slug}")
    assert "We read every answer." in opened.words()
    answer = leads.submit(
        "/consultations/new", plan=plan.slug, title="What matters to you?", purpose="To write a plan."
    )
    base = "/consultations/what-matters-to-you/edit"
    assert answer.url == f"{base}/who"
    assert "Page 2 of 5" in answer.words()
    answer = leads.submit(
        f"{base}/who?go_on=1",
        **{
            "young_people-ask": "y",
            "young_people-expected": "1,200",
            "parents_carers-ask": "y",
            "identity_level": "demographics",
        },
    )
    assert answer.url == f"{base}/team"
    assert str(lead.id) in answer.find("//h:select[@name='lead_id']/h:option[@selected]/@value")
    answer = leads.submit(
        f"{base}/team?go_on=1",
        safeguarding_lead_id=str(helen.id),
        safeguarding_phone="01632 960 114",
        contact="Amina Yusuf, plan@ashdale.example",
    )
    assert answer.url == f"{base}/when"
    today = clock.today()
    days = {name: (today + timedelta(days=offset)).isoformat() for name, offset in
            {"opens_on": 5, "closes_on": 60, "decision_on": 90, "retention_until": 800}.items()}  # fmt: skip
    answer = leads.submit(f"{base}/when?go_on=1", **days)
    assert answer.url == f"{base}/privacy"
    full = answer.find("//h:textarea[@name='privacy_full']")[0].text
    assert "Write to Amina Yusuf, plan@ashdale.example." in full
    assert len(answer.find("//h:textarea[starts-with(@name, 'short-')]")) == 2
    answer = leads.submit(f"{base}/privacy?go_on=1", lawful_basis="public_task")
    assert answer.url == "/consultations/what-matters-to-you"
    assert answer.heading == "What matters to you?"
    made = session.query(Consultation).one()
    assert {row.audience for row in made.audiences} == {Audience.YOUNG_PEOPLE, Audience.PARENTS_CARERS}
    assert made.audiences[0].expected == 1200
    assert made.lawful_basis is LawfulBasis.PUBLIC_TASK
    assert made.identity_level is IdentityLevel.DEMOGRAPHICS
    assert made.privacy_version == 1


def test_what_is_missing_leads_to_its_field(leads, session):
    of = make.consultation(
        session, launched=False, audiences=(), contact="", decision_on=None, safeguarding_lead_id=None
    )
    session.commit()
    answer = leads.get(f"/consultations/{of.slug}")
    links = answer.find("//*[@id='ready']//h:ul//h:a")
    assert ["".join(link.itertext()) for link in links] == [
        "Name the lead.",
        "Name the safeguarding lead.",
        "Say whom people can ask.",
        "Say when the decision is made.",
        "Choose at least one audience.",
    ]
    for link in links:
        mended = leads.get(link.get("href"))
        anchor = leads.get(link.get("href"), follow=False, status=302).response.headers["Location"].partition("#")[2]
        assert mended.find(f"//*[@id='{anchor}']"), anchor


def test_a_ready_one_points_to_its_questions(leads, session, lead):
    of = make.consultation(session, launched=False, lead=lead)
    session.commit()
    answer = leads.get(f"/consultations/{of.slug}")
    assert "Everything here is filled in." in answer.words()
    assert answer.find(f"//h:a[@href='/consultations/{of.slug}/ready'][contains(@class,'b-go')]")


def test_a_launched_one_shows_no_readiness_but_its_state(leads, session, lead):
    of = make.consultation(session, lead=lead)
    session.commit()
    answer = leads.get(f"/consultations/{of.slug}")
    assert not answer.find("//*[@id='ready']")
    assert "Open, 20 days left" in answer.words()


def test_an_unknown_place_to_mend_leads_to_the_overview(leads, session):
    of = make.consultation(session)
    session.commit()
    assert leads.get(f"/consultations/{of.slug}/mend/nothing").url == f"/consultations/{of.slug}"


def test_a_title_is_needed_and_what_was_typed_stays(leads, session):
    plan = make.plan(session)
    session.commit()
    answer = leads.submit("/consultations/new", plan=plan.slug, title=" ", purpose="To write\na plan.")
    assert answer.errors() == ["Enter a title, such as What matters to you?"]
    assert answer.find("//h:textarea[@name='purpose']")[0].text.strip() == "To write\na plan."
    answer = leads.post("/consultations/new", {"title": "x" * 201, "plan": "atlantis"})
    assert "Title must be 200 characters or fewer" in answer.errors()
    assert session.query(Consultation).count() == 0


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("opens_on", "soon", "Enter a real day, such as 2027-03-27"),
        ("opens_on", "2027-02-30", "Enter a real day, such as 2027-03-27"),
        ("decision_on", "0027-03-27", "Enter a day between 2000 and 2100"),
        ("closes_on", "2020-01-01", "The last day must not be before the first day"),
    ],
)
def test_impossible_days_are_said_at_the_field(leads, session, field, typed, message):
    of = make.consultation(session, launched=False)
    session.commit()
    answer = leads.submit(f"/consultations/{of.slug}/edit/when", **{field: typed})
    assert answer.errors() == [message]
    assert answer.find(f"//h:input[@name='{field}']/@value") == [typed]


@pytest.mark.parametrize("typed", ["many", "0", "-5", "1000001", "12.5", "9" * 30])
def test_strange_numbers_are_said_at_the_field(leads, session, typed):
    of = make.consultation(session, launched=False)
    session.commit()
    answer = leads.submit(f"/consultations/{of.slug}/edit/who", **{"young_people-expected": typed})
    assert len(answer.errors()) == 1
    assert answer.errors()[0].startswith("Enter a")
    assert answer.find("//h:input[@name='young_people-expected']/@value") == [typed]


def test_unwise_dates_are_kept_and_said(leads, session, lead):
    of = make.consultation(session, launched=False, lead=lead)
    session.commit()
    answer = leads.submit(
        f"/consultations/{of.slug}/edit/when",
        opens_on="2026-12-18",
        closes_on="2027-01-05",
        decision_on="2026-12-01",
        retention_until="2027-01-01",
    )
    words = answer.words()
    assert "It opens when the decision is already made." in words
    assert "It is open for 19 days." in words
    assert "across Christmas" in words
    assert "deleted before it closes" in words
    assert "nothing here stops you" in words
    shown = leads.get(f"/consultations/{of.slug}/edit/when").words()
    assert shown.count("Look at this twice.") == 4


def test_consent_reminds_of_those_under_13(leads, session):
    of = make.consultation(session, launched=False)
    session.commit()
    leads.submit(f"/consultations/{of.slug}/edit/privacy", lawful_basis="consent")
    assert "For children under 13" in leads.get(f"/consultations/{of.slug}").words()
    session.expire_all()
    assert of.lawful_basis is LawfulBasis.CONSENT
    answer = leads.post(f"/consultations/{of.slug}/edit/privacy", {"lawful_basis": "magic"})
    assert answer.errors() == ["Choose one of the three"]


def test_an_edited_notice_is_a_new_version(leads, session):
    of = make.consultation(session)
    session.commit()
    url = f"/consultations/{of.slug}/edit/privacy"
    leads.submit(url)
    session.expire_all()
    assert of.privacy_version == 1
    leads.submit(url, privacy_full="We keep nothing.")
    session.expire_all()
    assert (of.privacy_version, of.privacy_full) == (2, "We keep nothing.")
    anew = leads.get(f"{url}?fill=1").find("//h:textarea[@name='privacy_full']")[0].text
    assert "Who we are" in anew
    session.expire_all()
    assert of.privacy_full == "We keep nothing.", "nothing is kept until it is saved"


def test_an_audience_with_a_public_link_stays(leads, session):
    of = make.consultation(session)
    session.commit()
    answer = leads.submit(f"/consultations/{of.slug}/edit/who", **{"young_people-ask": None})
    assert "The link for Young people is public now" in answer.words()
    session.expire_all()
    assert len(of.audiences) == 4


def test_dates_of_a_launched_one_are_not_on_the_form(leads, session):
    of = make.consultation(session)
    session.commit()
    closes = of.closes_on
    answer = leads.get(f"/consultations/{of.slug}/edit/when")
    assert not answer.find("//h:input[@name='closes_on']")
    leads.post(f"/consultations/{of.slug}/edit/when", {"closes_on": "2030-01-01", "retention_until": "2031-01-01"})
    session.expire_all()
    assert of.closes_on == closes


def test_the_lead_can_be_somebody_who_lost_the_role(leads, session, person):
    of = make.consultation(session, lead=person(Role.ANALYST, name="Once a lead"))
    session.commit()
    answer = leads.submit(f"/consultations/{of.slug}/edit/team", contact="New contact")
    assert answer.url == f"/consultations/{of.slug}"
    session.expire_all()
    assert of.lead.name == "Once a lead"
    leads.post(f"/consultations/{of.slug}/edit/team", {"lead_id": "999999"})
    session.expire_all()
    assert of.lead.name == "Once a lead"


def test_partners_are_chosen_and_see_the_timeline_but_nothing_else(page, leads, session, person, lead):
    of = make.consultation(session, lead=lead)
    other = make.consultation(session)
    make.milestone(session, of)
    session.commit()
    assert "No partners yet" in leads.get(f"/consultations/{of.slug}/partners").words()
    partner = person(Role.PARTNER, name="Sian Hughes")
    answer = leads.submit(f"/consultations/{of.slug}/partners", user_ids=[str(partner.id)])
    assert "Sian Hughes" in answer.words()
    page.sign_in(partner)
    listed = page.get("/consultations")
    assert len(listed.find("//h:tbody/h:tr")) == 1
    shown = page.get(f"/consultations/{of.slug}")
    assert not shown.find("//h:main//h:a[contains(@href, '/edit/')]")
    assert of.audiences[0].code[:4] not in shown.words()
    timeline = page.get(f"/consultations/{of.slug}/timeline")
    assert "Priorities shortlist" in timeline.words()
    assert not timeline.find("//h:main//h:form")
    page.get(f"/consultations/{other.slug}", status=404)
    page.get(f"/consultations/{other.slug}/timeline", status=404)
    page.get(f"/consultations/{of.slug}/links", status=403)
    page.get(f"/consultations/{of.slug}/partners", status=403)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.LEAD])
def test_only_leads_change_consultations(page, session, person, role):
    of = make.consultation(session)
    milestone = make.milestone(session, of)
    session.commit()
    page.sign_in(person(role))
    base = f"/consultations/{of.slug}"
    for path in ("edit/why", "mend/purpose", "extend", "close", "partners", "milestones/new", "stages/new"):
        page.get(f"{base}/{path}", status=403)
    page.get("/consultations/new", status=403)
    for path in (f"milestones/{milestone.id}/done", f"milestones/{milestone.id}/remove", "extend", "close"):
        page.post(f"{base}/{path}", status=403)
    session.expire_all()
    assert milestone.done_at is None


def test_an_unknown_page_of_facts_is_a_kind_404(leads, session):
    of = make.consultation(session)
    session.commit()
    leads.get(f"/consultations/{of.slug}/edit/nothing", status=404)
    leads.get("/consultations/atlantis", status=404)
