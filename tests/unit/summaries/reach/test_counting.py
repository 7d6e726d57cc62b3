"""Whom reach counts, for what, and what it does not show."""

from datetime import timedelta

import pytest

from cypp_consult.collection.services import remove
from cypp_consult.consultations.models import IdentityLevel
from cypp_consult.core import clock
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.summaries import services
from cypp_consult.summaries.reach.files import reach_csv
from cypp_consult.summaries.reach.pace import Standing
from cypp_consult.summaries.reach.services import say_for
from tests import make
from tests.unit.summaries.reach.town import PARENTS, STAFF, YOUNG, YOUNGER, Town


@pytest.fixture
def town(session, lead):
    return Town(session, lead)


def numbers(row):
    return row.forms, row.people


def test_a_groups_note_is_one_form_and_counts_its_people(town):
    town.expect(YOUNG, 100, 2000)
    town.hear(30)
    town.note(20)
    row = town.row("Young people")
    assert numbers(row) == (31, 50)
    assert (row.to_go, row.rate, row.standing) == (50, 50 / 2000, Standing.ON_COURSE)


def test_reach_and_a_summary_count_the_same(town, session):
    town.hear(30)
    town.hear(12, PARENTS)
    town.hear(3, STAFF)
    town.note(9, YOUNGER)
    milestone = make.milestone(session, town.of)
    removed = town.hear(4)[0]
    remove(session, removed, "asked for", clock.now())
    town.hear(2, late=True)
    reached = town.reached()
    summary = services.build(session, milestone, clock.now(), 5)
    assert (reached.forms, reached.people) == (summary.responses.total, summary.people.total) == (47, 47)
    rows = {row.name: numbers(row) for row in reached.section("audience").rows}
    assert rows["Young people"] == (35, 35)
    assert rows["Staff and partners"] == rows["Younger children"] == (None, None)
    assert set(reached.left_out) == {"Staff and partners", "Younger children"} == set(summary.left_out)


def test_an_answer_of_tomorrow_is_not_there_yet(town):
    town.hear(8)
    town.hear(6, received_at=clock.now() + timedelta(days=1))
    assert town.row("Young people").people == 8


def test_ages_are_parts_of_their_audience(town):
    town.age(YOUNG, "11-13", 40, 1000)
    town.age(YOUNG, "14-15", 40, 1000)
    town.hear(20, age_band="11-13")
    town.hear(10, age_band="14-15")
    town.hear(7, age_band="16-18")
    town.hear(6)
    town.hear(9, PARENTS, age_band="11-13")
    found = town.reached().section("age")
    assert [(row.name, row.people) for row in found.rows] == [
        ("11-13", 20),
        ("14-15", 10),
        ("Another age, or not said", 13),
    ]
    assert found.likeness.people == 30
    assert found.likeness.index == pytest.approx(1 / 6)


def test_a_small_age_takes_what_is_left_over_with_it(town):
    town.age(YOUNG, "11-13", 40, 1000)
    town.age(YOUNG, "14-15", 40, 1000)
    town.hear(3, age_band="11-13")
    town.hear(30, age_band="14-15")
    town.hear(20)
    found = town.reached().section("age")
    assert [row.people for row in found.rows] == [None, 30, None]
    assert (found.likeness, found.left_out) == (None, 1)


def test_ages_of_an_audience_too_small_to_be_shown_are_hidden_too(town):
    town.age(YOUNG, "11-13", 40)
    town.hear(4)
    town.hear(20, PARENTS)
    assert {numbers(row) for row in town.reached().section("age").rows} == {(None, None)}


def test_a_school_counts_for_its_area_and_all_else_for_no_place(town):
    area = town.area("North", 100, 2000)
    school = town.school("Hill School", "North", 50, 300)
    town.hear(20, event=town.event(school))
    town.hear(7, event=town.event(area))
    town.hear(9, PARENTS, event=town.event(school))
    town.hear(30)
    rows = {row.name: row for row in town.reached().section("place").rows}
    assert rows["North"].people == 27
    assert rows["Hill School"].people == 20
    assert rows["North, at none of these schools"].people == 7
    assert rows["No area or school known"].people == 39
    assert (rows["Hill School"].depth, rows["Hill School"].rate) == (1, 20 / 300)


def test_somebody_counts_once_for_a_group_however_they_are_known(town):
    carers = town.group("Young carers", 30, 400, about="caring=yes")
    club = town.event(None, carers)
    town.hear(6, about={"caring": "yes"})
    town.hear(5, event=club, about={"caring": "yes"})
    town.note(12, event=club)
    town.hear(10, about={"caring": "no"})
    town.hear(8, PARENTS, about={"caring": "yes"})
    assert numbers(town.row("Young carers")) == (12, 23)


def test_what_a_group_says_is_nobodys_own_answer(town):
    town.group("Young carers", 30, about="caring=yes")
    town.note(12, about={"caring": "yes"})
    town.hear(20)
    assert town.row("Young carers").people == 0


