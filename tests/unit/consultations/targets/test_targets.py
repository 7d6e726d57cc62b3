"""Targets, and the file of them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from cypp_consult.consultations.targets import queries, rules, services
from cypp_consult.consultations.targets.models import Target, TargetKind
from cypp_consult.consultations.targets.rules import AudienceNumbers, Wanted, read_rows
from cypp_consult.core.audiences import Audience
from cypp_consult.core.audit import AuditEntry
from cypp_consult.core.errors import InvalidInputError, NotFoundError
from tests import make

YOUNGER, YOUNG, PARENTS, STAFF = Audience
ASKED = (YOUNGER, YOUNG, PARENTS)
BANDS = {YOUNGER: {"7-8": "7 or 8"}, YOUNG: {"11-13": "11 to 13", "14-15": "14 or 15"}}


def read(*rows, areas=("North",)):
    return read_rows([(number + 2, row) for number, row in enumerate(rows)], ASKED, BANDS, areas)


def row(kind, name, **given):
    return {"kind": kind, "name": name, **given}


@pytest.mark.parametrize(
    ("given_row", "why"),
    [
        (row("", "North"), "The kind is missing: write audience, age, area, school or group."),
        (row("ward", "North"), "“ward” is no kind: write audience, age, area, school or group."),
        (row("area", " "), "Enter a name."),
        (row("area", "South", expected="lots"), "“lots” in expected is not a whole number from 1 to 1,000,000."),
        (row("area", "South", population="0"), "“0” in population is not a whole number from 1 to 1,000,000."),
        (row("area", "South", expected="nan"), "“nan” in expected is not a whole number from 1 to 1,000,000."),
        (row("area", "South", expected="9", population="8"), "You expect more people than there are."),
        (row("audience", "Teachers"), "“Teachers” is no audience. Write one of: Younger children"),
        (row("audience", "staff-partners"), "Staff and partners are not asked in this consultation."),
        (row("age", "11 to 13"), "An age belongs to one audience: name it in the column audience."),
        (row("age", "16 to 18", audience="young-people"), "Young people are asked for other ages: 11 to 13, 14 or 15."),
        (row("school", "Hill", area="Nowhere"), "There is no area “Nowhere”. Add a row of kind area for it"),
        (row("group", "Young carers", area="North"), "Only a school lies in an area. Empty this cell."),
    ],
)
def test_each_bad_row_says_what_to_do(given_row, why):
    found = read(row("area", "West"), given_row)
    (problem,) = found.problems
    assert problem.row == 3
    assert problem.why.startswith(why)
    assert [wanted.name for wanted in found.targets] == ["West"]


def test_a_row_that_is_there_twice_names_the_first():
    (problem,) = read(row("area", "West"), row("Area", "WEST")).problems
    assert problem.why == "This is in row 2 already. Take one of the two out."


def test_good_rows_are_read_whatever_their_case_and_a_school_finds_an_area_of_the_file():
    found = read(
        {"Kind": "School", " Name ": "Hill School", "Area": "west", "Expected": "1,200", "population": "2 400.0"},
        row("area", "West"),
        row("age band", "11-13", audience="Young people", expected="40"),
        row("group", "young carers", expected="30"),
        row("audience", "Parents and carers", expected="200", population="9000", source="Census"),
    )
    assert not found.problems
    school, _, age, group = found.targets
    assert (school.expected, school.population, school.audiences) == (1200, 2400, (YOUNGER, YOUNG))
    assert (age.key, age.name) == ("young-people/11-13", "11 to 13")
    assert (group.about_key, group.about_values, group.pattern) == ("caring", ("yes",), "young-carers")
    assert found.audiences == [AudienceNumbers(PARENTS, 200, 9000, "Census")]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(rules.COLUMNS), st.text("aA1 ;.é", max_size=4)), max_size=4))
def test_any_row_is_taken_or_told(rows):
    found = read(*rows)
    assert len(found.audiences) + len(found.targets) + len(found.problems) == len(rows)


@pytest.fixture
def of(session, lead):
    return make.consultation(session, lead=lead, audiences=ASKED)


def test_a_file_is_kept_whole_and_again_only_changes_numbers(session, of):
    first = read(row("school", "Hill", area="West"), row("area", "West", expected="20"), areas=())
    assert services.keep(session, of, first) == (2, 0)
    school, area = (next(t for t in queries.every(session, of.id) if t.name == name) for name in ("Hill", "West"))
    assert school.area_id == area.id
    services.change(session, area, Wanted(TargetKind.AREA, "West", expected=20, audiences=(YOUNG,), action="Ask"))
    again = read(row("area", "west", expected="25", population="900"))
    assert services.keep(session, of, again) == (0, 1)
    session.expire_all()
    assert (area.expected, area.population, area.audiences, area.action) == (25, 900, ["young-people"], "Ask")


def test_a_file_with_a_bad_row_changes_nothing(session, of):
    with pytest.raises(InvalidInputError):
        services.keep(session, of, read(row("area", "West"), row("area", "")))
    assert queries.count(session, of.id) == 0


def test_two_of_one_name_are_refused_and_names_differ_in_addresses(session, of):
    services.add(session, of, Wanted(TargetKind.AREA, "St. Mary’s"))
    with pytest.raises(InvalidInputError, match="there already"):
        services.add(session, of, Wanted(TargetKind.AREA, "st. mary’s"))
    services.add(session, of, Wanted(TargetKind.AREA, "St Marys"))
    services.add(session, of, Wanted(TargetKind.SCHOOL, "St. Mary’s"))
    assert len({(target.kind, target.key) for target in queries.every(session, of.id)}) == 3


def test_taking_an_area_away_leaves_its_schools(session, of):
    area = services.add(session, of, Wanted(TargetKind.AREA, "West"))
    school = services.add(session, of, Wanted(TargetKind.SCHOOL, "Hill", area="west"))
    assert school.area_id == area.id
    services.remove(session, area)
    session.expire_all()
    assert session.get(Target, school.id).area_id is None
    assert "target.remove" in set(session.scalars(select(AuditEntry.action)))


def test_a_target_of_another_consultation_is_not_found(session, of, lead):
    other = make.consultation(session, lead=lead)
    made = services.add(session, other, Wanted(TargetKind.AREA, "West"))
    with pytest.raises(NotFoundError):
        queries.one(session, of.id, made.id)
