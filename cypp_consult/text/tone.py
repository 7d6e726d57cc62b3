"""Tone of an English text: a weak reading aid for people, never a satisfaction score."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from vader import SentimentIntensityAnalyzer
from vader.constants import NEGATE
from vader.data.lexicon import MULTIWORD

from cypp_consult.text.blob import sentences
from cypp_consult.text.data_files import load, phrase_list, word_set

ToneLabel = Literal["positive", "negative", "mixed", "none"]

_CLAUSE = re.compile(
    r"(?<=\w)[,;.!?]{1,60}|\s-{1,3}\s|(?<!\S)(?:but|however|although|though|yet|except)(?!\S)", re.IGNORECASE
)
_NO_ONE = re.compile(r"(?<!\S)no[ -]?one(?!\S)", re.IGNORECASE)
_LONGEST_WORD = 40
_REACH = 7  # words after a negator that it may still deny
_CLEAR = 0.1  # below this a clause says nothing
_EDGE = "\"'“”‘’()[]{}<>*_~`,;:.!?…"


@dataclass(frozen=True)
class Tone:
    """A label, a score from -1 (negative) to 1 (positive), and the words it rests on as they stand in the text."""

    label: ToneLabel
    score: float
    because: tuple[str, ...] = ()


NO_TONE = Tone("none", 0.0)


@dataclass(frozen=True)
class _Clause:
    """A clause's score and the words behind it."""

    score: float
    because: tuple[str, ...]


def tone(text: str) -> Tone:
    """Return the tone of an English `text`; "none" with score 0 where no word carries any.

    "mixed" is said when one part speaks well and another badly. A denied good word ("I never feel safe") is bad.
    """
    clauses = [clause for sentence in sentences(text) for clause in _clauses(sentence)]
    telling = [clause for clause in clauses if abs(clause.score) >= _CLEAR]
    if not telling:
        return NO_TONE
    score = round(sum(clause.score for clause in telling) / len(telling), 3)
    because = tuple(dict.fromkeys(word for clause in telling for word in clause.because))
    return Tone(_label([clause.score for clause in telling]), score, because[:8])


def _label(scores: list[float]) -> ToneLabel:
    """Name the tone of clauses that all say something."""
    best, worst = max(scores), min(scores)
    if best > 0 > worst:
        return "mixed"
    return "positive" if best > 0 else "negative"


def _clauses(sentence: str) -> list[_Clause]:
    """Score each clause of `sentence`."""
    end_marks = "!" * min(sentence.count("!"), 3)
    plain = _NO_ONE.sub("nobody", sentence.replace("\u2019", "'"))
    return [_score(piece, end_marks) for piece in _CLAUSE.split(plain) if piece and not piece.isspace()]


def _score(piece: str, end_marks: str) -> _Clause:
    """Score one clause, with the negator brought next to the word that it denies."""
    tokens = [token[:_LONGEST_WORD] for token in piece.split()]
    bare = [token.strip(_EDGE).lower() for token in tokens]
    lengths = _phrase_lengths(bare)
    near = _near_negators(tokens, bare, lengths)
    score = float(_vader().polarity_scores(" ".join(near) + end_marks)["compound"])
    return _Clause(score, _because(tokens, bare, lengths) if abs(score) >= _CLEAR else ())


def _phrase_lengths(bare: list[str]) -> list[int]:
    """Return, for each word, how many words of a known phrase start there: 0 for none."""
    lengths = [0] * len(bare)
    for index, word in enumerate(bare):
        for length in _phrases_by_first().get(word, ()):
            if " ".join(bare[index : index + length]) in _vader().multiword:
                lengths[index] = length
                break
    return lengths


def _near_negators(tokens: list[str], bare: list[str], lengths: list[int]) -> list[str]:
    """Leave out the empty words between a negator and a telling word, as VADER looks back three words only."""
    kept: list[str] = []
    since: int | None = None
    phrase_ends = 0
    for index, word in enumerate(bare):
        since = None if since is None or word in _stops() or since >= _REACH else since + 1
        phrase_ends = max(phrase_ends, index + lengths[index])
        if word in _negators():
            since = 0
        elif since and word in _between() and index >= phrase_ends:
            continue
        kept.append(tokens[index])
    return kept


def _because(tokens: list[str], bare: list[str], lengths: list[int]) -> tuple[str, ...]:
    """Return the words that carry the tone, each with the negator before it if it has one."""
    found: list[str] = []
    negator: int | None = None
    phrase_ends = 0
    lexicon = _vader().lexicon
    for index, word in enumerate(bare):
        if index >= phrase_ends and (lengths[index] or abs(lexicon.get(word, 0.0)) >= 1):
            phrase_ends = index + max(1, lengths[index])
            near = negator is not None and index - negator <= _REACH
            found.append(" ".join(tokens[negator if near else index : phrase_ends]).strip(_EDGE))
            negator = None
        elif word in _negators():
            negator = index
    return tuple(found) or (" ".join(tokens[:6]),)


@cache
def _phrases_by_first() -> dict[str, list[int]]:
    """Return the lengths of the phrases that begin with a word, longest first."""
    lengths: dict[str, set[int]] = {}
    for phrase in _vader().multiword:
        found = phrase.split()
        lengths.setdefault(found[0], set()).add(len(found))
    return {word: sorted(found, reverse=True) for word, found in lengths.items()}


@cache
def _vader() -> SentimentIntensityAnalyzer:
    """Return the analyser with our words."""
    return SentimentIntensityAnalyzer(
        extra_lexicon=_weighted("words"),
        multiword={**MULTIWORD, **_weighted("phrases")},
        negations=NEGATE | _negators(),
    )


def _weighted(key: str) -> dict[str, float]:
    """Return the words of `key` with their weight."""
    return {word: float(weight) for weight, block in load("tone_words")[key].items() for word in phrase_list(block)}


@cache
def _negators() -> frozenset[str]:
    """Return words that deny what follows."""
    return frozenset(phrase_list(load("tone_words")["negators"])) | NEGATE


@cache
def _between() -> frozenset[str]:
    """Return words that a negator reaches across."""
    return word_set("tone_words", "between")


@cache
def _stops() -> frozenset[str]:
    """Return words that end a negator's reach."""
    return word_set("tone_words", "stops")
