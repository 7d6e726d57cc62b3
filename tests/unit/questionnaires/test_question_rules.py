"""What a lead may write, move and change."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypp_consult.core.audiences import Audience
from cypp_consult.questionnaires import bank, question_rules
from cypp_consult.questionnaires.models import QuestionType, ShowIf
from cypp_consult.questionnaires.question_rules import (
    PICTURES,
    FrozenChangeError,
    Looked,
    QuestionFacts,
    QuestionRefusedError,
    Used,
    WordingFacts,
    check_frozen,
    check_looked_at,
    check_order,
    problems,
    with_ids,
)
from cypp_consult.questionnaires.rules import UNSURE, Condition, Option

ASKED = (WordingFacts(Audience.YOUNG_PEOPLE, "What?"),)
TEXTS = st.lists(st.text(max_size=12), max_size=8)


def facts(kind=QuestionType.SINGLE, **more):
    return QuestionFacts(**{"name": "Way to school", "type": kind, "wordings": ASKED, **more})


def fields(found):
    return [problem.field for problem in found]


@given(TEXTS)
def test_every_option_gets_an_id_of_its_own_and_keeps_it(texts):
    made = with_ids([Option("", text) for text in texts])
    ids = [option.id for option in made]
    assert len(set(ids)) == len(ids)
    assert UNSURE not in ids
    assert all(re.fullmatch(r"[a-z0-9-]+", key) for key in ids)
    assert with_ids(made) == made
    assert with_ids([*made, Option("", "Unsure")])[: len(made)] == made


def test_what_is_missing_stands_at_its_field():
    assert fields(problems(facts(name="", wordings=()), ())) == ["name", "wordings"]
    assert fields(problems(facts(options=(Option("", "Yes"), Option("", "yes"))), ())) == ["options"]
    assert fields(problems(facts(QuestionType.MULTIPLE, top_n=0), ())) == ["top_n"]
    assert problems(facts(top_n=0), ()) == []
    assert fields(problems(facts(wordings=(WordingFacts(Audience.YOUNG_PEOPLE, "", "Help"),)), ())) == ["young-people"]
    assert fields(problems(facts(options=tuple(Option("", str(n)) for n in range(21))), ())) == ["options"]


def test_a_condition_looks_at_an_earlier_question_and_one_of_its_answers():
    safe = Looked("1", "Safe", QuestionType.SINGLE, (Option("yes", "Yes"),))
    words = Looked("2", "Words", QuestionType.LONG_TEXT, ())

    def field_of(question, operator, value=None):
        return fields(problems(facts(show_if=Condition(question, operator, value)), (safe, words)))

    assert field_of("9", ShowIf.ANSWERED) == ["show_if_question"]
    assert field_of("1", ShowIf.IS, "no") == ["show_if_value"]
    assert field_of("1", ShowIf.IS, "yes") == []
    assert field_of("2", ShowIf.INCLUDES, "yes") == ["show_if"]
    assert field_of("2", ShowIf.ANSWERED) == []


def test_a_frozen_question_keeps_its_type_and_its_answers():
    used = Used(3, {Audience.YOUNG_PEOPLE: QuestionType.SINGLE}, frozenset({"yes", "no"}))
    options = (Option("yes", "Yes"), Option("no", "Never"), Option("maybe", "Maybe"))
    check_frozen("Safe", facts(options=options), used)
    check_frozen("Safe", facts(QuestionType.LONG_TEXT), None)
    with pytest.raises(FrozenChangeError, match=r"version 3.*How young people answer cannot change.*new question"):
        check_frozen("Safe", facts(QuestionType.MULTIPLE, options=options), used)
    with pytest.raises(FrozenChangeError, match="An answer cannot be taken out"):
        check_frozen("Safe", facts(options=options[:1]), used)


def test_an_answer_that_another_question_waits_for_stays():
    check_looked_at("Safe", [Option("yes", "Yes")], [("Why", "yes"), ("More", None)])
    with pytest.raises(QuestionRefusedError, match="“Why” is shown for an answer to “Safe”"):
        check_looked_at("Safe", [Option("no", "No")], [("Why", "yes")])


@given(st.permutations(["a", "b", "c", "d"]), st.dictionaries(st.sampled_from("abcd"), st.sampled_from("abcdz")))
def test_an_order_is_taken_exactly_when_everything_comes_after_what_it_looks_at(order, conditions):
    conditions = {key: other for key, other in conditions.items() if key != other}
    fits = all(
        other not in order or order.index(other) < order.index(key) for key, other in conditions.items() if key in order
    )
    names = {key: key.upper() for key in "abcdz"}
    if fits:
        check_order(order, conditions, names)
    else:
        with pytest.raises(QuestionRefusedError, match="must come after it"):
            check_order(order, conditions, names)


def test_the_bank_has_no_problems_and_known_topics_and_pictures():
    for question in bank.load():
        assert problems(question.facts, ()) == []
        assert question.topic in bank.TOPICS.values()
        assert question.facts.picture is None or question.facts.picture in PICTURES
    assert sum(len(group) for _, group in bank.by_topic()) == len(bank.load())
    assert sum(bool(question.source) for question in bank.load()) == 3


def test_every_picture_can_be_drawn():
    art = Path(question_rules.__file__).parents[2] / "templates/components/art.html"
    for name in PICTURES:
        assert f'name == "{name}"' in art.read_text(encoding="utf-8"), name
