"""When papers are due, and what a framework says of its bodies."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypp_consult.consultations.governance.models import ApprovalRule, BodyKind, Office, SeatLevel
from cypp_consult.consultations.governance.patterns import approvals_of, bodies_of, kind_of
from cypp_consult.consultations.governance.rules import (
    meeting_state,
    papers,
    papers_due,
    rule_in_words,
    would_circle,
)
from cypp_consult.consultations.holidays import bank_holidays
from cypp_consult.consultations.models import Division
from cypp_consult.consultations.rules import Due
from cypp_consult.consultations.rules.days import Period, WorkCalendar
from cypp_consult.plans.framework import Framework
from cypp_consult.plans.framework_store import built_in

KNOWN = bank_holidays(Division.ENGLAND_AND_WALES)
ENGLAND = WorkCalendar(KNOWN, known_from=min(KNOWN), known_to=max(KNOWN))


@pytest.mark.parametrize(
    ("held_on", "days", "expected"),
    [
        (date(2027, 2, 17), 5, date(2027, 2, 10)),
        (date(2027, 2, 17), 0, date(2027, 2, 17)),
        # Good Friday 26 and Easter Monday 29 March 2027
        (date(2027, 3, 31), 5, date(2027, 3, 22)),
        # across 1 January, Christmas Day, and 28 December that stands in for Boxing Day on a Saturday
        (date(2027, 1, 5), 5, date(2026, 12, 24)),
        # a meeting on a Saturday
        (date(2027, 2, 20), 0, date(2027, 2, 19)),
        (date(2027, 2, 20), 1, date(2027, 2, 19)),
        (date(2027, 2, 20), 2, date(2027, 2, 18)),
    ],
)
def test_papers_are_due_in_working_days(held_on, days, expected):
    assert papers_due(held_on, days, ENGLAND) == expected


def test_the_same_meeting_has_other_papers_days_in_scotland():
    scottish = bank_holidays(Division.SCOTLAND)
    scotland = WorkCalendar(scottish, known_from=min(scottish), known_to=max(scottish))
    # Easter Monday is worked on there
    assert papers_due(date(2027, 3, 31), 5, scotland) == date(2027, 3, 23)


@given(st.dates(date(2025, 1, 1), date(2028, 6, 1)), st.integers(1, 30), st.lists(st.integers(0, 60), max_size=3))
def test_there_are_so_many_working_days_up_to_a_meeting(held_on, days, gaps):
    closures = [Period("Closed", held_on - timedelta(days=gap + 3), held_on - timedelta(days=gap)) for gap in gaps]
    calendar = WorkCalendar(KNOWN, closures)
    due = papers_due(held_on, days, calendar)
    assert calendar.is_working(due)
    assert calendar.working_days(due, held_on - timedelta(days=1)) == days


def test_a_board_that_is_closed_for_years_still_gets_a_day():
    shut = WorkCalendar(closures=[Period("Closed", date(2000, 1, 1), date(2100, 1, 1))])
    assert papers_due(date(2027, 2, 17), 5, shut) <= date(2027, 2, 17)


def test_how_papers_stand():
    met = date(2027, 2, 17)

    def state(today, *, sent=False, set_on=None):
        found = papers(met, set_on, 5, ENGLAND, today, sent=sent)
        return found.due_on, found.state.kind, found.closed

    assert state(date(2027, 2, 1)) == (date(2027, 2, 10), Due.TO_COME, None)
    assert state(date(2027, 2, 11))[1] is Due.LATE
    assert state(date(2027, 2, 11), sent=True)[1] is Due.DONE
    assert state(date(2027, 2, 18))[1] is Due.DONE, "the meeting is over: nobody waits for papers"
    assert state(date(2027, 2, 1), set_on=date(2027, 2, 14)) == (date(2027, 2, 14), Due.TO_COME, "a Sunday")
    assert [meeting_state(met, met + timedelta(days=days)).words for days in (-9, -1, 0, 1)] == [
        "In 9 days",
        "Tomorrow",
        "Today",
        "Held",
    ]


def test_rules_in_words():
    assert rule_in_words(ApprovalRule.QUORUM, 1).startswith("At least 1 full member has voted")
    assert rule_in_words(ApprovalRule.ALL_FULL, None) == "Every full member approves."


def test_nobody_reports_to_themselves():
    above = {"a": "b", "b": "c", "c": None, "x": "y", "y": "x"}
    assert would_circle(above, "c", "a")
    assert not would_circle(above, "a", "c")
    assert not would_circle(above, "a", "x"), "a circle elsewhere is not followed for ever"


def test_the_leicester_partnership_of_2002():
    bodies = bodies_of(built_in()["leicester-2002"])
    board = bodies[0]
    assert (board.name, board.kind) == ("Leicester Children's Strategic Partnership", BodyKind.PARTNERSHIP_BOARD)
    # 18 full members, one of them with four places; six associates
    assert (board.full, len(board.seats)) == (21, 27)
    assert {seat.name for seat in board.seats if seat.level is SeatLevel.ASSOCIATE} == {
        "Police",
        "Probation",
        "NCH",
        "Chief Executives (City Council)",
        "Council of Faiths",
        "UHL",
    }
    assert [(seat.name, seat.office) for seat in board.seats if seat.office] == [
        ("Social Services", Office.CHAIR),
        ("Leicester City West Primary Care Trust", Office.VICE_CHAIR),
    ]
    assert "Full members: May vote." in board.about
    groups = [body for body in bodies if body.kind is BodyKind.SUB_GROUP]
    assert [body.id for body in groups] == [
        "childrens-fund",
        "camhs-jsg",
        "participation",
        "national-service-framework",
    ]
    assert {body.reports_to for body in groups} == {board.id}


def test_the_leeds_approvals():
    leeds = built_in()["leeds-2009"]
    assert {body.id: body.kind for body in bodies_of(leeds)} == {
        "children-leeds-partnership": BodyKind.PARTNERSHIP_BOARD,
        "integrated-strategic-commissioning-board": BodyKind.COMMISSIONING_BOARD,
        "executive-board": BodyKind.EXECUTIVE_BOARD,
    }
    assert approvals_of(leeds) == {
        "priorities-agreed": ("children-leeds-partnership",),
        "partnership-approval": ("children-leeds-partnership", "integrated-strategic-commissioning-board"),
        "executive-board-approval": ("executive-board",),
    }


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Young People’s Council", BodyKind.CHILDRENS_COUNCIL),
        ("Children's Trust Board", BodyKind.PARTNERSHIP_BOARD),
        ("Cabinet", BodyKind.EXECUTIVE_BOARD),
        ("Joint Commissioning Group", BodyKind.COMMISSIONING_BOARD),
        ("Parents Council", BodyKind.OTHER),
    ],
)
def test_what_a_name_tells(name, kind):
    assert kind_of(name) is kind


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "name", "members", "voting_places", "level", "office", "type", "bodies", "text"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(
    st.dictionaries(
        st.sampled_from(["partnership", "sub_groups", "approval_bodies", "participation_bodies", "milestones"]), JUNK
    )
)
def test_whatever_an_imported_file_holds_is_read(extras):
    made = Framework("x", "plan", "X", "X", 2020, None, "", "", 2020, "Outcome", extras=extras)
    ids = [body.id for body in bodies_of(made)]
    assert len(set(ids)) == len(ids)
    assert all(set(bodies) <= set(ids) for bodies in approvals_of(made).values())
