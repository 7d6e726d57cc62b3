"""How like the people of a place those heard are: the index of dissimilarity, and the largest gap. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Share:
    """A part of all people: how many of it were heard, and how many there are."""

    name: str
    people: int
    population: int


@dataclass(frozen=True)
class Likeness:
    """How far those heard are from the people there are.

    `index` is 0 where every part has the share among those heard that it has among all, and nears 1 where those
    heard come from where hardly anybody lives. `gap` is of the part that is furthest off: its share among those heard,
    less its share among all.
    """

    index: float
    gap_name: str
    gap: float
    people: int
    population: int
    parts: int

    @property
    def percent(self) -> int:
        """Return the index as a whole percentage."""
        return round(100 * self.index)

    @property
    def gap_points(self) -> int:
        """Return the largest gap in percentage points, below nought where too few were heard."""
        return round(100 * self.gap)


def likeness(shares: Sequence[Share]) -> Likeness | None:
    """Return the figures over parts that do not overlap; None for fewer than two parts, or where nobody was heard."""
    people, population = sum(share.people for share in shares), sum(share.population for share in shares)
    if len(shares) < 2 or not people or not population:  # noqa: PLR2004 - one part has nothing to be held against
        return None
    gaps = [(share.people / people - share.population / population, share.name) for share in shares]
    gap, name = max(gaps, key=lambda pair: (abs(pair[0]), -pair[0], pair[1]))
    return Likeness(
        index=min(1.0, sum(abs(each) for each, _ in gaps) / 2),
        gap_name=name,
        gap=gap,
        people=people,
        population=population,
        parts=len(shares),
    )
