"""Templates are laid out backwards from one day, keep their order, and give the months of their source."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypp_consult.consultations.holidays import bank_holidays
from cypp_consult.consultations.models import Division
from cypp_consult.consultations.rules.days import WorkCalendar
from cypp_consult.consultations.rules.patterns import PatternError, Place, Roll, lay_out, read, written
from cypp_consult.consultations.timeline_templates import KINDS, ORDER, own_templates

KNOWN = bank_holidays(Division.ENGLAND_AND_WALES)
CALENDAR = WorkCalendar(KNOWN, (), min(KNOWN), max(KNOWN))
# what the public timetable of "Towards the Leeds Children and Young People's Plan 2009-2014" prints: month by step
LEEDS = {
    "outline-priorities-start": 6,
    "partner-consultation-start": 7,
    "partner-consultation-continues": 8,
    "first-stage-consultation-end": 9,
    "children-and-young-people-consultation": 9,
    "priorities-agreed": 10,
    "priorities-inform-budget": 10,
    "six-month-review": 10,
    "actions-and-targets-detailed": 11,
    "draft-plan-published": 11,
    "draft-consultation-end": 12,
    "final-draft-completed": 1,
    "partnership-approval": 2,
    "executive-board-approval": 3,
}
days_of_march = st.dates(date(2009, 1, 1), date(2040, 12, 31)).map(lambda day: day.replace(month=3))


def test_every_promised_template_is_there():
    assert tuple(own_templates()) == ORDER == ("leeds-2009", "twelve-weeks", "six-weeks", "annual-review", "quarterly")


@given(days_of_march)
def test_leeds_gives_the_months_of_its_source_for_any_day_of_march(anchor):
    laid = {item.pattern.id: item for item in lay_out(own_templates()["leeds-2009"], anchor, CALENDAR)}
    for step, month in LEEDS.items():
        item = laid[step]
        for day in (item.first, item.ends):
            assert (day.year, day.month) == (anchor.year if month < 6 else anchor.year - 1, month), step
    assert laid["first-stage-consultation-end"].ends.day == 30
    assert laid["executive-board-approval"].ends == anchor
    assert 11 <= laid["draft-consultation-end"].ends.day <= 15
    partners = laid["partner-consultation"]
    assert (partners.starts.month, partners.ends.month, partners.ends.day) == (7, 9, 30)
    draft = laid["draft-consultation"]
    assert draft.starts == laid["draft-plan-published"].ends and draft.ends == laid["draft-consultation-end"].ends


@given(st.sampled_from(ORDER), st.dates(date(2005, 1, 1), date(2095, 12, 31)))
def test_no_step_of_a_template_comes_before_what_it_needs(name, anchor):
    laid = lay_out(own_templates()[name], anchor, CALENDAR)
    by_id = {item.pattern.id: item for item in laid}
    for item in laid:
        assert item.first <= item.ends
        for need in item.pattern.needs:
            assert by_id[need].ends <= item.first, f"{item.pattern.id} needs {need}"
    assert by_id[own_templates()[name].anchored].ends == anchor


@pytest.mark.parametrize(("name", "length"), [("twelve-weeks", 84), ("six-weeks", 42)])
def test_consultations_are_as_long_as_they_say_and_answer_back_in_time(name, length):
    laid = {item.pattern.id: item for item in lay_out(own_templates()[name], date(2027, 3, 17), CALENDAR)}
    asked = laid["consultation"]
    assert (asked.ends - asked.starts).days + 1 == length
    assert (laid["feedback"].ends - asked.ends).days <= 84


def test_months_are_cut_to_their_last_day_also_on_a_29th_of_february():
    leap = date(2028, 2, 29)
    assert Place(months=-12).on(leap, CALENDAR) == date(2027, 2, 28)
    assert Place(months=12, day=31).on(leap, CALENDAR) == date(2029, 2, 28)
    assert Place(months=-1, day=31).on(date(2028, 3, 5), CALENDAR) == leap
    assert Place(days=0).on(leap, CALENDAR) == leap
    assert Place(months=0, day=25, roll=Roll.BACK).on(date(2027, 12, 1), CALENDAR) == date(2027, 12, 24)
    assert Place(months=0, day=25, roll=Roll.FORWARD).on(date(2027, 12, 1), CALENDAR) == date(2027, 12, 29)


def test_a_template_comes_back_from_plain_data_as_it_was():
    for template in own_templates().values():
        assert read(written(template), KINDS) == template


def pattern(name: str, *needs: str) -> dict[str, object]:
    return {"id": name, "name": name, "kind": "drafting", "ends": {"days": 0}, "needs": list(needs)}


@pytest.mark.parametrize(
    ("milestones", "says"),
    [
        ([pattern("a", "b"), pattern("b", "a")], "circle"),
        ([pattern("a", "x")], "“x”"),
        ([pattern("a"), pattern("a")], "twice"),
        ([{**pattern("a"), "kind": "poem"}], "poem"),
        ([{"id": "a"}], "cannot be read"),
    ],
)
def test_a_wrong_template_says_what_is_wrong(milestones, says):
    with pytest.raises(PatternError, match=says):
        read({"id": "t", "name": "t", "anchor": "the day", "milestones": milestones}, KINDS)


def test_a_year_that_is_none_is_said():
    with pytest.raises(PatternError, match="does not fit"):
        lay_out(own_templates()["twelve-weeks"], date(1, 1, 2), CALENDAR)
