"""What short answers are compared by: telling words without their endings, and the topics they belong to."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from cypp_consult.text.clean import words
from cypp_consult.text.data_files import load, phrase_list, word_set
from cypp_consult.text.matching import Stems, stem, stems_of

Vector = dict[str, float]

_MOST_WORDS = 200  # of one text: enough to tell what it is about
_TOPIC_WEIGHT = 2.0  # beside a word's own weight; found on the made-up answers of the demonstration
_MAIN_TOPICS = 2
_OTHER_TOPICS = 0.4  # what a text's further topics count beside its two main ones
_LONGEST_PHRASE = 3
_TOPIC = "#"


@cache
def stop_stems() -> frozenset[str]:
    """Return the stems of words that never tell what an answer is about."""
    return frozenset(stem(word) for word in _listed("stop")) | _listed("stop")


@cache
def weak_stems() -> frozenset[str]:
    """Return the stems of words that so many answers hold that sharing one means nothing."""
    return frozenset(stem(word) for word in _listed("weak"))


def _listed(key: str) -> frozenset[str]:
    return word_set("grouping_words", key)


@cache
def _empty_answers() -> frozenset[str]:
    return frozenset(" ".join(words(phrase)).lower() for phrase in phrase_list(str(load("grouping_words")["nothing"])))


def says_nothing(text: str) -> bool:
    """Tell whether a text is empty, or one of the ways to say nothing such as "idk"; it belongs to no group."""
    found = words(text[:200])
    return not found or " ".join(found).lower().replace("\u2019", "'") in _empty_answers()


@cache
def _topics() -> Mapping[Stems, tuple[tuple[str, float], ...]]:
    """Return the topics that a word or short phrase speaks for, with its weight."""
    found: dict[Stems, dict[str, float]] = {}
    for topic, told in load("topics").items():
        for weight, block in told["words"].items():
            for phrase in phrase_list(str(block)):
                stems = stems_of(phrase)
                if 0 < len(stems) <= _LONGEST_PHRASE and not _too_common(stems):
                    found.setdefault(stems, {}).setdefault(topic, float(weight))
    return {stems: tuple(weights.items()) for stems, weights in found.items()}


def _too_common(stems: Stems) -> bool:
    return len(stems) == 1 and (stems[0] in stop_stems() or stems[0] in weak_stems())


def topics_in(stems: Sequence[str]) -> dict[str, float]:
    """Return the topics that stems in order speak for, each with its heaviest weight."""
    known = _topics()
    found: dict[str, float] = {}
    for first in range(len(stems)):
        for last in range(first + 1, min(first + _LONGEST_PHRASE, len(stems)) + 1):
            for topic, weight in known.get(tuple(stems[first:last]), ()):
                found[topic] = max(weight, found.get(topic, 0.0))
    return found


def features(text: str) -> Vector:
    """Return what a text is compared by, with weights: stems, and topics under names that begin with "#"."""
    every = [stem(word) for word in words(text)[:_MOST_WORDS]]
    left_out = stop_stems() | weak_stems()
    counts = Counter(one for one in every if one not in left_out and len(one) > 1)
    weighed = {one: 1.0 + math.log(count) for one, count in counts.items()}
    topics = sorted(topics_in(every).items(), key=lambda item: -item[1])
    for rank, (topic, weight) in enumerate(topics):
        weighed[f"{_TOPIC}{topic}"] = _TOPIC_WEIGHT * weight * (1.0 if rank < _MAIN_TOPICS else _OTHER_TOPICS)
    return weighed


def unit_vectors(found: Sequence[Vector]) -> list[Vector]:
    """Return the features of all texts weighed by how rare each is among them, each vector of length one.

    A feature of a single text joins nothing and is left out; a text without any other is left empty.
    """
    seen = Counter(name for vector in found for name in vector)
    total = len(found)
    rarity = {name: math.log((total + 1) / count) for name, count in seen.items() if count > 1}
    return [unit({name: value * rarity[name] for name, value in vector.items() if name in rarity}) for vector in found]


def unit(vector: Vector) -> Vector:
    """Return a vector in the same direction, of length one; empty if it is nowhere."""
    length = math.sqrt(sum(value * value for value in vector.values()))
    return {name: value / length for name, value in vector.items()} if length > 0 else {}


def mean_of(vectors: Iterable[Vector]) -> Vector:
    """Return the direction in which vectors point together, of length one; empty if there are none."""
    total: Counter[str] = Counter()
    for vector in vectors:
        total.update(vector)
    return unit(dict(total))


def nearness(one: Vector, two: Vector) -> float:
    """Return the cosine of two vectors of length one."""
    if len(one) > len(two):
        one, two = two, one
    return sum(value * two[name] for name, value in one.items() if name in two)
