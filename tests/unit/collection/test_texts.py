"""Longer texts become headings and paragraphs; equality questions are data that fits its audiences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypp_consult.collection import equality
from cypp_consult.collection.texts import blocks, lines
from cypp_consult.core.audiences import Audience


def test_a_notice_has_headings_and_paragraphs():
    text = "Who we are\n\nWe are a council.\nWe decide.\r\n\n\n  # Rights.  \nYou may ask.\n\nIn danger now? Call 999."
    assert blocks(text) == [
        ("heading", "Who we are"),
        ("paragraph", "We are a council.\nWe decide."),
        ("heading", "Rights."),
        ("paragraph", "You may ask."),
        ("paragraph", "In danger now? Call 999."),
    ]
    assert lines(" a \n\n b\n") == ["a", "b"]


@given(st.text(max_size=200))
def test_no_word_of_a_notice_is_lost(text):
    shown = " ".join(words for _, words in blocks(text)).split()
    assert [word.strip("# ") for word in shown if word.strip("# ")] == [
        word.strip("# ") for word in text.split() if word.strip("# ")
    ]


@pytest.mark.parametrize("audience", Audience)
def test_every_equality_question_may_be_left_unsaid(audience):
    page = equality.page_for(audience)
    assert page.title
    assert page.why
    for question in page.questions:
        assert equality.PREFER_NOT in dict(question.options)
        assert question.key in equality.names()
    if audience is Audience.YOUNGER_CHILDREN:
        assert [question.key for question in page.questions] == [equality.AGE]


def test_what_was_not_offered_is_not_accepted():
    page = equality.page_for(Audience.YOUNGER_CHILDREN)
    assert page.accepted({"age-band": "7-8", "sex": "male"}) == {"age-band": "7-8"}
    assert page.accepted({"age-band": "55-or-over"}) == {}
