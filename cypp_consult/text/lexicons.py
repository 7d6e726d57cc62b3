"""Starter word lists for a plan's framework: by known outcomes, by topic, and by the words of the plan itself."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import pairwise
from typing import Any

from cypp_consult.text.clean import words
from cypp_consult.text.data_files import examples, load, phrase_list, word_set
from cypp_consult.text.kinship import kin_of
from cypp_consult.text.lessons import Lesson
from cypp_consult.text.matching import stem
from cypp_consult.text.suggest import LexiconEntry

_NAME_WEIGHT = 0.8
_PAIR_WEIGHT = 0.9
_DETAIL_WEIGHT = 0.4
_LONG_NAME = 5  # a name of more telling words than this says less by each of them
_UNKNOWN_OUTCOME_TOPICS = 0.8
_LEAST_INHERITED = 0.35
_EVERY = 6
_EXAMPLE_WEIGHT = 0.3

Framework = Mapping[str, Any]
Weighted = tuple[str, float]


def entries_for(framework: Framework) -> list[LexiconEntry]:
    """Return starter entries for all outcomes and priorities of `framework`, a parsed framework file.

    Targets are the framework's own ids; no two entries of a target share their phrase. Outcomes that many plans share
    get a list written for them; any other outcome, and every priority, gets its own words and those of its topics.
    """
    return outcome_entries(framework) + priority_entries(framework)


def outcome_entries(framework: Framework) -> list[LexiconEntry]:
    """Return the entries of the outcomes alone, in the framework's order."""
    return [
        entry for outcome in framework.get("outcomes") or () for entry in _entries(outcome["id"], _of_outcome(outcome))
    ]


def priority_entries(framework: Framework) -> list[LexiconEntry]:
    """Return the entries of the priorities alone, in the framework's order."""
    return [
        entry
        for outcome in framework.get("outcomes") or ()
        for priority in outcome.get("priorities") or ()
        for entry in _entries(priority["id"], _of_priority(priority))
    ]


def theme_entries(name: str, definition: str) -> list[tuple[str, float]]:
    """Return the telling words of a theme's name and definition with their weights, each once."""
    return [(entry.phrase, entry.weight) for entry in _entries("", _own_words(name, definition))]


def _entries(target: str, weighted: Iterable[Weighted]) -> list[LexiconEntry]:
    """Make entries for `target`, each phrase once with its heaviest weight."""
    best: dict[str, float] = {}
    for phrase, weight in weighted:
        best[phrase] = max(weight, best.get(phrase, 0.0))
    return [LexiconEntry(target, phrase, round(weight, 2)) for phrase, weight in best.items()]


def _of_outcome(outcome: Mapping[str, Any]) -> Iterator[Weighted]:
    """Yield the words of one outcome."""
    known = load("outcomes").get(outcome["id"])
    if known:
        yield from _block(known)
    else:
        yield from _own_words(outcome.get("name"), outcome.get("summary"))
        named = [outcome, *(outcome.get("priorities") or ())]
        for phrase, weight in _topic_words(" / ".join(_texts(item) for item in named)):
            yield phrase, weight * _UNKNOWN_OUTCOME_TOPICS
    for kin, nearness in kin_of(outcome).items():
        if kin != outcome["id"]:
            yield from _inherited(load("outcomes")[kin], nearness)


def _inherited(block: Mapping[float, str], nearness: float) -> Iterator[Weighted]:
    """Yield the words of an outcome that is near, as far as it is near; of a distant one the strongest words alone."""
    for phrase, weight in _block(block):
        if weight * nearness >= _LEAST_INHERITED:
            yield phrase, weight * nearness


def starting_lessons(framework: Framework) -> list[Lesson]:
    """Return the made-up examples as lessons for the outcomes of `framework`; they weigh less than what people say."""
    outcomes = [(str(outcome["id"]), kin_of(outcome)) for outcome in framework.get("outcomes") or ()]
    return [
        Lesson(text, (target,), weight=round(_EXAMPLE_WEIGHT * near[kin], 3))
        for kin, texts in examples().items()
        for target, near in outcomes
        if kin in near
        for text in texts
    ]


def examples_for_vectors() -> list[str]:
    """Return the made-up examples whose vectors are worth their time: a sixth of them guesses as well as all."""
    return [text for texts in examples().values() for text in texts[::_EVERY]]


def _of_priority(priority: Mapping[str, Any]) -> Iterator[Weighted]:
    """Yield the words of one priority."""
    yield from _own_words(priority.get("name"), priority.get("detail"))
    yield from _topic_words(_texts(priority))


def _texts(item: Mapping[str, Any]) -> str:
    """Return what an outcome or priority says of itself."""
    told = (str(item["id"]).replace("-", " "), item.get("name"), item.get("detail"))
    return " / ".join(str(text) for text in told if text)


def _own_words(name: Any, detail: Any) -> Iterator[Weighted]:
    """Yield the telling words of a name, pairs of them that stand together, and the telling words of the detail."""
    found = words(str(name or ""))
    telling = [word if word.isupper() else word.lower() for word in found if _tells(word)]
    weight = _NAME_WEIGHT if len(telling) <= _LONG_NAME else _NAME_WEIGHT * 0.6
    for word in telling:
        yield word, weight
    for one, two in pairwise(found):
        if _tells(one) and _tells(two):
            yield f"{one} {two}".lower(), _PAIR_WEIGHT
    for word in words(str(detail or "")):
        if _tells(word):
            yield word.lower(), _DETAIL_WEIGHT


def _tells(word: str) -> bool:
    """Tell whether a word of a plan says what it is about: not "improve", "children" or "ensure"."""
    return len(word) > 2 and not word.isdigit() and stem(word) not in _empty_stems()  # noqa: PLR2004  (one letter or two)


@cache
def _empty_stems() -> frozenset[str]:
    """Return the stems of words that every plan uses."""
    return frozenset(stem(word) for word in word_set("plan_words", "empty"))


def _topic_words(text: str) -> Iterator[Weighted]:
    """Yield the words of every topic that `text` switches on."""
    spaced = f" {' '.join(words(text)).lower()} "
    for topic in load("topics").values():
        if any(f" {trigger} " in spaced for trigger in phrase_list(topic["when"])):
            yield from _block(topic["words"])


def _block(block: Mapping[float, str]) -> Iterator[Weighted]:
    """Yield the phrases of a weighted word list."""
    for weight, listed in block.items():
        for phrase in phrase_list(listed):
            yield phrase, float(weight)
