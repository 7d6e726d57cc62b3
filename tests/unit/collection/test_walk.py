"""The way through the questions: it never lies about how far it is, and never loses an answer."""

from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from cypp_consult.collection import walk_rules
from cypp_consult.collection.walk_rules import Walk
from cypp_consult.questionnaires.models import QuestionType, ShowIf
from cypp_consult.questionnaires.rules import Condition, FrozenQuestion, Given, Option, shown

OPTIONS = (Option("yes", "Yes"), Option("no", "No"))


def question(number, show_if=None):
    kind = QuestionType.LONG_TEXT if number % 3 == 0 else QuestionType.SINGLE
    return FrozenQuestion(
        str(number), f"q{number}", kind, f"Q{number}", f"Q{number}?", options=OPTIONS, show_if=show_if
    )


@st.composite
def questionnaires(draw):
    made = []
    for number in range(draw(st.integers(1, 8))):
        condition = None
        if number and draw(st.booleans()):
            other = draw(st.integers(0, number - 1))
            condition = Condition(str(other), draw(st.sampled_from(ShowIf)), draw(st.sampled_from(["yes", "no"])))
        made.append(question(number, condition))
    return tuple(made)


answers = st.fixed_dictionaries(
    {}, optional={str(n): st.builds(Given, st.sampled_from([(), ("yes",), ("no",)])) for n in range(8)}
)


@given(questionnaires(), answers)
def test_going_forward_passes_every_shown_question_once_and_back_again(questions, said):
    visible = [questions.index(item) for item in shown(questions, said)]
    place, forward = walk_rules.next_after(questions, said, -1), []
    while place is not None:
        forward.append(place)
        place = walk_rules.next_after(questions, said, place)
    assert forward == visible
    place, back = walk_rules.last_before(questions, said, len(questions)), []
    while place is not None:
        back.append(place)
        place = walk_rules.last_before(questions, said, place)
    assert back == visible[::-1]


@given(questionnaires(), answers, answers)
def test_progress_never_lies(questions, said, changed):
    """Whatever is answered from here on, the number stands and no more questions come than were said."""
    for index, item in enumerate(questions):
        if item not in shown(questions, said):
            continue
        told = walk_rules.progress(questions, said, index)
        later = {**said, **{key: value for key, value in changed.items() if int(key) >= index}}
        visible = shown(questions, later)
        assert told.number == visible.index(item) + 1
        assert len(visible) <= told.total
        if told.is_certain:
            assert len(visible) == told.total


def test_the_last_question_is_certain():
    questions = (question(0), question(1, Condition("0", ShowIf.IS, "no")), question(2))
    assert walk_rules.progress(questions, {}, 0).words == "Question 1 of up to 3"
    assert walk_rules.progress(questions, {"0": Given(("yes",))}, 2).words == "Question 2 of 2"
    assert walk_rules.progress(questions, {"0": Given(("no",))}, 2).words == "Question 3 of 3"


texts = st.text(st.characters(codec="utf-8"), max_size=30)
givens = st.builds(Given, st.lists(texts, max_size=3).map(tuple), texts, st.booleans())


@given(
    st.lists(st.tuples(st.sampled_from("abc"), givens)), st.none() | st.tuples(st.sampled_from("abc"), givens, texts)
)
def test_a_walk_is_kept_as_it_is(steps, wrong):
    walk = Walk(uuid4(), 3)
    for key, said in steps:
        walk = walk.answered(key, said)
    if wrong:
        walk = walk.refused(*wrong)
    assert Walk.from_json(walk.as_json()) == walk
    assert set(walk.answers) <= walk.passed
    assert not any(said.is_empty for said in walk.answers.values())


def test_skipping_takes_an_answer_back_and_a_mistake_goes_with_the_next_answer():
    walk = Walk(uuid4(), 1).answered("a", Given(("yes",))).refused("b", Given(), "Choose")
    assert walk.wrong is not None
    walk = walk.answered("a", Given())
    assert (walk.answers, walk.passed, walk.wrong) == ({}, frozenset("a"), None)


def test_answers_in_words():
    asked = FrozenQuestion("1", "k", QuestionType.PRIORITIES, "N", "T?", options=OPTIONS)
    assert walk_rules.in_words(asked, Given(("no", "yes"))) == "1. No\n2. Yes"
    assert walk_rules.in_words(asked, Given(("no",))) == "No"
    assert walk_rules.in_words(asked, Given(unsure=True)) == "I’m not sure"
    assert walk_rules.in_words(asked, Given()) == ""
