"""Warnings for whoever words a question: long, hard, doubled or denied. They advise and never forbid."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from cypp_consult.text.blob import sentences
from cypp_consult.text.clean import words
from cypp_consult.text.data_files import load, phrase_list, word_set

YOUNGER_CHILDREN = "younger-children"
STAFF = "staff-partners"

_LONGEST_SENTENCE = 15
_MOST_OPTIONS = {YOUNGER_CHILDREN: 3, "young-people": 7, "parents-carers": 7, STAFF: 10}
_AGES = {YOUNGER_CHILDREN: "7 to 10"}
_AND_OR = re.compile(r"\band\s?/\s?or\b", re.IGNORECASE)
_MOST_HARD_WORDS = 5


@dataclass(frozen=True)
class WordingWarning:
    """A stable code for programs and a plain sentence for the person."""

    code: str
    message: str


def wording_warnings(text: str, audience: str) -> list[WordingWarning]:
    """Return what makes `text` hard for `audience`, in the order of its sentences; empty where nothing was found.

    `audience` is younger-children, young-people, parents-carers or staff-partners; any other counts as adults.
    Codes: long-sentence, double-negative, negative, two-questions, leading, hard-word.
    """
    found = [warning for sentence in sentences(text) for check in _CHECKS for warning in check(sentence, audience)]
    return list(dict.fromkeys([*found, *_two_questions(text), *_hard_words(text, audience)]))


def options_warning(count: int, audience: str) -> WordingWarning | None:
    """Return a warning if `count` options are too many to choose from for `audience`, else None."""
    most = _MOST_OPTIONS.get(audience, _MOST_OPTIONS[STAFF])
    if count <= most:
        return None
    whom = f" for ages {_AGES[audience]}" if audience in _AGES else ""
    return WordingWarning("many-options", f"{count} options. Try {most} or fewer{whom}.")


def _long(sentence: str, _audience: str) -> Iterator[WordingWarning]:
    """Warn of a sentence of more words than most people take in at once."""
    count = len(words(sentence))
    if count > _LONGEST_SENTENCE:
        yield WordingWarning("long-sentence", f"{count} words. Try {_LONGEST_SENTENCE} or fewer.")


def _negative(sentence: str, audience: str) -> Iterator[WordingWarning]:
    """Warn of two negatives for anybody, and of one for younger children."""
    found = [word.lower().replace("\u2019", "'") for word in words(sentence)]
    denials = [word for word in found if word in word_set("wording_words", "negatives")]
    bad = [word for word in found if word in word_set("wording_words", "negative_words")]
    if len(denials) + len(bad) > 1 and denials:
        both = " and ".join(f"\u201c{word}\u201d" for word in (denials + bad)[:2])
        yield WordingWarning("double-negative", f"Two negatives: {both}. Say it the positive way.")
    elif audience == YOUNGER_CHILDREN and (denials or bad):
        word = (denials or bad)[0]
        yield WordingWarning(
            "negative", f"\u201c{word}\u201d is a negative. Children may miss it: say it the positive way."
        )


def _leading(sentence: str, _audience: str) -> Iterator[WordingWarning]:
    """Warn of a question that asks for one answer."""
    spaced = f" {' '.join(words(sentence)).lower()} ".replace("\u2019", "'")
    for phrase in phrase_list(load("wording_words")["leading"]):
        if f" {phrase} " in spaced:
            yield WordingWarning("leading", f"\u201c{phrase}\u201d asks for one answer. Ask openly.")


_CHECKS: tuple[Callable[[str, str], Iterator[WordingWarning]], ...] = (_long, _negative, _leading)


def _two_questions(text: str) -> Iterator[WordingWarning]:
    """Warn of two questions in one: "and/or", two question marks, or a second question word after "and"."""
    if _AND_OR.search(text):
        yield WordingWarning("two-questions", "\u201cand/or\u201d asks two things at once. Ask one thing.")
    elif text.count("?") > 1 or any(_asks_twice(sentence) for sentence in sentences(text)):
        yield WordingWarning("two-questions", "This asks two things at once. Make it two questions.")


def _asks_twice(sentence: str) -> bool:
    """Tell whether a question begins with a question word and has another after "and" or "or"."""
    found = [word.lower() for word in words(sentence)]
    openers = word_set("wording_words", "openers")
    if not found or found[0] not in openers or not sentence.endswith("?"):
        return False
    return any(one in ("and", "or") and two in openers for one, two in pairwise(found))


def _hard_words(text: str, audience: str) -> Iterator[WordingWarning]:
    """Warn of hard words with a plainer one; staff, who use them daily, are spared."""
    if audience == STAFF:
        return
    hard: dict[str, str] = load("wording_words")["hard"]
    found = dict.fromkeys(word.lower() for word in words(text) if word.lower() in hard)
    for word in list(found)[:_MOST_HARD_WORDS]:
        yield WordingWarning("hard-word", f"\u201c{word}\u201d is a hard word. Try \u201c{hard[word]}\u201d.")
