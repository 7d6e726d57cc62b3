import json

import nltk
import pytest
from hypothesis import given

from cypp_consult.text.analyse import Suggesters, analyse, analyser_for
from cypp_consult.text.suggest import LexiconEntry, Tagger
from tests.unit.text.samples import any_text, framework, quick

ANALYSER = analyser_for(framework("leeds-2009"))


def test_the_object_has_the_shape_of_the_command():
    said = ANALYSER("I get bullied on the bus by Ayaan and I don't feel safe").as_json("7")
    assert list(said) == ["id", "language", "outcomes", "priorities", "tone", "personal_details", "concern"]
    assert said["id"] == "7"
    assert said["language"] == "en"
    assert said["outcomes"][0]["id"] == "stay-safe"
    assert set(said["outcomes"][0]["reasons"]) >= {"bullied", "safe"}
    assert said["priorities"][0]["id"] in ("safe-in-families-and-care", "safe-in-communities")
    assert said["tone"] == {"label": "negative", "score": said["tone"]["score"]}
    assert said["personal_details"] == [{"start": 28, "end": 33, "kind": "name"}]
    assert set(said["concern"]) == {"level", "reasons"}


@pytest.mark.parametrize(
    "text",
    [
        "Chc\u0119 wi\u0119cej miejsc do zabawy w parku",
        "",
        "12345",
        "\u0645\u062c\u06be\u06d2 \u0627\u0633\u06a9\u0648\u0644 \u067e\u0633\u0646\u062f \u06c1\u06d2",
    ],
)
def test_what_is_not_english_gets_no_tone_and_no_suggestion(text):
    said = ANALYSER(text).as_json("1")
    assert said["outcomes"] == said["priorities"] == []
    assert said["tone"] == {"label": "unclear", "score": 0.0}


def test_priorities_of_suggested_outcomes_come_first():
    outcomes = Tagger([LexiconEntry("safe", "bullied", 1.0)])
    priorities = Tagger([LexiconEntry("buses", "bus", 1.0), LexiconEntry("kindness", "bullied", 0.8)])
    outcome_of = {"buses": "money", "kindness": "safe"}
    plain = analyse("I get bullied on the bus", Suggesters(outcomes, priorities, {}))
    within = analyse("I get bullied on the bus", Suggesters(outcomes, priorities, outcome_of))
    assert [item.target for item in plain.priorities] == ["buses", "kindness"]
    assert [item.target for item in within.priorities] == ["kindness", "buses"]


def test_a_plan_without_outcomes_suggests_nothing():
    said = analyser_for(framework("leicester-2002"))("I get bullied")
    assert said.outcomes == said.priorities == ()
    assert said.tone.label == "negative"


def test_no_corpus_is_asked_for(monkeypatch):
    monkeypatch.setenv("NLTK_DATA", "")
    monkeypatch.setattr(nltk.data, "path", [])
    assert ANALYSER("My teachers don't listen. The school dinners are minging!").language == "en"


@quick
@given(any_text)
def test_any_text_is_analysed_the_same_twice_and_is_json(text):
    said = ANALYSER(text).as_json("x")
    assert json.loads(json.dumps(said)) == said
    assert ANALYSER(text).as_json("x") == said
