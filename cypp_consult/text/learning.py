"""Learn from what people tagged and refused: a complement naive Bayes of our own, small enough to be trained anew.

Each target is told apart by what the texts of all *others* hold, which bears lopsided training sets better than plain
naive Bayes (Rennie and others, 2003). Training is counting, so a decision more or less is learned at once.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import pairwise

from cypp_consult.text.clean import words
from cypp_consult.text.data_files import word_set

_SMOOTHING = 0.3
_PIECE = 4
_SHORTEST = 3
# how many words of a text are read: an essay says what it is about in its first pages
_MOST_WORDS = 400
_LONGEST_WORD = 40
# a word is a reason when it speaks so much more for the target than for the others on average
_TELLING = 0.6
_MOST_REASONS = 4
_LOG_TWO = math.log(2)

Vector = tuple[float, ...]
Known = Sequence[tuple[str, Vector]]


@dataclass(frozen=True)
class Lesson:
    """A text that people decided on: what it is about, and what it is not. `weight` is below 1 for made-up ones."""

    text: str
    targets: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    weight: float = 1.0


@lru_cache(maxsize=32768)
def _pieces(word: str) -> tuple[str, ...]:
    """Return a word's own features: itself, and its pieces of four letters with its ends marked."""
    ended = f"<{word}>"
    return (word, *dict.fromkeys(f"#{ended[at : at + _PIECE]}" for at in range(max(1, len(ended) - _PIECE + 1))))


@cache
def _stop_words() -> frozenset[str]:
    return word_set("learning_words", "stop")


@lru_cache(maxsize=65536)
def _plain(word: str) -> str:
    """Return a word as learning knows it; empty for one that it passes over."""
    plain = word[:_LONGEST_WORD].lower().replace("\u2019", "'")
    return "" if len(plain) < _SHORTEST or plain in _stop_words() else plain


def telling(text: str) -> tuple[list[str], list[str]]:
    """Return the distinct words of a text that learning looks at, and distinct pairs of them that stand together."""
    kept = [plain for word in words(text)[:_MOST_WORDS] if (plain := _plain(word))]
    return list(dict.fromkeys(kept)), list(dict.fromkeys([f"{one} {two}" for one, two in pairwise(kept)]))


def features(text: str) -> Counter[str]:
    """Return how often each feature stands in a text: words, pairs of words, pieces of words."""
    singles, pairs = telling(text)
    counted = Counter(feature for word in singles for feature in _pieces(word))
    counted.update(pairs)
    return counted


@dataclass
class _Counts:
    """How much of each feature has been seen, and of all features."""

    of: Counter[str] = field(default_factory=Counter)
    total: float = 0.0

    def add(self, found: Counter[str], weight: float) -> None:
        for feature, count in found.items():
            self.of[feature] += count * weight  # type: ignore[assignment]  # a Counter holds parts of one as well
        self.total += weight * found.total()


