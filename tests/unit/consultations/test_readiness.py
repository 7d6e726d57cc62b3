"""Nothing opens while something is missing; checks warn and never block."""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypp_consult.consultations.rules import AudienceFacts, Facts, Matters, NotReadyError, checks, readiness
from cypp_consult.consultations.rules.days import Period

WHOLE = Facts(
    purpose="To write a plan.",
    open_to_influence="What comes first.",
    already_decided="The budget.",
    lawful_basis="public_task",
    opens_on=date(2026, 9, 7),
    closes_on=date(2026, 11, 1),
    decision_on=date(2026, 12, 1),
    retention_until=date(2028, 11, 1),
    has_lead=True,
    has_safeguarding_lead=True,
    safeguarding_phone="01632 960 114",
    contact="plan@ashdale.example",
    privacy_full="We keep no name.",
    what_happens_next="We read every answer.",
    audiences=[AudienceFacts("Young people", "About the plan.", "We keep no name.")],
)
EMPTY = {"has_lead": False, "has_safeguarding_lead": False, "audiences": ()}


def test_a_whole_one_is_ready_and_calls_for_no_second_look():
    assert readiness(WHOLE) == []
    assert checks(WHOLE) == []


@given(st.sets(st.sampled_from([field.name for field in fields(Facts)])))
def test_exactly_what_is_taken_out_is_missing(names):
    blanks = {name: EMPTY.get(name, None if name.endswith(("_on", "until", "basis")) else " ") for name in names}
    missing = readiness(replace(WHOLE, **blanks))
    places = {"has_lead": "lead_id", "has_safeguarding_lead": "safeguarding_lead_id"}
    assert {item.where for item in missing} == {places.get(name, name) for name in names}
    assert all(item.what.endswith(".") for item in missing)


def test_each_audience_needs_its_words():
    facts = replace(WHOLE, audiences=[AudienceFacts("Young people", " ", ""), AudienceFacts("Staff", "x", "y")])
    assert [item.what for item in readiness(facts)] == [
        "Young people: say what this is about.",
        "Young people: write the short privacy notice.",
    ]


def test_closing_before_opening_is_missing_a_date():
    facts = replace(WHOLE, closes_on=date(2026, 9, 6))
    assert [item.where for item in readiness(facts)] == ["closes_on"]


def test_the_error_says_the_list():
    error = NotReadyError(readiness(replace(WHOLE, contact="")))
    assert str(error) == "This cannot open yet. Say whom people can ask."
    assert error.missing[0].where == "contact"


def said(**changes) -> list[str]:
    return [check.what for check in checks(replace(WHOLE, **changes))]


@pytest.mark.parametrize(
    ("opens", "closes", "words"),
    [
        (
            date(2026, 9, 7),
            date(2026, 10, 17),
            ["It is open for 41 days. Six weeks (42 days) or more gives people time."],
        ),
        (date(2026, 9, 7), date(2026, 10, 18), []),
        (
            date(2024, 12, 18),
            date(2025, 2, 17),
            ["It runs across Christmas, 9 days. Think about more time."],
        ),
        (
            date(2026, 1, 1),
            date(2026, 3, 1),
            ["It runs across Christmas, 1 day. Think about more time."],
        ),
        (
            date(2026, 6, 1),
            date(2026, 7, 23),
            ["It runs across school holidays (usual school summer holidays), 1 day. Think about more time."],
        ),
        (
            date(2026, 6, 1),
            date(2026, 9, 20),
            ["It runs across school holidays (usual school summer holidays), 40 days. Think about more time."],
        ),
        (date(2026, 9, 7), date(2026, 9, 6), []),
    ],
)
def test_short_times_and_holidays_are_said(opens, closes, words):
    assert said(opens_on=opens, closes_on=closes, decision_on=None) == words


def test_two_christmases_are_two_warnings():
    found = checks(replace(WHOLE, opens_on=date(2024, 12, 1), closes_on=date(2026, 2, 1), decision_on=None))
    assert [check.key for check in found] == [
        "christmas-2024",
        "christmas-2025",
        "easter-2025",
        "school-2025-07-23",
    ]
    assert all(check.about == "2024-12-01/2026-02-01" for check in found)


def test_easter_is_said():
    assert said(opens_on=date(2027, 2, 8), closes_on=date(2027, 5, 2), decision_on=None) == [
        "It runs across Easter, 4 days. Think about more time."
    ]


