"""Phrases that stand out: the figure is right, small numbers stay hidden, any text is taken."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cypp_consult.text.keyness import log_likelihood, standing_out

CHILDREN = ["more swings please", "The swings are broken", "I like my dog", "big slide"] * 12
PARENTS = ["The waiting list for CAMHS is long", "camhs waiting lists", "My son waits", "I like the staff"] * 12


def said(children=CHILDREN, parents=PARENTS):
    return [*(("child", text) for text in children), *(("parent", text) for text in parents)]


def test_the_figure_is_g_squared():
    # by hand: 2 * sum of observed * ln(observed / expected) over 30/70 and 10/90
    expected = 2 * (30 * math.log(30 / 20) + 70 * math.log(70 / 80) + 10 * math.log(10 / 20) + 90 * math.log(90 / 80))
    assert log_likelihood(30, 100, 10, 100) == pytest.approx(expected)
    assert log_likelihood(10, 100, 10, 100) == pytest.approx(0)
    assert log_likelihood(0, 100, 0, 50) == 0


def test_each_group_is_known_by_its_own_words_with_the_figures():
    found = standing_out(said())
    swings = found["child"][0]
    assert swings.phrase == "swings"
    assert (swings.holding, swings.answers, swings.others, swings.rest) == (24, 48, 0, 48)
    assert swings.figure == pytest.approx(log_likelihood(24, 48, 0, 48), abs=0.1)
    assert "camhs" in {row.phrase for row in found["parent"]}
    assert "i like" not in {row.phrase for rows in found.values() for row in rows}


def test_a_part_of_a_phrase_is_not_told_beside_it():
    texts = ["the youth club shut"] * 20 + ["buses"] * 20
    phrases = {row.phrase for row in standing_out(said(children=texts))["child"]}
    assert "youth club shut" in phrases
    assert not phrases & {"youth", "club", "youth club"}


def test_one_answer_counts_once_however_often_it_says_it():
    texts = ["ducks ducks ducks ducks"] * 4 + ["slide"] * 40
    assert "ducks" not in {row.phrase for row in standing_out(said(children=texts))["child"]}


def test_few_on_the_other_side_are_hidden():
    parents = [*PARENTS, "swings", "swings", "swings"]
    row = next(row for row in standing_out(said(parents=parents))["child"] if row.phrase == "swings")
    assert row.others is None


def test_too_few_answers_are_not_compared():
    assert standing_out(said(children=CHILDREN[:29])) == {}
    assert standing_out([("child", text) for text in CHILDREN]) == {}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("ab"), st.text(max_size=50)), max_size=80))
def test_any_text_is_taken_and_no_phrase_is_of_few(pairs):
    counts = {who: sum(one == who for one, _ in pairs) for who in "ab"}
    for who, rows in standing_out(pairs).items():
        for row in rows:
            assert row.holding >= 5
            assert row.answers == counts[who]
            assert row.others is None or row.others == 0 or row.others >= 5


@settings(max_examples=60, deadline=None)
@given(*[st.integers(0, 60)] * 4)
def test_the_figure_is_never_negative(here, more, there, others):
    assert log_likelihood(here, here + more, there, there + others) >= 0
