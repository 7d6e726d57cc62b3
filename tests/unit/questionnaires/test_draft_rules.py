"""What keeps a draft from being frozen, and how it differs from a version, in words."""

from dataclasses import replace

from hypothesis import given

from cypp_consult.questionnaires.draft_rules import Problem, changes, problems, told
from cypp_consult.questionnaires.models import QuestionType, ShowIf
from cypp_consult.questionnaires.rules import Condition, FrozenQuestion, Option
from tests.unit.questionnaires.strategies import questions

YES_NO = (Option("y", "Yes"), Option("n", "No"))
SAFE = FrozenQuestion("1", "safe", QuestionType.SINGLE, "Safe", "Are you safe?", options=YES_NO)
WHY = FrozenQuestion("2", "why", QuestionType.LONG_TEXT, "Why", "Why not?", show_if=Condition("1", ShowIf.IS, "n"))


def test_a_whole_draft_has_no_problems():
    assert problems({"Young people": (SAFE, WHY)}) == []


def test_each_problem_names_the_audience_and_the_question():
    assert problems({"Young people": ()}) == [Problem("Young people: write at least one question.")]
    assert problems({"Young people": (WHY, SAFE)})[0].question_id == "2"
    bare = replace(SAFE, options=(Option("y", "Yes"),))
    assert "at least two answers" in problems({"Parents": (bare,)})[0].what
    faces = replace(SAFE, type=QuestionType.FACES3)
    assert "3 answers for the 3 faces" in problems({"Younger": (faces,)})[0].what
    gone = replace(WHY, show_if=Condition("1", ShowIf.IS, "z"))
    assert "does not offer" in problems({"Young people": (SAFE, gone)})[0].what
    empty = replace(SAFE, type=QuestionType.PRIORITIES, options=())
    none = Problem("Safe: the plan has no priorities to choose from.", "1")
    assert problems({"A": (empty,), "B": (empty,)}) == [none]


@given(questions(), questions())
def test_no_changes_exactly_when_both_are_equal(one, other):
    assert changes("A", one, one) == []
    assert (changes("A", one, other) == []) == (one == other)


def test_changes_are_told_in_words():
    other = replace(SAFE, text="Do you feel safe?", options=(*SAFE.options, Option("m", "A bit")), help="At home.")
    new = replace(WHY, id="3", name="New", show_if=None)
    found = changes("Young people", (SAFE, WHY), (new, other))
    assert [change.name + " " + change.kind for change in found] == ["New added", "Safe changed", "Why removed"]
    assert found[1].before == "Are you safe?"
    assert found[1].after == "Do you feel safe?"
    assert found[1].sentences == ("Help added: “At home.”.", "Answers: “Yes, No” became “Yes, No, A bit”.")
    assert changes("A", (SAFE, WHY), (WHY, SAFE))[0].kind == "moved"


def test_conditions_are_told_in_words():
    assert told(WHY.show_if, {"1": SAFE}) == "Shown if the answer to “Safe” is “No”."
    assert told(None, {}) == "Shown to everybody."
    assert told(Condition("9", ShowIf.ANSWERED), {}) == "Shown if “a question that is gone” has an answer."