def matter(matters: Matters, today: date | None = None, **changes) -> list[str]:
    return [check.what for check in checks(replace(WHOLE, **changes), matters, today)]


def test_the_installations_own_school_holidays_take_the_place_of_the_usual_ones():
    own = Matters(school=[Period("Summer holidays", date(2026, 7, 27), date(2026, 9, 1))])
    dates = {"opens_on": date(2026, 6, 1), "closes_on": date(2026, 7, 26), "decision_on": None}
    assert matter(own, **dates) == []
    assert matter(Matters(), **dates) != []
    assert matter(own, **{**dates, "closes_on": date(2026, 8, 1)}) == [
        "It runs across school holidays (Summer holidays), 6 days. Think about more time."
    ]
    scottish = matter(
        Matters(division="scotland"), opens_on=date(2026, 8, 17), closes_on=date(2026, 10, 1), decision_on=None
    )
    assert scottish == []


def test_the_time_before_an_election_is_said_by_name():
    before = Matters(elections=[Period("Local elections", date(2026, 9, 21), date(2026, 10, 5))])
    assert matter(before) == [
        (
            "It is open for 15 days of the time before an election (Local elections, 21 September 2026 to 5 October 2026). "
            "Councils do not usually ask the public then."
        )
    ]


def test_stages_are_looked_at_too():
    found = checks(WHOLE, Matters(stages=[Period("The draft is asked about", date(2027, 2, 8), date(2027, 5, 2))]))
    assert [check.what for check in found] == [
        "“The draft is asked about” runs across Easter, 4 days. Think about more time."
    ]
    assert found[0].where == "timeline" and "/" not in found[0].key
    same = Matters(stages=[Period("Everybody is asked", date(2027, 2, 8), date(2027, 5, 2))])
    assert (
        len(checks(replace(WHOLE, opens_on=date(2027, 2, 8), closes_on=date(2027, 5, 2), decision_on=None), same)) == 1
    )


def test_staff_need_less_time_than_families_and_children_need_term_time():
    staff = AudienceFacts("Staff", "x", "y", "staff-partners")
    parents = AudienceFacts("Parents and carers", "x", "y", "parents-carers")
    month = {"opens_on": date(2026, 9, 7), "closes_on": date(2026, 10, 6)}
    assert said(audiences=[staff], **month) == []
    assert said(audiences=[staff, parents], **month) == [
        "It is open for 30 days. That is short for parents and carers: six weeks (42 days) gives them time."
    ]
    young = AudienceFacts("Young people", "x", "y", "young-people")
    summer = {"opens_on": date(2026, 7, 6), "closes_on": date(2026, 9, 6), "decision_on": None}
    assert any("Only 23 days of its 63 are in term time." in words for words in said(audiences=[young], **summer))


def test_feedback_is_asked_for_twelve_weeks_after_closing():
    due = date(2027, 1, 24)
    late = [check for check in checks(WHOLE, Matters(), due + timedelta(days=1)) if check.key == "feedback"]
    assert late[0].what.startswith(
        "It closed on 1 November 2026. People should have heard what came of it by 24 January"
    )
    assert not checks(WHOLE, Matters(), due)
    assert not checks(WHOLE, Matters(feedback_given=True), due + timedelta(days=1))


def test_asking_after_deciding_is_said_first():
    assert said(decision_on=date(2026, 9, 7))[0].startswith("It opens when the decision is already made.")
    assert said(decision_on=date(2026, 11, 1))[0].startswith("The decision is made before it closes.")
    assert said(decision_on=date(2026, 11, 2)) == []


def test_keeping_consent_and_unfilled_notices_are_said():
    assert "deleted before it closes" in said(retention_until=date(2026, 11, 1))[0]
    assert "under 13" in said(lawful_basis="consent")[0]
    assert "square brackets" in said(privacy_full="Write to [name].")[0]


@given(st.builds(lambda **dates: replace(WHOLE, **dates), **{
    name: st.none() | st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1))
    for name in ("opens_on", "closes_on", "decision_on", "retention_until")
}))  # fmt: skip
def test_checks_take_any_dates(facts):
    assert all(check.what and check.where for check in checks(facts, Matters(), date(2050, 1, 1)))
