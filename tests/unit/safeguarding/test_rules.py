"""A quote holds only words that were written; waiting is said in words."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypp_consult.core.errors import InvalidInputError
from cypp_consult.safeguarding import rules

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_a_part_of_an_answer_may_be_quoted():
    assert rules.check_quote("the bus is late and my mum worries", " the bus is late ") == "the bus is late"


def test_words_may_be_taken_out_and_their_place_marked():
    source = "Ask Danny Smith he nearly got hit by the shop"
    assert rules.check_quote(source, "Ask [name removed] he nearly got hit") == "Ask [name removed] he nearly got hit"
    assert rules.check_quote(source, "Ask … by the shop")


@pytest.mark.parametrize("quote", ["the bus is never late", "late the bus", "[removed]", "…", "  "])
def test_words_that_were_not_written_in_that_order_are_refused(quote):
    with pytest.raises(InvalidInputError):
        rules.check_quote("the bus is late", quote)


@given(st.text(alphabet="abc \n", min_size=1, max_size=60), st.data())
def test_any_stretch_of_an_answer_can_be_quoted(source, data):
    start = data.draw(st.integers(0, len(source) - 1))
    stretch = source[start : data.draw(st.integers(start + 1, len(source)))]
    if stretch.strip():
        assert rules.check_quote(source, stretch) == stretch.strip()


@pytest.mark.parametrize(
    ("waited", "words", "late"),
    [
        (timedelta(minutes=9), "9 min", False),
        (timedelta(hours=5), "5 h", False),
        (timedelta(hours=26), "26 h", True),
        (timedelta(days=3), "3 days", True),
    ],
)
def test_waiting_is_said_in_words(waited, words, late):
    assert rules.waiting(NOW - waited, NOW) == rules.Waiting(words, late)
