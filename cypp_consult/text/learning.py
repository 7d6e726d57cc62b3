"""Learn from what people tagged and refused: a complement naive Bayes of our own, small enough to be trained anew.

Each target is told apart by what the texts of all *others* hold, which bears lopsided training sets better than plain
naive Bayes (Rennie and others, 2003). Training is counting, so a decision more or less is learned at once.
"""

import math
from collections.abc import Iterable, Sequence
from itertools import islice

from cypp_consult.text.lessons import Lesson, Seen, pieces, telling

_SMOOTHING = 0.3
# a word is a reason when it speaks so much more for the target than for the others on average
_TELLING = 0.6
_MOST_REASONS = 4
_MOST_REMEMBERED = 50_000
_MOST_MEASURED = 4_000
_LOG_TWO = math.log(2)

Vector = tuple[float, ...]
Known = Sequence[tuple[str, Vector]]


class ComplementBayes:
    """What was learned for some targets; a lesson more can be taken in at any time."""

    def __init__(
        self, targets: Sequence[str], lessons: Iterable[Lesson] = (), start: "ComplementBayes | None" = None
    ) -> None:
        """Learn the lessons, on top of what `start` learned; targets that are not among `targets` are passed over."""
        self.targets = tuple(targets)
        self.seen: Seen = Seen.beginning_with(start.seen if start else None, self.targets)
        self._start = start
        self._scale: Vector | None = None
        self._forget()
        self.seen.learn(lessons)

    def _forget(self) -> None:
        """Drop what was worked out of the counts."""
        self._table: dict[str, Vector] = {}
        self._words: dict[str, Vector] = {}
        self._whole: Sequence[float | None] | None = None
        # what many examples weigh on the whole, a lesson hardly moves, and counting it anew would take most of the time
        self._scale = self._scale if self._start else None

    def learn(self, lesson: Lesson) -> None:
        """Take in one lesson more."""
        self.seen.learn([lesson])
        self._forget()

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
        seen = self.seen.about[target].of
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
            own = (part,) if " " in part else pieces(part)
            known = [weights for feature in own if (weights := self._weights(feature))]
            vector = tuple(map(sum, zip(*known, strict=True))) if known else ()
            if len(self._words) < _MOST_REMEMBERED:
                self._words[part] = vector
        return vector

    def _weights(self, feature: str) -> Vector:
        """Return a feature's weight for each target, around nought; empty for one that was never seen."""
        weights = self._table.get(feature)
        if weights is None:
            seen = self.seen.everything.of.get(feature, 0)
            if seen <= 0:
                return ()
            counts = [
                counted.of.get(feature, 0) for counted in (*self.seen.about.values(), *self.seen.against.values())
            ]
            weights = self._table[feature] = _around_nought(self._raw(seen, counts), self._scales())
        return weights

    def _scales(self) -> Vector:
        """Return the mean weight of all features for each target; of those that `start` knew, what it was there."""
        if self._scale is None:
            known = self._start.scales() if self._start else {}
            if known:
                usual = sum(known.values()) / len(known)
                self._scale = tuple(known.get(target, usual) for target in self.targets)
            else:
                self._scale = self._means()
        return self._scale

    def scales(self) -> dict[str, float]:
        """Return the mean weight of all features, by target; empty where nothing was learned."""
        return dict(zip(self.targets, self._scales(), strict=True)) if self.seen.everything.of else {}

    def _means(self) -> Vector:
        """Work the mean weights out, of some thousands of features that are picked evenly from all."""
        everything = self.seen.everything.of
        some = [*islice(everything, 0, None, 1 + len(everything) // _MOST_MEASURED)]
        columns = [
            [counted.of.get(feature, 0) for feature in some]
            for counted in (self.seen.everything, *self.seen.about.values(), *self.seen.against.values())
        ]
        sums = [0.0] * len(self.targets)
        for seen, *counts in zip(*columns, strict=True):
            for place, value in enumerate(self._raw(seen, counts)):
                sums[place] += abs(value)
        return tuple(value / len(some) or 1.0 for value in sums)

    def _raw(self, seen: float, counts: Sequence[float]) -> list[float]:
        """Return minus the logarithm of a feature's smoothed share of what is *not* about each target.

        `counts` are how often it was seen with each target, and then how often against each.
        """
        each = zip(counts, counts[len(self.targets) :], self._wholes(), strict=False)
        # what nothing was ever about has no say, and what speaks for others speaks against it
        return [
            0.0 if whole is None else whole - math.log(max(0.0, seen - mine) + against + _SMOOTHING)
            for mine, against, whole in each
        ]

    def _wholes(self) -> Sequence[float | None]:
        """Return, by target, the logarithm of all that was not about it; None where nothing was ever about it."""
        if self._whole is None:
            every = self.seen.everything
            self._whole = [
                math.log(max(0.0, every.total - mine.total) + against.total + _SMOOTHING * len(every.of))
                if mine.total
                else None
                for mine, against in zip(self.seen.about.values(), self.seen.against.values(), strict=True)
            ]
        return self._whole


def _around_nought(values: Sequence[float], scales: Sequence[float]) -> Vector:
    """Divide each value by its scale and take their middle away."""
    scaled = [value / scale for value, scale in zip(values, scales, strict=True)]
    middle = sum(scaled) / len(scaled)
    return tuple([_LOG_TWO * (value - middle) for value in scaled])
