"""Plans on their pages: from a template or from nothing, read, grown, moved, retired and brought back."""

import pytest

from cypp_consult.core import clock
from cypp_consult.core.roles import Role
from cypp_consult.plans import queries, services
from cypp_consult.plans.models import Plan
from tests import make


@pytest.fixture
def leads(page, lead):
    return page.sign_in(lead)


def test_an_empty_list_says_what_to_do(leads):
    answer = leads.get("/plans")
    assert answer.heading == "Plans"
    assert "No plan yet" in answer.words()
    assert answer.find("//h:main//h:a[@href='/plans/new']")


def test_a_reader_is_told_who_starts_one(page, analyst):
    answer = page.sign_in(analyst).get("/plans")
    assert "A lead starts a plan" in answer.words()
    assert not answer.find("//h:main//h:a[@href='/plans/new']")


def test_all_five_templates_are_offered_and_can_be_looked_into(leads):
    links = leads.get("/plans/new").find("//h:main//h:h2/h:a/@href")
    assert len(links) == 6
    for link in links[:5]:
        answer = leads.get(link)
        assert answer.find("//h:main//h:a[contains(@href, '/plans/start?template=')]")
    assert "Personalisation" in leads.get("/plans/templates/leeds-2009").words()
    leicestershire = leads.get("/plans/templates/leicestershire-2020").words()
    assert "1.1a" in leicestershire
    assert "Head of Service - Education Quality and Effectiveness" in leicestershire
    assert "4 ambitions, 15 priorities, 58 actions, 42 measures" in leicestershire


def test_an_unknown_template_is_a_kind_404(leads):
    leads.get("/plans/templates/atlantis", status=404)
    leads.get("/plans/start?template=atlantis", status=404)


def test_a_plan_starts_from_a_template_and_calls_outcomes_ambitions(leads, session):
    opened = leads.get("/plans/start?template=leicestershire-2020")
    assert opened.find("//h:input[@name='word'][@checked]/@value") == ["Ambition"]
    answer = leads.submit(
        "/plans/start?template=leicestershire-2020",
        title="Ashdale plan",
        area="Ashdale",
        period_start="2027",
        period_end="2030",
    )
    assert answer.url == "/plans/ashdale-plan"
    assert answer.heading == "Ashdale plan"
    assert "Ashdale, 2027 to 2030. 4 ambitions, 15 priorities, 58 actions, 42 measures." in answer.words()
    assert len(answer.find("//h:ol[@class='prios']/h:li")) == 15
    assert len(answer.find("//h:ul[@class='acts-l']/h:li")) == 58
    assert len(answer.find("//h:ul[@class='msr']/h:li")) == 42
    assert session.query(Plan).one().template == "leicestershire-2020"


def test_a_plan_starts_from_nothing_with_its_own_word(leads):
    answer = leads.submit("/plans/start", title="Our plan", area="Ashdale", word="own", own_word="Aim")
    assert "This plan is empty" in answer.words()
    assert "Add an aim" in answer.words()


def test_what_is_missing_is_said_and_what_was_typed_stays(leads, session):
    answer = leads.submit("/plans/start", title=" ", area="Ashdale", period_start="2030", period_end="2027", word="own")
    assert answer.errors() == [
        "Enter the plan's title",
        "The last year must not be before the first",
        "Enter the word, such as Aim",
    ]
    assert answer.find("//h:input[@name='area']/@value") == ["Ashdale"]
    assert answer.find("//h:input[@name='period_end']/@value") == ["2027"]
    assert session.query(Plan).count() == 0


@pytest.mark.parametrize("year", ["soon", "20 27", "1066", "99999999999999999999", "-1", "2027.5"])
def test_a_strange_year_is_said_at_the_field(leads, year):
    answer = leads.submit("/plans/start", title="Our plan", area="Ashdale", period_start=year)
    assert answer.errors() == ["Enter a year, such as 2027"]
    assert answer.find("//h:input[@name='period_start']/@value") == [year]


def test_a_last_year_alone_asks_for_the_first(leads):
    answer = leads.submit("/plans/start", title="Our plan", area="Ashdale", period_end="2030")
    assert answer.errors() == ["Enter the first year as well"]


