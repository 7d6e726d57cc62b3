"""Nothing opens while something is missing; checks warn and never block."""

from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypp_consult.consultations.rules import AudienceFacts, Facts, NotReadyError, checks, readiness

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
            ["It runs across the Christmas holidays, about 13 days. Think about more time."],
        ),
        (
            date(2026, 1, 2),
            date(2026, 3, 1),
            ["It runs across the Christmas holidays, about 1 day. Think about more time."],
        ),
        (
            date(2026, 6, 1),
            date(2026, 7, 23),
            ["It runs across the school summer holidays, about 1 day. Think about more time."],
        ),
        (
            date(2026, 6, 1),
            date(2026, 9, 20),
            ["It runs across the school summer holidays, about 40 days. Think about more time."],
        ),
        (date(2026, 9, 7), date(2026, 9, 6), []),
    ],
)
def test_short_times_and_holidays_are_said(opens, closes, words):
    assert said(opens_on=opens, closes_on=closes, decision_on=None) == words


def test_two_christmases_count_both():
    assert "about 26 days" in said(opens_on=date(2024, 12, 1), closes_on=date(2026, 2, 1), decision_on=None)[0]


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
    assert all(check.what and check.where for check in checks(facts))
