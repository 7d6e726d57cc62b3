"""Suggest outcomes or priorities for an answer from an editable list of words and phrases, with the words as reasons.

A suggestion is for a person to confirm. Its score is a weak confidence, good for ordering and nothing else.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from cypp_consult.text.matching import Match, PhraseFinder, Stems, stems_of

_PHRASE_BONUS = 1.8
_MOST_HITS_PER_STEM = 2
_MOST_REASONS = 8


@dataclass(frozen=True)
class LexiconEntry:
    """A word or phrase that speaks for a target (the id of an outcome or priority), with a weight of 0.2 to 1."""

    target: str
    phrase: str
    weight: float


@dataclass(frozen=True)
class Suggested:
    """A target, a score above 0 and below 1, and the matching words as they stand in the text, strongest first."""

    target: str
    score: float
    reasons: tuple[str, ...]


@dataclass
class _Tally:
    """What has been counted for one target."""

    total: float = 0.0
    hits: Counter[Stems] = field(default_factory=Counter)
    used: set[tuple[int, int]] = field(default_factory=set)
    reasons: dict[str, float] = field(default_factory=dict)

    def add(self, match: Match, weight: float) -> None:
        """Count `match` unless a longer phrase already took its words or it was counted often enough."""
        places = {(match.sentence, place) for place in range(match.first, match.last + 1)}
        if self.hits[match.stems] >= _MOST_HITS_PER_STEM or places & self.used:
            return
        self.hits[match.stems] += 1
        self.used |= places
        self.total += weight
        self.reasons.setdefault(match.words, weight)


class Tagger:
    """Suggests targets by a list of entries. The same entries and text always give the same suggestions."""

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

    def suggest(self, text: str, limit: int = 2) -> list[Suggested]:
        """Return at most `limit` suggestions for an English `text`, best first; none if no word matches."""
        tallies: dict[str, _Tally] = {}
        matches = sorted(self._finder.find(text), key=lambda match: -len(match.stems))
        for match in matches:
            for target, weight in self._weights[match.stems].items():
                tallies.setdefault(target, _Tally()).add(match, weight)
        best = sorted(tallies, key=lambda target: (-tallies[target].total, self._order[target]))[:limit]
        return [_suggested(target, tallies[target]) for target in best]


def _suggested(target: str, tally: _Tally) -> Suggested:
    """Squeeze a tally into a suggestion: 1 point gives a score of 0.5, 3 points 0.75."""
    reasons = sorted(tally.reasons, key=lambda words: -tally.reasons[words])
    score = min(0.999, max(0.001, round(tally.total / (tally.total + 1), 3)))
    return Suggested(target, score, tuple(reasons[:_MOST_REASONS]))