def test_a_word_that_is_too_long_is_said(leads):
    answer = leads.submit("/plans/start", title="x" * 301, area="Ashdale", word="own", own_word="y" * 41)
    assert answer.errors() == ["Title must be 300 characters or fewer", "Use a word of 40 letters or fewer"]


def test_title_and_word_change(leads, session):
    plan = make.plan(session)
    session.commit()
    answer = leads.submit(f"/plans/{plan.slug}/facts", title="Plan of all", word="own", own_word="Aim", period_end=None)
    assert answer.url == f"/plans/{plan.slug}"
    assert answer.heading == "Plan of all"
    assert "2 aims" in answer.words()
    shown = leads.get(f"/plans/{plan.slug}/facts")
    assert shown.find("//h:input[@name='own_word']/@value") == ["Aim"]


def test_a_tree_grows_on_its_pages(leads, session):
    plan = services.start_empty(session, title="Our plan", area="Ashdale", at=clock.now())
    session.commit()
    base = f"/plans/{plan.slug}"
    leads.submit(f"{base}/add/outcome", name="Stay Safe", summary="In short.")
    outcome = queries.live_outcomes(session, plan.id)[0]
    added = leads.submit(
        f"{base}/add/priority?under={outcome.id}", name="Safe streets", short_name="Outside", picture="lamp"
    )
    assert "Added: Safe streets" in added.words()
    priority = queries.live_priorities(session, plan.id)[0]
    leads.submit(
        f"{base}/add/action?under={priority.id}", title="Mend the lamps", code="1.1a", leads="Highways\nPolice"
    )
    leads.submit(f"{base}/add/measure?under={priority.id}", name="Lamps mended", code="L 1")
    leads.submit(f"{base}/add/measure?under={outcome.id}", name="Children who feel safe")
    leads.submit(f"{base}/add/measure", name="Children heard")
    answer = leads.get(base)
    assert "1 outcome, 1 priority, 1 action, 3 measures" in answer.words()
    assert "Children see: Outside" in answer.words()
    assert "Highways, Police" in answer.words()
    leads.get(f"{base}/tree")


@pytest.mark.parametrize("where", ["add/priority", "add/action", "add/priority?under=x", "add/nothing"])
def test_what_needs_a_place_in_the_tree_is_not_found_without_one(leads, session, where):
    plan = make.plan(session)
    session.commit()
    leads.get(f"/plans/{plan.slug}/{where}", status=404)


def test_a_foreign_place_is_not_found(leads, session):
    mine, other = make.plan(session), make.plan(session)
    session.commit()
    leads.get(f"/plans/{mine.slug}/add/priority?under={other.outcomes[0].id}", status=404)
    leads.get(f"/plans/{mine.slug}/add/measure?under={other.outcomes[0].id}", status=404)
    leads.get(f"/plans/{mine.slug}/outcome/{other.outcomes[0].id}", status=404)


def test_renaming_keeps_what_was_typed_when_it_is_wrong(leads, session):
    plan = make.plan(session)
    session.commit()
    priority = plan.outcomes[0].priorities[0]
    url = f"/plans/{plan.slug}/priority/{priority.id}"
    answer = leads.submit(url, name="", short_name="x" * 61)
    assert answer.errors() == ["Enter a name", "Short name must be 60 characters or fewer"]
    assert answer.find("//h:input[@name='short_name']/@value") == ["x" * 61]
    answer = leads.submit(url, name="Good <b>food</b>", picture="food")
    assert answer.url == f"/plans/{plan.slug}/tree"
    assert "Good <b>food</b>" in answer.words()
    session.expire_all()
    assert priority.slug == "eat-well"


def test_moving_up_and_down(leads, session):
    plan = make.plan(session)
    session.commit()
    base = f"/plans/{plan.slug}/outcome/{plan.outcomes[0].id}"

    def order() -> list[str]:
        session.expire_all()
        return [row.slug for row in queries.live_outcomes(session, plan.id)]

    leads.post(f"{base}/move", {"direction": "down"})
    assert order() == ["stay-safe", "be-healthy"]
    leads.post(f"{base}/move", {"direction": "sideways"})
    assert order() == ["stay-safe", "be-healthy"]
    leads.post(f"{base}/move", {"direction": "up"})
    assert order() == ["be-healthy", "stay-safe"]


