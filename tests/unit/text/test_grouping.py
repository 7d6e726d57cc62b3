"""Grouping: a partition whatever the text, labels from words people used, floors on made-up statements."""

import math
import random
from collections import Counter
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from cypp_consult.desk.demonstration.data import load
from cypp_consult.text.clean import words
from cypp_consult.text.grouping import group
from cypp_consult.text.grouping_features import features, says_nothing, topics_in
from cypp_consult.text.grouping_labels import labels
from cypp_consult.text.grouping_network import communities

STATEMENTS = yaml.safe_load((Path(__file__).parent / "data/grouping_statements.yaml").read_text(encoding="utf-8"))
SAID = [(text, topic) for topic, texts in STATEMENTS.items() for text in texts]
random.Random(7).shuffle(SAID)  # noqa: S311 - a fixed order
TEXTS = [text for text, _ in SAID]
TOPICS = [topic for _, topic in SAID]


def homes(found, count):
    home = [-1] * count
    for number, one in enumerate(found.groups):
        for place in one.members:
            home[place] = number
    return home


def purity(home, labels):
    together = Counter(zip(home, labels, strict=True))
    own = {number: max(count for (at, _), count in together.items() if at == number) for number in set(home) - {-1}}
    return sum(own.values()) / sum(1 for number in home if number >= 0)


def shared_information(one, two):
    """Normalised mutual information: 0 for chance, 1 for the same partition."""
    total, pairs, ones, twos = len(one), Counter(zip(one, two, strict=True)), Counter(one), Counter(two)

    def entropy(counts):
        return -sum(count / total * math.log(count / total) for count in counts.values())

    mutual = sum(
        count / total * math.log(count * total / (ones[left] * twos[right])) for (left, right), count in pairs.items()
    )
    return 2 * mutual / (entropy(ones) + entropy(twos))


def test_made_up_statements_fall_into_what_they_are_about():
    found = group(TEXTS)
    home = homes(found, len(TEXTS))
    assert 5 <= len(found.groups) <= 10
    assert len(found.left) <= 6
    assert purity(home, TOPICS) >= 0.8
    assert shared_information(home, TOPICS) >= 0.65


def test_the_made_up_answers_of_the_demonstration_beat_chance_by_far():
    """Written by others than the grouping: 357 answers, a theme each, many about two things."""
    said = load("answers")["answers"]
    home = homes(group([one["text"] for one in said]), len(said))
    themed = [place for place, one in enumerate(said) if one.get("themes")]
    told = [said[place]["themes"][0] for place in themed]
    assert shared_information([home[place] for place in themed], told) >= 0.33


def test_the_same_texts_give_the_same_groups_and_the_fullest_comes_first():
    assert group(TEXTS) == group(TEXTS)
    sizes = [len(one.members) for one in group(TEXTS).groups]
    assert sizes == sorted(sizes, reverse=True)


def test_labels_are_three_to_seven_words_that_stand_in_one_answer_of_the_group():
    for one in group(TEXTS).groups:
        assert 3 <= len(words(one.label)) <= 7
        assert any(" ".join(words(one.label)) in " ".join(words(TEXTS[place])) for place in one.members), one.label


def test_short_answers_are_named_side_by_side():
    texts = ["swings", "swings!", "Swings", "tyre swings"]
    assert labels(texts, [{"swing": 1.0}] * 4, [range(4)]) == ["swings / tyre swings"]


def test_examples_are_the_most_typical_first():
    one = group(TEXTS).groups[0]
    assert list(one.near) == sorted(one.near, reverse=True)


@pytest.mark.parametrize("text", ["idk", "I don\u2019t know", "", "  ", "n/a", "Nothing.", "no comment!!", "???"])
def test_what_says_nothing_is_in_no_group(text):
    assert says_nothing(text)
    assert group([text] * 10, least=2).groups == ()


def test_a_detail_that_was_cut_out_is_never_reached_over():
    texts = ["ring \u2026 about the late bus every day"] * 3
    found = group(texts, least=2)
    assert "ring about" not in found.groups[0].label


def test_topics_join_different_words():
    shared = set(features("camhs waiting list")) & set(features("see a counsellor"))
    assert shared and all(name.startswith("#") for name in shared)
    assert topics_in([]) == {}


def test_vectors_decide_where_they_are_given():
    texts = ["red one", "blue two", "green three", "pink four", "grey five", "black six"]
    vectors = [(1.0, 0.0), (0.99, 0.1), (0.98, 0.05), (0.0, 1.0), (0.1, 0.99), (0.05, 0.98)]
    found = group(texts, vectors=vectors, least=2)
    assert sorted(sorted(one.members) for one in found.groups) == [[0, 1, 2], [3, 4, 5]]


def test_progress_is_told_to_the_end():
    told = []
    group(TEXTS[:20], report=lambda done, total, sentence: told.append((done, total, sentence)))
    assert [done for done, _, _ in told] == [0, 1, 2, 3, 4]
    assert all(sentence for _, _, sentence in told)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=60) | st.sampled_from(TEXTS), max_size=25), st.integers(1, 5))
def test_any_texts_are_parted_and_nothing_raises(texts, least):
    found = group(texts, least=least)
    held = [place for one in found.groups for place in one.members]
    assert sorted([*held, *found.left]) == list(range(len(texts)))
    assert all(len(one.members) >= least and one.label.strip() for one in found.groups)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 12), st.randoms(use_true_random=False))
def test_communities_are_numbered_and_hold_whatever_the_network(count, rng):
    network = [{} for _ in range(count)]
    for one in range(count):
        for two in range(one):
            if rng.random() < 0.4:
                network[one][two] = network[two][one] = rng.random()
    found = communities(network)
    assert len(found) == count
    assert set(found) == set(range(len(set(found))))
    for one in range(count):
        if not network[one]:
            assert found.count(found[one]) == 1
