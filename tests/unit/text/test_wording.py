import pytest
from hypothesis import given

from cypp_consult.text.wording import options_warning, wording_warnings
from tests.unit.text.samples import any_text, quick

AUDIENCES = ("younger-children", "young-people", "parents-carers", "staff-partners")


def codes(text, audience):
    return [warning.code for warning in wording_warnings(text, audience)]


def test_a_long_sentence_is_counted():
    text = "Thinking about the place where you live, what do you like best and would like to keep in the next years?"
    assert wording_warnings(text, "young-people")[0].message == "21 words. Try 15 or fewer."


def test_fifteen_words_are_fine():
    assert codes(" ".join(["word"] * 15), "young-people") == []


@pytest.mark.parametrize("audience", AUDIENCES)
def test_two_negatives_trouble_everybody(audience):
    assert "double-negative" in codes("Do you disagree that children should not have a say?", audience)


def test_one_negative_troubles_younger_children_alone():
    assert codes("What don\u2019t you like?", "younger-children") == ["negative"]
    assert codes("What don\u2019t you like?", "young-people") == []


@pytest.mark.parametrize(
    "text", ["Do you like the park and/or the pool?", "What do you do and where do you go?", "Is it fun? Is it safe?"]
)
def test_two_questions_in_one(text):
    assert codes(text, "parents-carers") == ["two-questions"]


@pytest.mark.parametrize(
    "text", ["What do you like about parks and pools?", "How safe do you feel at school?", "Tell us more."]
)
def test_one_question_is_fine(text):
    assert codes(text, "younger-children") == []


def test_hard_words_get_a_plainer_one_but_not_for_staff():
    text = "What would facilitate participation?"
    assert codes(text, "young-people") == ["hard-word", "hard-word"]
    assert codes(text, "staff-partners") == []


def test_a_question_that_asks_for_one_answer():
    assert codes("Don't you think parks are good?", "parents-carers") == ["leading"]


@pytest.mark.parametrize(("count", "warned"), [(0, False), (3, False), (4, True)])
def test_younger_children_choose_from_three(count, warned):
    assert (options_warning(count, "younger-children") is not None) == warned


def test_the_message_names_the_ages():
    assert options_warning(5, "younger-children").message == "5 options. Try 3 or fewer for ages 7 to 10."


def test_others_choose_from_more():
    assert options_warning(7, "young-people") is None
    assert options_warning(11, "nobody we know") is not None


@quick
@given(any_text)
def test_any_text_gets_plain_warnings_once(text):
    for audience in AUDIENCES:
        warnings = wording_warnings(text, audience)
        assert len(set(warnings)) == len(warnings)
        assert all(warning.message for warning in warnings)
