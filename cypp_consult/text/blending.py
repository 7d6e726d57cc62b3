"""One suggester made of several parts: a word list, made-up examples, what was learned, vectors if there are any."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from cypp_consult.text.learning import ComplementBayes
from cypp_consult.text.matching import read
from cypp_consult.text.suggest import LEAST_SCORE, MOST_REASONS, MOST_SCORE, Suggested, Tagger, Tally

# how much each part says at the start; what was learned gets its own share by trying it out (text.training)
WORDS_SHARE = 0.6
EXAMPLES_SHARE = 2.0

_STEEPNESS = 3.0
# what a text without any listed word is worth beside one with a word of weight 1
_LEARNED_ALONE = 0.35
_SEVERAL = 2
# points below this, all together, say hardly anything, and are not made to say as much as others
_FAINT = 0.1

Points = Mapping[str, float]


class Look(Protocol):
    """What one part makes of one text. Its points may be of any size: they are brought to shares."""

    @property
    def points(self) -> Points:
        """How much the text speaks for each target; empty where this part knows nothing of it."""
        ...

    def reasons(self, target: str) -> Sequence[str]:
        """Return words of the text, strongest first, that speak for a target; empty where it goes by no words."""
        ...


class Part(Protocol):
    """What looks at a text in its own way."""

    def look(self, text: str) -> Look:
        """Return what this part makes of `text`."""
        ...


@dataclass(frozen=True)
class Listed:
    """What the words of a list make of a text; its points are the sum of the weights of what was found."""

    tallies: Mapping[str, Tally]
    points: Points

    def reasons(self, target: str) -> Sequence[str]:
        """Return what was found, exactly as it stands in the text."""
        tally = self.tallies.get(target)
        return tally.strongest if tally else ()


class WordsPart:
    """Looks for the words and phrases of a list."""

    def __init__(self, tagger: Tagger) -> None:
        """Take the list."""
        self._tagger = tagger

    def look(self, text: str) -> Listed:
        """Return what was found."""
        tallies = self._tagger.tallies(read(text))
        return Listed(tallies, {target: tally.total for target, tally in tallies.items()})


class Remembered:
    """What texts that were labelled before make of a text."""

    def __init__(self, text: str, learned: ComplementBayes) -> None:
        """Look at the text."""
        self._text, self._plain, self._learned = text, text.lower().replace("\u2019", "'"), learned
        self._known = learned.known(text)
        self.points: Points = learned.points(self._known)

    def reasons(self, target: str) -> Sequence[str]:
        """Return the words that speak most for the target, as they stand in the text."""
        found = self._learned.reasons(self._known, target) if target in self.points else ()
        return [said for part in found if (said := self._as_written(part))]

    def _as_written(self, part: str) -> str:
        """Return a word or pair of words, which is lower-case with plain apostrophes, as the text has it."""
        at = self._plain.find(part)
        # lower case can be longer than what was written, in a few languages; then it is no reason to show
        said = self._text[at : at + len(part)] if at >= 0 else ""
        return said if said == part or said.lower().replace("\u2019", "'") == part else ""


class LearnedPart:
    """Goes by texts that were labelled: those of people, or those we made up."""

    def __init__(self, learned: ComplementBayes) -> None:
        """Take what was learned."""
        self._learned = learned

    def look(self, text: str) -> Remembered:
        """Return points around nought."""
        return Remembered(text, self._learned)


@dataclass(frozen=True)
class Weighed:
    """A part and the share of it that counts."""

    part: Part
    share: float


class BlendedSuggester:
    """Adds up the shares of its parts. The same parts and text always give the same suggestions."""

    def __init__(self, targets: Sequence[str], parts: Sequence[Weighed]) -> None:
        """Take the targets in the order that decides ties, and the parts; one with no share is left out."""
        self.targets = tuple(targets)
        self.parts = tuple(part for part in parts if part.share > 0)

    def suggest(self, text: str, limit: int = 3) -> list[Suggested]:
        """Return at most `limit` suggestions, best first; none where no part knows anything."""
        seen = [weighed.part.look(text) for weighed in self.parts]
        blend = blended([(look.points, weighed.share) for look, weighed in zip(seen, self.parts, strict=True)])
        ordered = ranked(blend, self.targets)
        if not ordered:
            return []
        highest = blend[ordered[0]]
        odds = [math.exp(_STEEPNESS * (blend[target] - highest)) for target in ordered]
        sure = _strength(seen) / sum(odds)
        found: list[Suggested] = []
        for target, odd in zip(ordered[:limit], odds, strict=False):
            reasons = _reasons(seen, target)
            # the best may stand on a likeness alone; another one without a word of its own would only cost reading
            if reasons or not found:
                found.append(Suggested(target, min(MOST_SCORE, max(LEAST_SCORE, round(sure * odd, 3))), reasons))
        return found


def _strength(looks: Iterable[Look]) -> float:
    """Return how much was found at all, below 1: half of it for one plain word of a list."""
    listed = sum(max(look.points.values(), default=0.0) for look in looks if isinstance(look, Listed))
    return (listed + _LEARNED_ALONE) / (listed + _LEARNED_ALONE + 1)


def _reasons(looks: Sequence[Look], target: str) -> tuple[str, ...]:
    """Return the words of all parts, the list's first, none inside another."""
    said = [words for look in looks for words in look.reasons(target)]
    if len(said) < _SEVERAL:
        return tuple(said)
    kept: list[str] = []
    shown: list[str] = []
    for words, plain in zip(said, map(str.lower, said), strict=True):
        if not any(plain in other for other in shown):
            kept.append(words)
            shown.append(plain)
    return tuple(kept[:MOST_REASONS])


def blended(parts: Sequence[tuple[Points, float]]) -> dict[str, float]:
    """Add up the parts' points, each brought to shares of (nearly) its own sum first; targets below nought stay in."""
    total: dict[str, float] = {}
    for points, share in parts:
        whole = sum(map(abs, points.values())) if share else 0
        if whole:
            each = share / (whole + _FAINT)
            for target, value in points.items():
                total[target] = total.get(target, 0.0) + each * value
    return total


def ranked(blend: Points, targets: Sequence[str]) -> list[str]:
    """Return the targets that anything speaks for, best first, ties in the order of `targets`."""
    # sorting keeps the order of what is equal
    return sorted([target for target in targets if target in blend], key=blend.__getitem__, reverse=True)
