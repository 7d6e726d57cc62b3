"""The builder's words: how an audience answers, in a line, and what to look at in a wording."""

import pytest

from cypp_consult.core.audiences import Audience
from cypp_consult.questionnaires.models import QuestionType, ShowIf
from cypp_consult.questionnaires.notices import who_reads
from cypp_consult.questionnaires.rules import FrozenQuestion, Option
from cypp_consult.questionnaires.words import OPERATOR_WORDS, TYPE_HINTS, TYPE_WORDS, answered_by, warnings_of


def ask(kind, *ids, picture=None, text="How are you?", **more):
    options = tuple(Option(key, key.capitalize(), picture) for key in ids)
    return FrozenQuestion("1", "q", kind, "Q", text, options=options, **more)


def test_every_type_and_condition_has_words():
    assert set(TYPE_WORDS) == set(TYPE_HINTS) == set(QuestionType)
    assert set(OPERATOR_WORDS) == set(ShowIf)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (ask(QuestionType.LONG_TEXT), "Large box, who-reads-it notice"),
        (ask(QuestionType.SHORT_TEXT), "One line, who-reads-it notice"),
        (ask(QuestionType.SCALE, "easy", "middle", "hard"), "Three words: Easy to Hard"),
        (
            ask(QuestionType.SCALE, "easy", "hard", "not-asked", "not-sure"),
            "Two words: Easy to Hard, Not-asked, Not-sure",
        ),
        (ask(QuestionType.SCALE), "No answers yet"),
        (ask(QuestionType.FACES3, "good", "middle", "poor"), "Good, Middle, Poor"),
        (ask(QuestionType.PRIORITIES, "a", "b", picture="lamp", top_n=3), "2 choices, pick 3"),
        (ask(QuestionType.MULTIPLE, "a", "b"), "2 choices, pick any"),
    ],
)
def test_how_an_audience_answers(question, words):
    assert answered_by(question) == words


@pytest.mark.parametrize(("who", "what"), [("child", "pictures"), ("young", "tiles"), ("adult", "choices")])
def test_what_is_chosen_from_is_told_as_the_audience_sees_it(who, what):
    drawn = ask(QuestionType.PRIORITIES, *"abcdef", picture="lamp", top_n=3)
    assert answered_by(drawn, who) == f"6 {what}, pick 3"
    assert answered_by(ask(QuestionType.MULTIPLE, "a", "b"), who) == "2 choices, pick any"
    assert answered_by(ask(QuestionType.MULTIPLE, "a"), who) == "1 choice, pick any"


def test_warnings_count_real_answers_and_read_the_help_too():
    four = ask(QuestionType.SINGLE, "a", "b", "c", "d", "not-sure")
    codes = [warning.code for warning in warnings_of(four, Audience.YOUNGER_CHILDREN)]
    assert codes == ["many-options"]
    assert warnings_of(four, Audience.PARENTS_CARERS) == []
    priorities = ask(QuestionType.PRIORITIES, *"abcdefgh")
    assert warnings_of(priorities, Audience.YOUNGER_CHILDREN) == []
    helped = ask(QuestionType.LONG_TEXT, help=" ".join(["word"] * 20) + ".")
    assert [warning.code for warning in warnings_of(helped, Audience.PARENTS_CARERS)] == ["long-sentence"]


@pytest.mark.parametrize("who", ["child", "young", "adult"])
def test_the_notice_says_who_reads_and_where_help_is(who):
    notes = who_reads(who, "Ashdale Children’s Partnership", "01632 960 114")
    words = " ".join(f"{note.first} {note.rest}" for note in notes)
    assert "Ashdale Children’s Partnership" in words
    assert "999" in words
    assert ("0800 1111" in words) == (who != "adult")
    assert ("01632 960 114" in words) == (who == "adult")
