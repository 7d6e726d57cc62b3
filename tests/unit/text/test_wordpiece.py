"""Cutting words for the sentence model, and the model itself where the extra is installed."""

import pytest
from hypothesis import given

from cypp_consult.text import embedding
from cypp_consult.text.wordpiece import piece_numbers
from tests.unit.text.samples import any_text, quick


def test_pieces_are_those_of_the_model():
    # 101 and 102 mark beginning and end; the numbers are those of the published tokenizer
    assert piece_numbers("I don't feel safe.", 128) == [101, 1045, 2123, 1005, 1056, 2514, 3647, 1012, 102]
    assert piece_numbers("Caf\u00e9", 128) == piece_numbers("CAFE", 128) == [101, 7668, 102]
    assert piece_numbers("", 128) == [101, 102]


def test_what_no_piece_covers_is_unknown():
    assert piece_numbers("\U0001f986", 128) == [101, 100, 102]
    assert piece_numbers("a" * 5000, 128) == [101, 100, 102]


def test_no_more_than_asked_for():
    assert len(piece_numbers("word " * 1000, 32)) == 32


@quick
@given(any_text)
def test_any_text_can_be_cut(text):
    numbers = piece_numbers(text, 64)
    assert 2 <= len(numbers) <= 64
    assert all(0 <= number < 30522 for number in numbers)


@pytest.mark.skipif(not embedding.available(), reason="the extra `embeddings` is not installed")
def test_likeness_of_meaning():
    one, two, other = embedding.matrix(
        embedding.vectors(["I get bullied", "other kids are mean to me", "the bus costs too much"])
    )
    assert one @ one == pytest.approx(1, abs=1e-2)
    assert one @ two > one @ other


@pytest.mark.skipif(not embedding.available(), reason="the extra `embeddings` is not installed")
@quick
@given(any_text)
def test_any_text_has_a_vector(text):
    assert len(embedding.vectors([text])[0]) == embedding.SIZE * 2
