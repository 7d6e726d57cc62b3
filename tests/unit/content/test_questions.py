"""The starter bank and the equality questions are fit for those who are asked."""

import re
from collections.abc import Callable
from typing import Any

from cypp_consult.core.audiences import Audience
from cypp_consult.questionnaires.models import QuestionType
from cypp_consult.questionnaires.question_rules import PICTURES

CHOICES = {"faces3", "faces5", "scale", "single", "multiple"}
NEGATIVE = re.compile(r"\b(not|no|never|nobody|nothing|without|cannot)\b|n['’]t\b", re.IGNORECASE)
YOUNGER = Audience.YOUNGER_CHILDREN.value
Questions = list[dict[str, Any]]


def wordings(questions: Questions) -> list[tuple[dict[str, Any], str, dict[str, Any]]]:
    return [(question, audience, it) for question in questions for audience, it in question["wordings"].items()]


def test_ids_are_unique_and_types_and_pictures_known(bank: Questions) -> None:
    ids = [question["id"] for question in bank]
    assert len(ids) == len(set(ids))
    assert 24 <= len(ids) <= 40
    for question in bank:
        assert question["type"] in set(QuestionType)
        assert question["picture"] in {*PICTURES, None}
        assert isinstance(question["settings"], dict)
        assert question["wordings"]
        assert len(question["name"]) <= 40


def test_every_wording_is_for_a_known_audience_and_one_plain_sentence(bank: Questions) -> None:
    for question, audience, wording in wordings(bank):
        where = f"{question['id']} for {audience}"
        assert audience in set(Audience), where
        assert set(wording) <= {"text", "help", "type", "options"}, where
        assert len(wording["text"].split()) <= 15, where
        assert wording["text"].endswith("?"), where
        assert wording["text"].count("?") == 1, where
        assert not NEGATIVE.search(wording["text"]), where


def test_options_go_with_the_type(bank: Questions) -> None:
    for question, audience, wording in wordings(bank):
        kind = wording.get("type", question["type"])
        options = wording.get("options", [])
        where = f"{question['id']} for {audience}"
        assert bool(options) == (kind in CHOICES), where
        ids = [option["id"] for option in options]
        assert len(ids) == len(set(ids)), where
        # a stray comma or an unquoted Yes would show up here
        assert all(set(option) == {"id", "text"} for option in options), where
        assert all(isinstance(value, str) for option in options for value in option.values()), where
        if kind in {"faces3", "faces5"}:
            assert len(options) == int(kind[-1]), where


def test_younger_children_get_short_words_and_three_options_at_most(bank: Questions, equality: dict[str, Any]) -> None:
    for question, audience, wording in wordings(bank + equality["questions"]):
        if audience == YOUNGER:
            assert len(wording["text"].split()) <= 15, question["id"]
            assert len(wording.get("options", [])) <= 3, question["id"]
            assert wording.get("type", question["type"]) not in {"scale", "faces5"}, question["id"]


def test_an_option_means_the_same_for_every_audience(bank: Questions) -> None:
    for question in bank:
        sets = [[o["id"] for o in it["options"]] for it in question["wordings"].values() if "options" in it]
        widest = max(sets, key=len, default=[])
        # younger children may get the middle of a longer scale; nobody gets another scale, and the order never turns
        for ids in sets:
            assert [one for one in widest if one in ids] == ids, question["id"]


def test_the_bank_holds_the_three_questions_of_the_leicester_review(
    bank: Questions, read: Callable[[str], dict[str, Any]]
) -> None:
    published = {
        question["id"]: question["question"].rstrip("?")
        for question in read("plans/frameworks/leicester-city-2009.yaml")["feedback_form"]["questions"]
    }
    ours = {question["source"]["question"]: question for question in bank if "source" in question}
    assert set(ours) == set(published)
    for key, question in ours.items():
        assert question["source"]["note"] == "Asked by the Leicester 2009 review"
        for audience in set(question["wordings"]) - {YOUNGER}:
            assert question["wordings"][audience]["text"].rstrip("?") == published[key]


def test_equality_questions_can_be_declined_and_say_why(equality: dict[str, Any]) -> None:
    assert equality["page"]["skippable"] is True
    assert set(equality["page"]["wordings"]) == set(Audience)
    ids = [question["id"] for question in equality["questions"]]
    assert ids == ["age-band", "sex", "disability", "ethnic-group", "religion", "caring", "care-experience"]
    for question, audience, wording in wordings(equality["questions"]):
        assert set(question["wordings"]) == set(question["audiences"])
        assert question["why"]
        assert wording["options"][-1]["id"] == "prefer-not-to-say", f"{question['id']} for {audience}"
        assert all(isinstance(value, str) for option in wording["options"] for value in option.values())


def test_younger_children_are_asked_no_more_than_their_age(equality: dict[str, Any]) -> None:
    assert [q["id"] for q in equality["questions"] if YOUNGER in q["audiences"]] == ["age-band"]
