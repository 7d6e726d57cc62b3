"""The sentence model itself, where the extra is installed: `make test-embeddings`."""

import pytest
from hypothesis import given

from cypp_consult.text import embedding
from tests.unit.text.samples import any_text, quick

pytestmark = pytest.mark.skipif(not embedding.available(), reason="the extra `embeddings` is not installed")


def test_likeness_of_meaning():
    one, two, other = embedding.matrix(
        embedding.vectors(["I get bullied", "other kids are mean to me", "the bus costs too much"])
    )
    assert one @ one == pytest.approx(1, abs=1e-2)
    assert one @ two > one @ other


def test_a_vector_is_the_same_alone_and_among_others():
    texts = ["more swings", "A very long wish about buses, parks and somebody to talk to, all in one sentence.", ""]
    together = embedding.matrix(embedding.vectors(texts))
    for text, vector in zip(texts, together, strict=True):
        assert embedding.matrix(embedding.vectors([text]))[0] @ vector == pytest.approx(1, abs=2e-2)


@quick
@given(any_text)
def test_any_text_has_a_vector(text):
    assert len(embedding.vectors([text])[0]) == embedding.SIZE * 2
