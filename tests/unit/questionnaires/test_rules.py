"""Which questions are shown, which answers count, and which are valid."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cypp_consult.core.errors import InvalidInputError
from cypp_consult.questionnaires import rules
from cypp_consult.questionnaires.models import QuestionType, ShowIf
from cypp_consult.questionnaires.rules import Condition, FrozenQuestion, Given, Option
from tests.unit.questionnaires.strategies import IDS, answers, givens, questions


def ask(kind: QuestionType = QuestionType.SINGLE, key: str = "q", count: int = 4, **more) -> FrozenQuestion:
    options = () if kind.is_text else tuple(Option(item, item) for item in IDS[:count])
    return FrozenQuestion(key, key, kind, key, "What?", options=options, **more)


@given(questions())
def test_a_question_survives_json(asked):
    assert rules.questions_of(json.loads(json.dumps(rules.as_json(asked)))) == asked


@given(questions())
def test_the_digest_depends_on_the_questions_alone(asked):
    again = rules.questions_of(json.loads(json.dumps(rules.as_json(asked), sort_keys=True)))
    assert rules.digest(asked) == rules.digest(again)


@given(questions(), questions())
def test_different_questions_have_different_digests(one, other):
    assert (rules.digest(one) == rules.digest(other)) == (one == other)


@settings(max_examples=300)
@given(questions(), answers)
def test_no_question_is_shown_whose_condition_fails(asked, said):
    visible = rules.shown(asked, said)
    ids = [question.id for question in visible]
    for question in asked:
        condition = question.show_if
        if condition is None:
            assert question.id in ids
            continue
        place = [item.id for item in asked].index(question.id)
        counts = condition.question in [item.id for item in asked[:place]] and condition.question in ids
        looked_at = said.get(condition.question, Given()) if counts else Given()
        assert (question.id in ids) == rules.holds(condition, looked_at)


@given(questions(), answers)
def test_kept_answers_are_those_of_shown_questions(asked, said):
    kept = rules.kept(asked, said)
    visible = [question.id for question in rules.shown(asked, said)]
    assert list(kept) == [key for key in visible if key in said and not said[key].is_empty]
    assert all(kept[key] == said[key] for key in kept)


@given(questions(), answers)
def test_dropping_hidden_answers_hides_nothing_more(asked, said):
    assert rules.shown(asked, rules.kept(asked, said)) == rules.shown(asked, said)


@given(st.sampled_from(ShowIf), givens)
def test_a_skipped_or_unsure_answer_meets_only_not_answered(operator, said):
    empty = Given(unsure=said.unsure)
    assert rules.holds(Condition("q", operator, "a"), empty) == (operator is ShowIf.NOT_ANSWERED)


def test_conditions_look_at_what_was_chosen():
    one, two = Given(("a",)), Given(("a", "b"))
    assert rules.holds(Condition("q", ShowIf.IS, "a"), one)
    assert not rules.holds(Condition("q", ShowIf.IS, "a"), two)
    assert rules.holds(Condition("q", ShowIf.IS_NOT, "b"), one)
    assert rules.holds(Condition("q", ShowIf.INCLUDES, "b"), two)
    assert rules.holds(Condition("q", ShowIf.ANSWERED), Given(text="Words"))


choosing = st.sampled_from([kind for kind in QuestionType if not kind.is_text])


@settings(max_examples=300)
@given(choosing, st.lists(st.sampled_from([*IDS, "z"]), max_size=6), st.none() | st.integers(1, 4), st.booleans())
def test_check_accepts_exactly_what_is_offered_and_not_too_much(kind, chosen, top_n, unsure):
    question = ask(kind, top_n=top_n)
    most = 1 if kind in rules.ONE_CHOICE else top_n or 99
    fits = set(chosen) <= set(IDS[:4]) and len(set(chosen)) <= most and not (unsure and chosen)
    try:
        canonical = rules.check(question, Given(tuple(chosen), unsure=unsure))
    except InvalidInputError:
        assert not fits
    else:
        assert fits
        assert set(canonical.value) == set(chosen)
        assert len(set(canonical.value)) == len(canonical.value)
        assert rules.check(question, canonical) == canonical


def test_priorities_keep_the_order_chosen_and_many_choices_that_of_the_options():
    chosen = Given(("c", "a", "c"))
    assert rules.check(ask(QuestionType.PRIORITIES), chosen).value == ("c", "a")
    assert rules.check(ask(QuestionType.MULTIPLE), chosen).value == ("a", "c")


@pytest.mark.parametrize(
    ("question", "said", "message"),
    [
        (ask(QuestionType.PRIORITIES, top_n=3), Given(("a", "b", "c", "d")), "Choose up to 3"),
        (ask(), Given(("a", "b")), "Choose one answer"),
        (ask(), Given(("z",)), "Choose from the answers on the page"),
        (ask(), Given(text="Words"), "Choose from the answers on the page"),
        (ask(QuestionType.LONG_TEXT), Given(("a",)), "Answer this question in words"),
        (ask(QuestionType.LONG_TEXT), Given(text="a" * 200_001), "Your answer must be 200,000 characters or fewer"),
    ],
)
def test_what_does_not_fit_is_said_plainly(question, said, message):
    with pytest.raises(InvalidInputError, match=f"^{message}$"):
        rules.check(question, said)


def test_two_hundred_thousand_characters_are_taken():
    text = "\u0633" * 200_000
    assert rules.check(ask(QuestionType.LONG_TEXT), Given(text=text)).text == text


@given(questions(most=3), st.text(max_size=50))
def test_text_is_trimmed_and_skipping_is_valid(asked, text):
    for question in asked:
        assert rules.check(question, Given()) == Given()
        if question.type.is_text:
            assert rules.check(question, Given(text=text)) == Given(text=text.strip())


def test_a_page_says_unsure_among_the_options():
    assert rules.read(["unsure"]) == Given(unsure=True)
    assert rules.read(["a", "", "b"], "") == Given(("a", "b"))
    assert rules.read([], "Words", unsure=True) == Given(text="Words", unsure=True)


def test_unsure_is_not_offered_twice():
    assert rules.offers_unsure(ask())
    assert not rules.offers_unsure(replace(ask(), options=(Option("not-sure", "I’m not sure"),)))
    assert not rules.offers_unsure(ask(QuestionType.LONG_TEXT))
