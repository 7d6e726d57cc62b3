"""Checks of a set of themes, over every pair: what overlaps, says the same, stands on too little, or is too much. Pure.

Each finding proposes what to do; a person decides. Nothing is changed here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from uuid import UUID

from cypp_consult.text.clean import words
from cypp_consult.text.duplicates import turning_words
from cypp_consult.text.grouping_features import Vector, nearness, stop_stems, unit, weak_stems
from cypp_consult.text.matching import stem

# of the answers that have either of two themes, the share that has both
OVERLAP = 0.7
# of names and definitions, found on made-up pairs
SAME_WORDS = 0.6
FEWEST = 5
FEWEST_SHARE = 0.001
MANY = 30
TOO_MANY = 70
# one of two themes that overlap must stand on so many answers: two of three shared answers are chance
_ENOUGH_TO_OVERLAP = 5
_NAME_WEIGHT = 2
_LITTLE = 0.3  # what a word such as "to" or "things" counts: some names hold no other


class Kind(StrEnum):
    """What was found."""

    OVERLAP = "overlap"
    SAME_WORDS = "same_words"
    FEW = "few"
    MANY = "many"


class Action(StrEnum):
    """What is proposed."""

    MERGE = "merge"
    EDIT = "edit"
    REVIEW = "review"


@dataclass(frozen=True)
class ThemeFacts:
    """A live theme: what it is called, what it means, the answers that have it, and the theme it is a part of."""

    id: UUID
    name: str
    definition: str
    answers: frozenset[UUID]
    parent: UUID | None = None


@dataclass(frozen=True)
class Finding:
    """One thing found: the themes it concerns, the figure it rests on, and what is proposed.

    The figure of an overlap and of the same words is a share up to 1; of few answers and many themes, a count.
    """

    kind: Kind
    themes: tuple[ThemeFacts, ...]
    figure: float
    action: Action

    @property
    def keys(self) -> frozenset[UUID]:
        """Return the themes it concerns."""
        return frozenset(theme.id for theme in self.themes)


def check(themes: Sequence[ThemeFacts], coded: int) -> list[Finding]:
    """Return what is to be looked at, the gravest of each kind first; `coded` is how many answers were coded.

    A theme and a part of it may share their answers: that is what a part is, and only their words are compared.
    """
    return [*_many(themes), *_overlaps(themes), *_same_words(themes), *_few(themes, coded)]


def fewest(coded: int) -> int:
    """Return how many answers a theme should stand on: five, or one in a thousand of those coded if that is more."""
    return max(FEWEST, round(coded * FEWEST_SHARE))


def overlap(one: frozenset[UUID], two: frozenset[UUID]) -> float:
    """Return the share of the answers of two themes that have both (Jaccard), 0 where there are none."""
    either = len(one | two)
    return len(one & two) / either if either else 0.0


def same_words(themes: Sequence[ThemeFacts]) -> list[Vector]:
    """Return what each theme's name and definition say, a name counting twice, each vector of length one."""
    return [unit(_said(theme)) for theme in themes]


def _said(theme: ThemeFacts) -> Vector:
    said: Vector = {}
    little = stop_stems() | weak_stems()
    for text, weight in ((theme.name, _NAME_WEIGHT), (theme.definition, 1)):
        for word in words(text):
            key = stem(word)
            said[key] = said.get(key, 0.0) + weight * (_LITTLE if key in little else 1)
    return said


def _many(themes: Sequence[ThemeFacts]) -> list[Finding]:
    return [Finding(Kind.MANY, (), len(themes), Action.REVIEW)] if len(themes) > MANY else []


def _overlaps(themes: Sequence[ThemeFacts]) -> list[Finding]:
    found = [
        Finding(Kind.OVERLAP, (one, two), round(share, 2), Action.MERGE)
        for one, two in combinations(themes, 2)
        if max(len(one.answers), len(two.answers)) >= _ENOUGH_TO_OVERLAP
        and one.id != two.parent
        and two.id != one.parent
        and (share := overlap(one.answers, two.answers)) > OVERLAP
    ]
    return sorted(found, key=lambda finding: -finding.figure)


def _same_words(themes: Sequence[ThemeFacts]) -> list[Finding]:
    said = same_words(themes)
    found = [
        Finding(Kind.SAME_WORDS, (themes[one], themes[two]), round(near, 2), Action.MERGE)
        for one, two in combinations(range(len(themes)), 2)
        if (near := nearness(said[one], said[two])) >= SAME_WORDS and not _turned(themes[one].name, themes[two].name)
    ]
    return sorted(found, key=lambda finding: -finding.figure)


def _turned(one: str, two: str) -> bool:
    """Tell whether two names differ in a word that turns what is said, as "safe" and "not safe" do."""
    apart = {word.lower() for word in words(one)} ^ {word.lower() for word in words(two)}
    return not apart.isdisjoint(turning_words() - {"more"})


def _few(themes: Sequence[ThemeFacts], coded: int) -> list[Finding]:
    few = [theme for theme in themes if len(theme.answers) < fewest(coded)]
    return [Finding(Kind.FEW, (theme,), len(theme.answers), Action.MERGE) for theme in sorted(few, key=_size)]


def _size(theme: ThemeFacts) -> int:
    return len(theme.answers)