def test_a_group_that_nobody_is_asked_about_is_reached_by_events(town):
    town.of.identity_level = IdentityLevel.NONE
    group = town.group("Traveller families", 15, audiences=())
    town.hear(6, event=town.event(None, group))
    town.hear(5, PARENTS, event=town.event(None, group))
    reached = town.reached()
    assert next(row for row in reached.rows if row.name == "Traveller families").people == 11
    assert not reached.asks_about


def test_of_a_small_group_only_that_it_is_behind_is_told(town):
    town.group("Young carers", 30, 400, about="caring=yes")
    town.hear(3, about={"caring": "yes"})
    town.hear(60)
    row = town.row("Young carers")
    assert (row.people, row.forms, row.to_go, row.rate, row.share) == (None,) * 5
    assert row.standing is Standing.BEHIND
    town.targets["Young carers"].expected = 6
    assert town.row("Young carers").standing is Standing.HIDDEN, "behind would say fewer than five"


def test_a_group_inside_another_is_hidden_where_taking_away_would_tell(town):
    big, inner = town.group("All clubs", 30), town.group("One club", 30)
    town.hear(20, event=town.event(None, big, inner))
    town.hear(3, event=town.event(None, big))
    town.hear(50)
    assert town.row("All clubs").people == 23
    assert town.row("One club").people is None


def test_a_group_does_not_tell_the_number_of_a_hidden_place(town):
    group = town.group("Year 6 panel", 30)
    one, two = town.school("One", "", 20), town.school("Two", "", 20)
    town.hear(17, event=town.event(one, group))
    town.hear(3, event=town.event(two))
    assert {row.people for row in town.reached().section("place").rows if row.kind == "school"} == {None}
    assert town.row("Year 6 panel").people is None


def test_the_next_chance_is_the_first_event_that_is_for_them(town):
    carers = town.group("Young carers", 30)
    today = clock.today()
    town.event(None, carers, name="Last week", held_on=today - timedelta(days=5))
    town.event(None, carers, name="Club night", held_on=today + timedelta(days=3), expected_headcount=14)
    town.event(None, name="Sooner, for others", held_on=today + timedelta(days=1))
    chance = town.row("Young carers").chance
    assert (chance.name, chance.expected) == ("Club night", 14)


def test_the_last_days_are_told_of_an_audience_where_nobody_stands_out(town):
    town.expect(YOUNG, 100)
    town.hear(20, received_at=clock.now() - timedelta(days=8))
    town.hear(14)
    assert town.row("Young people").recent == 14
    town.hear(3, PARENTS)
    town.hear(20, PARENTS, received_at=clock.now() - timedelta(days=8))
    assert town.row("Parents and carers").recent is None


def test_what_is_under_target_comes_furthest_behind_first(town):
    town.expect(YOUNG, 60)
    town.expect(PARENTS, 200)
    town.hear(50)
    town.hear(20, PARENTS)
    town.group("Nobody yet", 10)
    assert [row.name for row in town.reached().under] == ["Nobody yet", "Parents and carers"]


def test_the_file_says_what_the_page_says(town):
    town.group("Young carers", 30, 400, about="caring=yes")
    town.hear(3, about={"caring": "yes"})
    town.hear(60)
    lines = reach_csv(town.reached()).decode("utf-8-sig").splitlines()
    assert '"Groups we said we would reach","","Young carers","","","30","Behind","","400","","","yes"' in lines
    assert '"All","","All","63","63","","","","","","","no"' in lines


def test_nothing_is_shown_where_everything_is_small(town):
    town.area("North", 100)
    town.hear(3)
    reached = town.reached()
    assert (reached.forms, reached.people) == (None, None)
    assert {row.people for row in reached.section("place").rows} == {None}
    assert reached.section("place").rows[0].standing is Standing.BEHIND, "all the same, something has to be done"


def test_statements_do_not_grow_with_targets_events_and_answers(town, statements):
    def fill(times):
        for number in range(times):
            name = f"Group {number} of {times}"
            town.hear(6, event=town.event(town.area(f"Area {number} of {times}"), town.group(name)))

    fill(1)
    with statements() as few:
        town.reached()
    fill(6)
    with statements() as many:
        town.reached()
    assert len(many) == len(few) <= 12


def test_an_event_counts_only_for_targets_of_its_consultation_and_one_place(town, session, lead):
    other = Town(session, lead)
    area, group = other.area("Elsewhere"), other.group("Others")
    event = town.event()
    with pytest.raises(InvalidInputError, match="another consultation"):
        say_for(session, event, area, [])
    with pytest.raises(InvalidInputError, match="area or a school"):
        say_for(session, event, group, [])
    with pytest.raises(InvalidInputError, match="groups"):
        say_for(session, event, None, [area])
