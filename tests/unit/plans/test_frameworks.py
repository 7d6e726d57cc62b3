"""The five published frameworks are there in full; a file of another makes says clearly what is wrong with it."""

import copy
from pathlib import Path

import pytest
import yaml

from cypp_consult.core import clock
from cypp_consult.core.errors import NotFoundError
from cypp_consult.plans import framework_store
from cypp_consult.plans.framework_reader import FrameworkError, parse, plain, read

COUNTS = {
    "leeds-2009": (7, 11, 0, 0),
    "leicester-2002": (0, 0, 0, 0),
    "leicester-city-2009": (5, 11, 0, 20),
    "leicestershire-2006": (5, 17, 0, 0),
    "leicestershire-2020": (4, 15, 58, 42),
}
LEAST = """
schema_version: 1
id: our-plan-2027
kind: plan
title: Our plan for children and young people
area: Ashdale
period: {start: 2027, end: 2030, label: 2027-2030}
source: {title: Our plan, publisher: Ashdale Council, year: 2027}
outcome_label: Ambition
outcomes:
  - id: safe-and-loved
    name: Safe and loved
    priorities:
      - id: safe-at-home
        name: Safe at home
milestones: []
"""


def least() -> dict:
    return parse(LEAST)


@pytest.mark.parametrize("name", COUNTS)
def test_published_frameworks_are_whole(name):
    framework = framework_store.built_in()[name]
    assert tuple(framework.counts[key] for key in ("outcomes", "priorities", "actions", "measures")) == COUNTS[name]


def test_one_framework_calls_outcomes_ambitions_and_keeps_codes_and_leads():
    framework = framework_store.built_in()["leicestershire-2020"]
    assert framework.outcome_label == "Ambition"
    action = framework.outcomes[0].priorities[0].actions[0]
    assert action.code == "1.1a"
    assert action.leads == ("Head of Service - Education Quality and Effectiveness",)


def test_the_form_in_the_documentation_is_enough():
    shown = (Path(__file__).parents[3] / "docs" / "framework-schema.md").read_text(encoding="utf-8")
    block = shown.split("```yaml")[1].split("```")[0]
    assert read(parse(block)).counts == {"outcomes": 1, "priorities": 1, "actions": 0, "measures": 0}


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda d: d.pop("title"), "title: is missing."),
        (lambda d: d.update(title=" "), "title: is missing."),
        (lambda d: d.update(title=2027), "title: must be text. Put it in quotes."),
        (lambda d: d.update(schema_version=2), "schema_version: write 1."),
        (lambda d: d.update(id="Our Plan"), "id: write small letters, digits and hyphens"),
        (lambda d: d.update(kind="poem"), "kind: write one of plan,"),
        (lambda d: d.update(period=[]), "period: is missing."),
        (lambda d: d["period"].update(start="2027"), "period.start: write a year"),
        (lambda d: d["period"].update(end=2020), "period.end: must not be before period.start."),
        (lambda d: d.pop("outcomes"), "outcomes: write a list, which may be empty: []"),
        (lambda d: d["outcomes"].append("Stay Safe"), "outcomes: write a list"),
        (lambda d: d["outcomes"][0].pop("name"), "Outcome 1: name: is missing."),
        (
            lambda d: d["outcomes"][0]["priorities"][0].update(name="x" * 301),
            "priority 1 (" + "x" * 301 + "): name: must be 300",
        ),
        (
            lambda d: d["outcomes"][0]["priorities"][0].pop("id"),
            "Outcome 1 (Safe and loved): priority 1 (Safe at home): id: write",
        ),
        (
            lambda d: d["outcomes"][0]["priorities"][0].update(actions=[{"id": "a", "title": "Do", "leads": "Me"}]),
            "action 1 (Do): leads: write a list of roles in words.",
        ),
        (
            lambda d: d["outcomes"][0].update(measures=[{"id": "safe-at-home", "name": "x"}]),
            "safe-at-home: this id is used more than once",
        ),
    ],
)
def test_what_is_wrong_is_named_by_place_and_field(spoil, message):
    data = copy.deepcopy(least())
    spoil(data)
    with pytest.raises(FrameworkError) as caught:
        read(data)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [1, 2", "not valid YAML near line"),
        ("- one\n- two\n", "must be one mapping"),
        ("", "must be one mapping"),
        ("a: &x {b: 1}\nc: *x\n", "aliases"),
        ("a: 2026-13-45\n", "not valid YAML"),
        ("\0", "not valid YAML"),
        ("x" * 2_000_001, "too big"),
    ],
)
def test_what_is_no_framework_file_is_refused(text, message):
    with pytest.raises(FrameworkError, match=message):
        parse(text)


def test_all_problems_come_at_once_but_not_a_thousand():
    data = {**least(), "outcomes": [{} for _ in range(100)]}
    with pytest.raises(FrameworkError) as caught:
        read(data)
    assert len(caught.value.problems) == 200
    assert str(caught.value).endswith("And 188 more.")


def test_what_json_cannot_hold_becomes_words():
    assert plain(yaml.safe_load("{2027: 2026-01-02, a: .nan, b: [1.5, yes, null]}")) == {
        "2027": "2026-01-02",
        "a": None,
        "b": [1.5, True, None],
    }


def test_an_imported_framework_stands_beside_the_others_and_replaces_itself(session):
    framework_store.keep(session, LEAST, clock.now())
    framework_store.keep(session, LEAST.replace("Safe at home", "Safe everywhere"), clock.now())
    session.commit()
    ids = [framework.id for framework in framework_store.every(session)]
    assert ids == ["our-plan-2027", *COUNTS]
    assert framework_store.find(session, "our-plan-2027").outcomes[0].priorities[0].name == "Safe everywhere"
    assert framework_store.imported_ids(session) == {"our-plan-2027"}


def test_an_unknown_framework_is_not_found(session):
    with pytest.raises(NotFoundError):
        framework_store.find(session, "atlantis-2009")