class ComplementBayes:
    """What was learned for some targets; a lesson more can be taken in at any time."""

    def __init__(self, targets: Sequence[str], lessons: Iterable[Lesson] = ()) -> None:
        """Learn the lessons; targets they name that are not among `targets` are passed over."""
        self.targets = tuple(targets)
        self._all = _Counts()
        self._for = {target: _Counts() for target in self.targets}
        self._against = {target: _Counts() for target in self.targets}
        self._table: dict[str, Vector] | None = None
        self._whole: list[tuple[Counter[str], Counter[str], float | None]] | None = None
        self._words: dict[str, Vector] = {}
        for lesson in lessons:
            self.learn(lesson)

    def learn(self, lesson: Lesson) -> None:
        """Take in one lesson more."""
        mine = [target for target in dict.fromkeys(lesson.targets) if target in self._for]
        refused = [target for target in dict.fromkeys(lesson.refused) if target in self._for and target not in mine]
        if not mine and not refused:
            return
        found = features(lesson.text)
        if mine:
            self._all.add(found, lesson.weight)
        for target in mine:
            self._for[target].add(found, lesson.weight)
        for target in refused:
            self._against[target].add(found, lesson.weight)
        self._table, self._whole, self._words = None, None, {}

    def known(self, text: str) -> Known:
        """Return the words and pairs of a text that anything was learned of, with what each speaks for each target."""
        singles, pairs = telling(text)
        remembered = self._words
        found = []
        for part in (*singles, *pairs):
            vector = remembered.get(part)
            if vector is None:
                vector = self._vector(part)
            if vector:
                found.append((part, vector))
        return found

    def points(self, known: Known) -> dict[str, float]:
        """Return how much a text, as it is known, speaks for each target, around nought; empty where nothing is."""
        sums = map(sum, zip(*[vector for _, vector in known], strict=True))
        return dict(zip(self.targets, sums, strict=True)) if known else {}

    def reasons(self, known: Known, target: str) -> list[str]:
        """Return the words of a text, as it is known, that speak most for a target; strongest first."""
        place = self.targets.index(target)
        seen = self._for[target].of
        # a word must itself have been seen with the target, not only pieces of it
        mine = [
            (-value, part) for part, vector in known if (value := vector[place]) > _TELLING and seen.get(part, 0) > 0
        ]
        if not mine:
            mine = [(-vector[place], part) for part, vector in known if vector[place] > 0]
            return [min(mine)[1]] if mine else []
        return [part for _, part in sorted(mine)[:_MOST_REASONS]]

    def _vector(self, part: str) -> Vector:
        """Return what a word or a pair speaks for each target; empty where neither it nor a piece of it was seen."""
        vector = self._words.get(part)
        if vector is None:
            own = (part,) if " " in part else _pieces(part)
            weights = self._weights()
            known = [weights[feature] for feature in own if feature in weights]
            vector = tuple(map(sum, zip(*known, strict=True))) if known else ()
            if len(self._words) < _MOST_REMEMBERED:
                self._words[part] = vector
        return vector

    def _weights(self) -> Mapping[str, Vector]:
        """Return each feature's weight for each target, around nought, over the target's mean weight; made once."""
        if self._table is None:
            raw = {feature: self._raw(feature, seen) for feature, seen in self._all.of.items() if seen > 0}
            sums = [sum(map(abs, column)) for column in zip(*raw.values(), strict=True)]
            scales = [value / len(raw) or 1.0 for value in sums]
            self._table = {feature: _around_nought(values, scales) for feature, values in raw.items()}
        return self._table

    def _raw(self, feature: str, seen: float) -> list[float]:
        """Return minus the logarithm of a feature's smoothed share of what is *not* about each target."""
        found = []
        for mine, against, whole in self._wholes():
            if whole is None:
                # nothing was ever about it: it has no say, and what speaks for others speaks against it
                found.append(0.0)
                continue
            count = max(0.0, seen - mine.get(feature, 0)) + against.get(feature, 0)
            found.append(whole - math.log(count + _SMOOTHING))
        return found

    def _wholes(self) -> Sequence[tuple[Counter[str], Counter[str], float | None]]:
        """Return, by target, what was seen with it and against it, and the logarithm of all that was not about it."""
        if self._whole is None:
            total, kinds = self._all.total, len(self._all.of)
            self._whole = []
            for target in self.targets:
                mine, against = self._for[target], self._against[target]
                rest = max(0.0, total - mine.total) + against.total + _SMOOTHING * kinds
                self._whole.append((mine.of, against.of, math.log(rest) if mine.total else None))
        return self._whole


def _around_nought(values: Sequence[float], scales: Sequence[float]) -> Vector:
    """Divide each value by its scale and take their middle away."""
    scaled = [value / scale for value, scale in zip(values, scales, strict=True)]
    middle = sum(scaled) / len(scaled)
    return tuple([_LOG_TWO * (value - middle) for value in scaled])


_MOST_REMEMBERED = 50_000
