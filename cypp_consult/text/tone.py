"""Tone of an English text: a weak reading aid for people, never a satisfaction score.

VADER's word weights with our own for children and the UK, read by our own rules: VADER's own look for a denial three
words back only, and take a wish ("I want to feel safe") for praise. docs/adr/0028 has the figures.
"""

import re
from dataclasses import dataclass, field
from math import sqrt
from typing import Literal

from cypp_consult.text.tone_words import Lists, lists

ToneLabel = Literal["positive", "negative", "mixed", "unclear"]

_PIECE = re.compile(
    r"(?P<word>[^\W_]{1,60}(?:['\u2019-][^\W_]{1,60}){0,4})|(?P<stop>[,;.!?:\n]|\s-{1,3}\s)"
    r"|(?P<face>[:;=][-'o^]?[()\[\]DPp/\\|3]|<3|\^_\^|[\u2639-\u263a\u2764\U0001f300-\U0001faff])"
)
_NO_ONE = re.compile(r"\bno[ -]one\b", re.IGNORECASE)
_LONGEST_WORD = 40
_SUBJECTS = frozenset(
    ("they", "i", "he", "she", "we", "it", "you", "the", "my", "our", "there", "then", "some", "people")
)
_REACH = 8  # words after a denial or wish that it may still reach
_NEAR = 3  # words before a telling one in which "very" strengthens it
_CLEAR = 0.1  # below this a clause says nothing
_DENIED_GOOD = -0.74
_DENIED_BAD = -0.4  # "not scary" says less than "scary"
_EVEN = 1.0  # good and bad words whose sum is below this speak against each other
_MOST_REASONS = 8


@dataclass(frozen=True)
class Tone:
    """A label, a score from -1 (negative) to 1 (positive), and the words it rests on as they stand in the text."""

    label: ToneLabel
    score: float
    because: tuple[str, ...] = ()


NO_TONE = Tone("unclear", 0.0)


@dataclass
class _Clause:
    """A clause while it is read: its words so far, the weights found, and what reaches over the words to come."""

    weights: list[float] = field(default_factory=list)
    because: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    denied_at: int | None = None
    wished_at: int | None = None

    @property
    def score(self) -> float:
        """Return -1 to 1: the sum of the weights, squeezed."""
        return _squeezed(sum(self.weights))

    @property
    def torn(self) -> bool:
        """Tell whether good and bad words of a clause nearly cancel out: "fun by day and frightening by night"."""
        return bool(self.weights) and min(self.weights) < 0 < max(self.weights) and abs(sum(self.weights)) < _EVEN

    @property
    def scores(self) -> list[float]:
        """Return the clause's score; of a torn one, those of its good and of its bad words."""
        if not self.torn:
            return [self.score]
        return [_squeezed(sum(w for w in self.weights if (w > 0) == good)) for good in (True, False)]


def _squeezed(total: float) -> float:
    """Squeeze a sum of weights into -1 to 1, as VADER does."""
    return total / sqrt(total * total + 15)


def tone(text: str) -> Tone:
    """Return the tone of an English `text`; "unclear" with score 0 where no word carries any.

    "mixed" is said when one part speaks well and another badly. A denied good word ("I never feel safe") is bad, and a
    wish ("we need to feel safe") is no praise.
    """
    clauses = _clauses(text)
    telling = [clause for clause in clauses if clause.weights and (abs(clause.score) >= _CLEAR or clause.torn)]
    if not telling:
        return NO_TONE
    scores = [score for clause in telling for score in clause.scores]
    because = dict.fromkeys(word for clause in telling for word in clause.because)
    return Tone(_label(scores), round(sum(scores) / len(scores), 3), tuple(because)[:_MOST_REASONS])


def _label(scores: list[float]) -> ToneLabel:
    """Name the tone of clauses that all say something."""
    best, worst = max(scores), min(scores)
    if best > 0 > worst:
        return "mixed"
    return "positive" if best > 0 else "negative"


def _clauses(text: str) -> list[_Clause]:
    """Cut `text` into clauses and weigh the words of each."""
    known = lists()
    plain = _NO_ONE.sub("nobody", text) if "o" in text or "O" in text else text
    done: list[_Clause] = []
    clause = _Clause()
    for piece in _PIECE.finditer(plain):
        said, kind = piece[0], piece.lastgroup
        if kind == "word":
            word = said[:_LONGEST_WORD]
            key = word.lower().replace("\u2019", "'")
            if key in known.turns:
                done.append(_weighed(clause, known))
                clause = _Clause()
            else:
                clause.keys.append(key)
                clause.words.append(word)
        elif kind == "face":
            weight = known.faces.get(said, 0.0)
            if weight:
                clause.weights.append(weight)
                clause.because.append(said)
        elif clause.keys or clause.weights:
            done.append(_weighed(clause, known))
            clause = _Clause()
    done.append(_weighed(clause, known))
    return done


def _weighed(clause: _Clause, known: Lists) -> _Clause:
    """Weigh the words of a clause."""
    keys = clause.keys
    if known.telling.isdisjoint(keys):
        return clause
    index = 0
    while index < len(keys):
        key = keys[index]
        length, weight = _phrase_at(keys, index, known)
        if not length and key in known.weights:
            length, weight = 1, known.weights[key]
        if length and weight:
            _take(clause, index, length, weight, known)
        elif key in known.negators:
            clause.denied_at = index
        elif key in known.wishes:
            clause.wished_at = index
        elif key in known.stops:
            clause.denied_at = clause.wished_at = None
        elif key in known.only_denied and _reaches(clause.denied_at, index):
            _take(clause, index, 1, known.only_denied_weight, known)
        index += length or 1
    return clause


def _phrase_at(keys: list[str], index: int, known: Lists) -> tuple[int, float]:
    """Return how many words of a known phrase start at `index`, and its weight; 0, 0 for none."""
    for phrase, weight in known.phrases.get(keys[index], ()):
        if tuple(keys[index : index + len(phrase)]) == phrase:
            return len(phrase), weight
    return 0, 0.0


def _take(clause: _Clause, index: int, length: int, weight: float, known: Lists) -> None:
    """Add a telling word or phrase with what the words before it make of it."""
    keys = clause.keys
    first = index
    for back in range(max(0, index - _NEAR), index):
        weight += known.boosters.get(keys[back], 0.0) * (1 if weight > 0 else -1)
    if _reaches(clause.denied_at, index):
        weight *= _DENIED_GOOD if weight > 0 else _DENIED_BAD
        first = clause.denied_at if clause.denied_at is not None else index
    elif _reaches(clause.wished_at, index) and (weight > 0 or keys[index] in known.soft_when_wished):
        return
    clause.weights.append(weight)
    clause.because.append(" ".join(clause.words[first : index + length]))
    if clause.denied_at is not None and not _goes_on(keys, index + length):
        clause.denied_at = None


def _goes_on(keys: list[str], index: int) -> bool:
    """Tell whether a denial goes on after a word: "not safe or happy", but not "never listen and they shout"."""
    if index + 1 >= len(keys) or keys[index] not in ("or", "nor", "and"):
        return False
    return keys[index] != "and" or keys[index + 1] not in _SUBJECTS


def _reaches(at: int | None, index: int) -> bool:
    """Tell whether a denial or wish at `at` reaches the word at `index`."""
    return at is not None and index - at <= _REACH