def test_the_first_cannot_go_up_and_the_last_not_down(leads, session):
    plan = make.plan(session)
    session.commit()
    answer = leads.get(f"/plans/{plan.slug}/tree")
    assert len(answer.find("//h:button[@value='up'][@disabled]")) == 3
    assert len(answer.find("//h:button[@value='down'][@disabled]")) == 3


def test_retired_things_stand_apart_and_come_back(leads, session):
    plan = make.plan(session)
    session.commit()
    priority = plan.outcomes[0].priorities[0]
    base = f"/plans/{plan.slug}/priority/{priority.id}"
    answer = leads.post(f"{base}/retire")
    assert "Retired: Eat well" in answer.words()
    assert answer.find("//*[contains(@class,'toast')]//h:form/@action") == [f"{base}/restore"]
    assert "under Be Healthy" in answer.words("//*[@id='retired']")
    shown = leads.get(f"/plans/{plan.slug}")
    assert "Retired (1)" in shown.words()
    assert "2 outcomes, 3 priorities" in shown.words()
    leads.post(f"{base}/restore")
    assert not leads.get(f"/plans/{plan.slug}/tree").find("//*[@id='retired']")


def test_deleting_asks_first_and_keeps_what_is_used(leads, session):
    of = make.consultation(session)
    unused = make.plan(session)
    session.commit()
    gone, kept = unused.outcomes[0], of.plan.outcomes[0]
    url = f"/plans/{unused.slug}/outcome/{gone.id}/delete"
    assert leads.get(url).heading == "Delete “Be Healthy”?"
    assert "Deleted: Be Healthy" in leads.submit(url).words()
    answer = leads.submit(f"/plans/{of.plan.slug}/outcome/{kept.id}/delete")
    assert "“Be Healthy” is in use" in answer.words()
    session.expire_all()
    assert len(unused.outcomes) == 1
    assert len(of.plan.outcomes) == 2


def test_readings_are_added_and_taken_back(leads, session):
    plan = make.plan(session)
    measure = services.add_measure(session, plan, "Obesity in Year 6", code="NI 56", outcome=plan.outcomes[0])
    session.commit()
    url = f"/plans/{plan.slug}/readings/{measure.id}"
    assert "No reading yet" in leads.get(url).words()
    assert leads.submit(url, period="", value="").errors() == [
        "Enter when, such as 2026/27 or March 2027",
        "Enter the value, such as 62%",
    ]
    assert "18.2%" in leads.submit(url, period="2026/27", value="18.2%", note="n = 2,310").words("//h:table")
    assert "18.2%" in leads.get(f"/plans/{plan.slug}").words()
    removal = leads.get(url).find("//h:table//h:form/@action")[0]
    assert "No reading yet" in leads.post(removal).words()
    leads.post(removal, status=404)


def test_long_and_foreign_names_survive(leads, session):
    plan = make.plan(session)
    session.commit()
    name = "محفوظ في المنزل " * 18
    answer = leads.submit(f"/plans/{plan.slug}/add/outcome", name=name + "\0\x07 😀")
    assert name.strip() in answer.words()
    assert "\0" not in answer.body


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.LEAD])
def test_only_leads_change_plans(page, person, session, role):
    plan = make.plan(session)
    session.commit()
    outcome = plan.outcomes[0]
    page.sign_in(person(role))
    for path in ("new", "start", f"{plan.slug}/facts", f"{plan.slug}/tree", f"{plan.slug}/add/outcome"):
        page.get(f"/plans/{path}", status=403)
    for verb in ("move", "retire", "restore", "delete"):
        page.post(f"/plans/{plan.slug}/outcome/{outcome.id}/{verb}", status=403)
    session.expire_all()
    assert outcome.retired_at is None


def test_an_unknown_plan_is_a_kind_404(leads):
    assert leads.get("/plans/atlantis", status=404).heading == "Page not found"
