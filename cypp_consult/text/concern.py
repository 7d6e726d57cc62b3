"""Order the queue in which people read answers: cues that somebody may be in danger bring an answer to the front.

The cues only raise. They miss most of what children really say, so a person reads every answer whatever comes out.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from cypp_consult.text.clean import words
from cypp_consult.text.data_files import load, phrase_list, word_set
from cypp_consult.text.language import ENGLISH, language
from cypp_consult.text.matching import Stems, stem
from cypp_consult.text.splitting import sentence_spans

Level = Literal["high", "look_first", "routine"]

_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_LETTER = re.compile(r"[^\W\d_]")
_WINDOW = 30  # words within which a harm word, a person and a private place belong together
_MOST_REASONS = 6
_MOST_WORDS_OF_A_VARIANT = 3
_UNREADABLE = "Not in English, so the word cues could not read it"


@dataclass(frozen=True)
class Concern:
    """Where an answer goes in the reading queue, and why; "routine" says nothing about what is in it."""

    level: Level
    reasons: tuple[str, ...] = ()


class _Word(NamedTuple):
    """A word with its spelling evened out, and as it was written."""

    plain: str
    written: str


def concern(text: str, spoken: str | None = None) -> Concern:
    """Return the reading level of `text` with the words that raised it; never says that there is no concern.

    `spoken` is its language where that is known already; without it, it is guessed.
    """
    high: list[str] = []
    look: list[str] = []
    for sentence in _sentences(text):
        for level, reason in _phrases_in(sentence):
            (high if level == "high" else look).append(reason)
        look += _together(sentence)
    if (spoken or language(text)) != ENGLISH and _LETTER.search(text):
        look.append(_UNREADABLE)
    reasons = tuple(dict.fromkeys(high + look))[:_MOST_REASONS]
    return Concern("high" if high else "look_first" if look else "routine", reasons)


def _sentences(text: str) -> Iterator[list[_Word]]:
    """Yield the words of each sentence, evened out; signs such as a knife become words of a last one."""
    for start, end in sentence_spans(text):
        yield _evened_out(words(text[start:end]))
    # signs are beyond ASCII, and most texts are not
    shown = [] if text.isascii() else [_Word(word, sign) for sign, word in _signs().items() if sign in text]
    if shown:
        yield [_Word("i", ""), *shown]


def _evened_out(written: list[str]) -> list[_Word]:
    """Replace misspellings, short forms and stretched letters by the words they stand for."""
    keys = [word.lower().replace("\u2019", "'") for word in written]
    if _STRETCHED.search(" ".join(keys)):
        keys = [_STRETCHED.sub(r"\1", key) for key in keys]
    firsts = _first_words()
    if firsts.isdisjoint(keys):
        return list(map(_Word, keys, written))
    made: list[_Word] = []
    at = 0
    while at < len(keys):
        longest = min(_MOST_WORDS_OF_A_VARIANT, len(keys) - at) if keys[at] in firsts else 0
        for length in range(longest, 0, -1):
            meant = _spellings().get(" ".join(keys[at : at + length]))
            if meant:
                made += [_Word(word, " ".join(written[at : at + length])) for word in meant]
                at += length
                break
        else:
            made.append(_Word(keys[at], written[at]))
            at += 1
    return made


def _phrases_in(sentence: list[_Word]) -> Iterator[tuple[str, str]]:
    """Yield (level, reason) for each fixed phrase in `sentence`; one other word may stand between two of its words."""
    by_rarest, meanings = _phrases()
    stems = [stem(word.plain) for word in sentence]
    present = set(stems)
    found: set[tuple[int, int, Stems]] = set()
    for key in present & by_rarest.keys():
        for phrase in by_rarest[key]:
            if present.issuperset(phrase):
                found.update((first, last, phrase) for first, last in _places(phrase, stems))
    for first, last, phrase in sorted(found):
        level, family = meanings[phrase]
        yield level, _reason(family, sentence[first : last + 1])


def _places(phrase: Stems, stems: list[str]) -> Iterator[tuple[int, int]]:
    """Yield the first and last place of each `phrase` among `stems`."""
    for first, begin in enumerate(stems):
        if begin == phrase[0]:
            at = first
            for wanted in phrase[1:]:
                if wanted not in stems[at + 1 : at + 3]:
                    break
                at = stems.index(wanted, at + 1)
            else:
                yield first, at


def _together(sentence: list[_Word]) -> list[str]:
    """Return reasons where the first person stands near a grave word, or near a harm word and a private one."""
    reasons: list[str] = []
    plain = {word.plain for word in sentence}
    if _cues("first_person").isdisjoint(plain) or (
        _cues("grave").isdisjoint(plain) and _cues("harm").isdisjoint(plain)
    ):
        return reasons
    for start in range(0, max(1, len(sentence) - _WINDOW // 2), _WINDOW // 2):
        near = sentence[start : start + _WINDOW]
        if not any(word.plain in _cues("first_person") for word in near):
            continue
        grave = [word for word in near if word.plain in _cues("grave")]
        harm = [word for word in near if word.plain in _cues("harm")]
        private = [word for word in near if word.plain in _cues("private") and word not in harm]
        if grave:
            reasons.append(_reason("the speaker and a grave word", grave[:1]))
        elif harm and private:
            reasons.append(_reason("the speaker, a harm word and a private place or person", [harm[0], private[0]]))
    return reasons


def _reason(family: str, found: list[_Word]) -> str:
    """Say what was found, in the words of the text."""
    written = dict.fromkeys(word.written for word in found)
    return f"{family}: \u201c{' '.join(written)}\u201d"


def _cues(key: str) -> frozenset[str]:
    """Return the words of one cue list."""
    return word_set("concern_cues", key)


@cache
def _phrases() -> tuple[dict[str, list[Stems]], dict[Stems, tuple[str, str]]]:
    """Return all fixed phrases by their rarest word and, for each, its level and what it may point to."""
    meanings: dict[Stems, tuple[str, str]] = {}
    for level in ("look_first", "high"):
        for family, listed in load("concern_cues")[level].items():
            for phrase in phrase_list(listed):
                meanings[tuple(stem(word.plain) for word in _evened_out(phrase.split()))] = (level, family)
    often = Counter(part for phrase in meanings for part in set(phrase))
    by_rarest: dict[str, list[Stems]] = {}
    for stems in meanings:
        by_rarest.setdefault(min(stems, key=lambda part: often[part]), []).append(stems)
    return by_rarest, meanings


@cache
def _spellings() -> dict[str, list[str]]:
    """Return what each variant stands for, as words."""
    return {
        variant: str(meant).split()
        for meant, variants in load("concern_cues")["spellings"].items()
        for variant in phrase_list(variants)
    }


@cache
def _first_words() -> frozenset[str]:
    """Return the words that a variant begins with."""
    return frozenset(variant.split(maxsplit=1)[0] for variant in _spellings() if variant)


@cache
def _signs() -> dict[str, str]:
    """Return signs and the word each stands for."""
    pairs = (pair.split(maxsplit=1) for pair in phrase_list(load("concern_cues")["signs"]))
    return {sign: word for sign, word in pairs}  # noqa: C416  (pairs are lists, which dict() takes but mypy does not)
