"""Our stemmer against the one that TextBlob brings."""

import pytest
from hypothesis import given
from textblob import Word

from cypp_consult.text.clean import words
from cypp_consult.text.data_files import load, phrase_list
from cypp_consult.text.matching import stem
from cypp_consult.text.stemming import porter
from tests.unit.text.samples import any_text, quick


def test_it_agrees_with_textblob_on_the_words_of_our_lists():
    listed = {
        word.lower()
        for outcome in load("outcomes").values()
        for block in outcome.values()
        for phrase in phrase_list(block)
        for word in words(phrase)
        if word.isascii() and word.isalpha()
    }
    differ = {word for word in listed if porter(word) != str(Word(word).stem())}
    assert len(listed) > 2500
    assert differ <= {"dying", "emotionally", "news", "outing", "succeed"}, "which have stems of their own"


@pytest.mark.parametrize(
    ("one", "other"),
    [("bullied", "bullying"), ("houses", "housing"), ("cities", "city"), ("mum's", "mum"), ("cooks", "cooked")],
)
def test_endings_do_not_matter(one, other):
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("business", "busy"),
        ("parking", "park"),
        ("means", "mean"),
        ("rights", "right"),
        ("news", "new"),
        ("training", "train"),
        ("SEND", "send"),
    ],
)
def test_words_that_only_look_alike_stay_apart(one, other):
    assert stem(one) != stem(other)


@quick
@given(any_text)
def test_any_word_has_a_stem_and_keeps_it(text):
    for word in words(text):
        assert stem(word) == stem(word)
        assert len(porter(word.lower())) <= len(word.lower()) + 1
