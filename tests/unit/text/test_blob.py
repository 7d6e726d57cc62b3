from itertools import pairwise

import nltk
import pytest
from hypothesis import given

from cypp_consult.text.blob import OfflineBlob, phrases, sentence_spans, sentences
from tests.unit.text.samples import any_text, quick

TEXT = "My school dinners aren't nice. Dr. Okafor said so, e.g. to mum! I want a quiet place\nand better mental health support"


@pytest.fixture(autouse=True)
def _no_corpora(monkeypatch):
    monkeypatch.setenv("NLTK_DATA", "")
    monkeypatch.setattr(nltk.data, "path", [])


def test_every_part_that_we_use_works_without_corpora():
    blob = OfflineBlob(TEXT)
    assert blob.words[:4] == ["My", "school", "dinners", "aren't"]
    assert blob.tokens == blob.words
    assert blob.word_counts["i"] == 1
    assert blob.ngrams(2)[0] == ["My", "school"]
    assert ("school", "NN") in blob.tags
    assert blob.noun_phrases.count("school dinners") == blob.np_counts["school dinners"] == 1
    assert blob.words[2].stem() == "dinner"


def test_sentences_end_at_stops_and_lines_but_not_at_titles():
    assert sentences(TEXT) == [
        "My school dinners aren't nice.",
        "Dr. Okafor said so, e.g. to mum!",
        "I want a quiet place",
        "and better mental health support",
    ]


def test_sentence_objects_know_where_they_stand():
    assert [TEXT[sentence.start : sentence.end] for sentence in OfflineBlob(TEXT).sentences] == sentences(TEXT)


def test_phrases_are_lower_case_without_articles_or_pronouns():
    assert phrases("The big park and my youth club are shut") == ["big park", "youth club"]


def test_an_abbreviated_denial_is_no_noun():
    assert phrases("I don't and can't and won\u2019t") == []


@quick
@given(any_text)
def test_sentences_hold_every_character_but_space(typed):
    spans = list(sentence_spans(typed))
    assert all(start < end for start, end in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    covered = "".join(typed[start:end] for start, end in spans)
    assert "".join(covered.split()) == "".join(typed.split())


@quick
@given(any_text)
def test_phrases_never_fail(typed):
    assert phrases(typed) == phrases(typed)
