"""The pages of reach: what a lead sees, sets and takes away."""

import io

import pytest
from sqlalchemy import select

from cypp_consult.consultations.targets import queries
from cypp_consult.consultations.targets.models import Target
from cypp_consult.core.audit import AuditEntry
from tests import make
from tests.unit.summaries.reach.town import PARENTS, YOUNG, Town


@pytest.fixture
def town(session, lead):
    made = Town(session, lead, slug="demo")
    session.commit()
    return made


@pytest.fixture
def leads(page, lead, town):
    return page.sign_in(lead)


AT = "/consultations/demo/reach"


def test_an_empty_page_says_what_to_do_next(leads):
    answer = leads.get(AT)
    assert "No group is named yet" in answer.words()
    assert "No target is set yet" in answer.words()
    assert "No age has a target yet" in leads.get(f"{AT}?by=age").words()
    assert "No area or school is named yet" in leads.get(f"{AT}?by=place").words()
    assert leads.get(f"{AT}?by=nonsense").status == 200


def filled(town):
    town.expect(YOUNG, 100, 2000)
    town.expect(PARENTS, 200)
    town.group("Young carers", 30, 400, about="caring=yes")
    town.age(YOUNG, "11-13", 40, 1000)
    town.age(YOUNG, "14-15", 40, 1000)
    school = town.school("Hill School", "", 30, 300)
    town.hear(3, about={"caring": "yes"}, age_band="11-13")
    town.hear(30, age_band="11-13")
    town.hear(20, age_band="14-15", event=town.event(school))
    town.hear(40, PARENTS)
    town.session.commit()


def test_the_page_shows_who_is_missing_and_hides_what_is_small(leads, town):
    filled(town)
    answer = leads.get(AT)
    words = answer.words()
    assert "93 forms from 93 people." in words
    assert "10 days left, 10 of 20 gone." in words
    (carers,) = answer.find("//h:tr[h:th[normalize-space()='Young carers']]")
    cells = ["".join(cell.itertext()).strip() for cell in carers]
    assert cells[1:4] == ["Forms c", "People c", "Target 30"]
    assert "Behind" in cells[5]
    assert not answer.find("//h:tr[h:th[normalize-space()='Young carers']]//*[@class='g-fill']")
    assert "Young carersnumber hidden" in words
    assert "Reach says who took part." in words
    ages = leads.get(f"{AT}?by=age").words()
    assert "index of dissimilarity" in ages
    assert "D = ½ ×" in ages
    assert "Hill School" in leads.get(f"{AT}?by=place").words()
    assert "People by audience and channel" in leads.get(f"{AT}?by=channel").words()
    printed = leads.get(f"{AT}/print").words()
    assert "Hill School" in printed
    assert "Young carers" in printed


def test_the_file_is_on_record(leads, town, session):
    filled(town)
    answer = leads.post(f"{AT}/csv", {})
    assert answer.status == 200
    assert '"Young people"' in answer.body
    assert "reach.export" in set(session.scalars(select(AuditEntry.action)))


def test_a_target_is_added_changed_and_taken_away(leads, session, town):
    leads.submit(f"{AT}/targets/new/group?pattern=young-carers", expected="30", population="420", source="The service")
    (made,) = queries.every(session, town.of.id)
    assert (made.name, made.about_key, made.about_values, made.audiences) == (
        "Young carers",
        "caring",
        ["yes"],
        ["young-people"],
    )
    assert "Young carers" in leads.get(f"{AT}/targets").words()
    leads.submit(f"{AT}/targets/{made.id}", expected="40")
    session.expire_all()
    assert (made.expected, made.population, made.about_key) == (40, 420, "caring")
    leads.submit(f"{AT}/targets/{made.id}/remove", button="Take it away")
    assert queries.count(session, town.of.id) == 0


@pytest.mark.parametrize(
    ("kind", "typed", "error"),
    [
        ("area", {"name": ""}, "Enter a name"),
        ("area", {"name": "West", "expected": "many"}, "Enter a whole number, such as 120"),
        ("area", {"name": "West", "expected": "9", "population": "8"}, "You expect more people than there are"),
        ("school", {"name": "Taken"}, "“Taken” is there already"),
    ],
)
def test_what_cannot_be_kept_is_said_at_the_field(leads, town, session, kind, typed, error):
    town.school("Taken")
    session.commit()
    answer = leads.submit(f"{AT}/targets/new/{kind}", **typed)
    assert any(words.startswith(error) for words in answer.errors())
    assert queries.count(session, town.of.id) == 1


def test_answers_to_two_questions_would_count_somebody_twice(leads):
    answer = leads.submit(f"{AT}/targets/new/group", name="Some", belongs=["caring=yes", "disability=yes"])
    assert any("one question only" in words for words in answer.errors())


def test_the_numbers_of_audiences_are_changed(leads, session, town):
    leads.submit(f"{AT}/targets/audiences", young_people_expected="1,200", young_people_population="9870")
    session.expire_all()
    row = next(row for row in town.of.audiences if row.audience is YOUNG)
    assert (row.expected, row.population) == (1200, 9870)


def send(leads, text):
    return leads.submit(f"{AT}/targets/import", file=(io.BytesIO(text.encode()), "targets.csv"))


def test_a_file_with_a_bad_row_is_told_row_by_row_and_changes_nothing(leads, session, town):
    answer = send(leads, "kind,name,expected\narea,West,20\narea,East,lots\nward,South,3\n")
    words = answer.words()
    assert "Nothing was changed" in words
    assert "3East“lots” in expected is not a whole number" in words
    assert "4South“ward” is no kind" in words
    assert queries.count(session, town.of.id) == 0
    assert "Missing: kind" in send(leads, "name\nWest\n").words()
    assert "The file is empty" in send(leads, "").words()


def test_a_good_file_is_kept_and_what_is_given_back_changes_nothing(leads, session, town):
    send(leads, "kind;name;expected;population;area\narea;West;20;900;\nschool;Hill;10;120;West\n")
    rows = queries.every(session, town.of.id)
    assert [(row.name, row.expected, row.population) for row in rows] == [("West", 20, 900), ("Hill", 10, 120)]
    given_back = leads.get(f"{AT}/targets.csv").body
    answer = send(leads, given_back.removeprefix("\ufeff"))
    assert answer.url.endswith("/targets"), answer.words()
    session.expire_all()
    after = session.scalars(select(Target).order_by(Target.position)).all()
    assert [(row.name, row.expected, row.area_id) for row in after] == [("West", 20, None), ("Hill", 10, rows[0].id)]


def test_a_lead_says_whom_an_event_was_for(leads, session, town):
    school, group = town.school("Hill School"), town.group("Young carers", 30)
    event = make.event(session, town.of, slug="club", name="Club night")
    town.hear(12, event=event)
    session.commit()
    leads.submit(f"{AT}/events/club", place=str(school.id), groups=[str(group.id)])
    assert "Hill SchoolYoung carers" in leads.get(f"{AT}/events").words()
    assert (town.row("Hill School").people, town.row("Young carers").people) == (12, 12)
    leads.submit(f"{AT}/events/club", place="", groups=[])
    assert town.row("Young carers").people == 0


def test_analysts_read_and_change_nothing(page, analyst, town):
    filled(town)
    reader = page.sign_in(analyst)
    shown = reader.get(AT)
    assert "Young carers" in shown.words()
    assert not shown.find("//h:main//h:form")
    assert reader.get(f"{AT}/targets", status=403).status == 403
