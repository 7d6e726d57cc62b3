"""Suggest outcomes or priorities for an answer from an editable list of words and phrases, with the words as reasons.

A suggestion is for a person to confirm. Its score is a weak confidence, good for ordering and nothing else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from cypp_consult.text.matching import PhraseFinder, Reading, Stems, read, stems_of

_PHRASE_BONUS = 1.8
_MOST_HITS_PER_STEM = 2
MOST_REASONS = 8
LEAST_SCORE, MOST_SCORE = 0.001, 0.999


@dataclass(frozen=True)
class LexiconEntry:
    """A word or phrase that speaks for a target (the id of an outcome or priority), with a weight of 0.2 to 1."""

    target: str
    phrase: str
    weight: float


@dataclass(frozen=True)
class Suggested:
    """A target, a score above 0 and below 1, and the words that led to it as the text has them, strongest first."""

    target: str
    score: float
    reasons: tuple[str, ...]


class Suggester(Protocol):
    """What every engine of suggestions promises, light or with a sentence model."""

    def suggest(self, text: str, limit: int = 3) -> list[Suggested]:
        """Return at most `limit` suggestions for an English `text`, best first; none where nothing speaks for any."""
        ...


@dataclass
class Tally:
    """What the words of a list say for one target."""

    total: float = 0.0
    reasons: dict[str, float] = field(default_factory=dict)

    def add(self, words: str, weight: float) -> None:
        """Count `words` with their weight."""
        self.total += weight
        self.reasons.setdefault(words, weight)

    @property
    def strongest(self) -> tuple[str, ...]:
        """The words that count most, at most eight."""
        return tuple(sorted(self.reasons, key=self.reasons.__getitem__, reverse=True)[:MOST_REASONS])


class Tagger:
    """Suggests targets by a list of entries. The same entries and text always give the same suggestions.

    Where phrases overlap the longest alone is counted: "free school meals" is not about school.
    """

    def __init__(self, entries: Iterable[LexiconEntry]) -> None:
        """Take the entries; of two for the same target and stems the heavier counts, and empty phrases are left out."""
        self._weights: dict[Stems, dict[str, float]] = {}
        self._order: dict[str, int] = {}
        for entry in entries:
            self._order.setdefault(entry.target, len(self._order))
            stems = stems_of(entry.phrase)
            weight = entry.weight * (_PHRASE_BONUS if len(stems) > 1 else 1.0)
            if stems and weight > 0:
                targets = self._weights.setdefault(stems, {})
                targets[entry.target] = max(weight, targets.get(entry.target, 0.0))
        self._finder = PhraseFinder(self._weights)

    @property
    def targets(self) -> tuple[str, ...]:
        """The targets that have at least one entry, in the order of the entries."""
        return tuple(self._order)

    def tallies(self, reading: Reading) -> dict[str, Tally]:
        """Return what the words of a reading say for each target that any of them speaks for."""
        found = self._finder.places(reading.stems)
        if len(found) > 1:
            found.sort(key=_longest_first)
        taken = bytearray(len(reading.stems))
        hits: dict[Stems, int] = {}
        tallies: dict[str, Tally] = {}
        for first, last, stems in found:
            before = hits.get(stems, 0)
            if before >= _MOST_HITS_PER_STEM or 1 in taken[first : last + 1]:
                continue
            hits[stems] = before + 1
            taken[first : last + 1] = b"\x01" * (last + 1 - first)
            said = reading.said(first, last)
            for target, weight in self._weights[stems].items():
                tally = tallies.get(target)
                if tally is None:
                    tallies[target] = Tally(weight, {said: weight})
                else:
                    tally.add(said, weight)
        return tallies

    def suggest(self, text: str, limit: int = 2) -> list[Suggested]:
        """Return at most `limit` suggestions for an English `text`, best first; none if no word matches."""
        tallies = self.tallies(read(text))
        best = sorted(tallies, key=lambda target: (-tallies[target].total, self._order[target]))[:limit]
        return [Suggested(target, _squeezed(tallies[target].total), tallies[target].strongest) for target in best]


def _longest_first(found: tuple[int, int, Stems]) -> tuple[int, int]:
    """Return the key that puts long phrases before short ones, and else the first before the next."""
    return -len(found[2]), found[0]


def _squeezed(total: float) -> float:
    """Squeeze a total into a score: 1 point gives 0.5, 3 points 0.75."""
    return min(MOST_SCORE, max(LEAST_SCORE, round(total / (total + 1), 3)))


def shares(points: Mapping[str, float]) -> dict[str, float]:
    """Return each target's points divided by the sum of all without their signs; nothing where that is nought."""
    whole = sum(abs(value) for value in points.values())
    return {target: value / whole for target, value in points.items()} if whole else {}
