"""Outcomes of other plans take the words of the outcome of Every Child Matters that they are near to."""

import pytest

from cypp_consult.text.analyse import suggesters_for
from cypp_consult.text.kinship import kin_of
from tests.unit.text.samples import FRAMEWORK_IDS, framework


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("Children and young people are healthy", "be-healthy"),
        ("Every child is safe", "stay-safe"),
        ("Learners who achieve", "enjoy-and-achieve"),
        ("Young people are heard and respected", "make-a-positive-contribution"),
        ("Ready for work and adult life", "achieve-economic-wellbeing"),
        ("Free from poverty", "achieve-economic-wellbeing"),
    ],
)
def test_an_outcome_is_known_by_its_name(name, near):
    assert set(kin_of({"id": "x", "name": name})) == {near}


def test_a_name_that_says_two_things_is_near_to_both():
    assert set(kin_of({"id": "x", "name": "Safe and healthy"})) == {"stay-safe", "be-healthy"}


def test_a_name_that_says_nothing_goes_by_its_summary_or_has_no_kin():
    assert kin_of({"id": "x", "name": "A great place to grow up"}) == {}
    told = {"id": "x", "name": "Ambition one", "summary": "Good health, and mental health help at once"}
    assert set(kin_of(told)) == {"be-healthy"}


def test_what_a_framework_declares_comes_first():
    assert kin_of({"id": "stay-safe", "name": "Safe", "kin": {"be-healthy": 0.4, "nonsense": 1}}) == {"be-healthy": 0.4}
    assert kin_of({"id": "x", "name": "Safe", "kin": {"stay-safe": "much"}}) == {"stay-safe": 1.0}


@pytest.mark.parametrize("name", FRAMEWORK_IDS)
def test_each_outcome_of_the_published_frameworks_is_settled(name):
    for outcome in framework(name)["outcomes"]:
        assert isinstance(kin_of(outcome), dict)


def test_a_plan_of_ones_own_is_served_from_the_start():
    plan = {
        "outcomes": [
            {"id": "safe-and-loved", "name": "Safe and loved"},
            {"id": "well", "name": "Healthy bodies and minds"},
            {"id": "heard", "name": "Heard and respected"},
        ]
    }
    suggest = suggesters_for(plan).outcomes.suggest
    assert suggest("there are too many stabbings round here")[0].target == "safe-and-loved"
    assert suggest("we can't get a dentist")[0].target == "well"
    assert suggest("councillors should ask us before they decide")[0].target == "heard"


def test_the_plan_of_2020_finds_school_and_safety():
    suggest = suggesters_for(framework("leicestershire-2020")).outcomes.suggest
    assert suggest("smaller classes and better teachers")[0].target == "good-quality-education"
    assert suggest("my foster carer keeps me safe")[0].target == "safe-stable-environments"
