"""How far people who coded the same texts agree: Cohen's kappa per code and pooled, positive agreement, F1. Pure.

A unit is one text; a coder's reading of it is the set of codes they gave, and the empty set is a reading too. Two
coders are compared over the units that both of them read, those that neither gave any code included. Kappa comes from
whole numbers, so that it says the same whichever coder comes first.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from random import Random

Codes = frozenset[str]
# coder -> unit -> the codes that this coder gave it
Readings = Mapping[str, Mapping[str, Codes]]

ENOUGH = 30
COVERAGE = 0.95
SEED = 2026
_RESAMPLES = 2000
_FEWEST_RESAMPLES = 200
_DRAWS = 4_000_000
# codes that say only that nothing else fits; names are compared in small letters, signs as blanks
_GENERIC = frozenset(
    ["other", "nothing to say", "nothing", "none", "no answer", "no comment", "no theme", "dont know", "not sure"]
)


@dataclass(frozen=True)
class Kappa:
    """Agreement beyond chance. `value` is None, to be shown as "not defined", where chance alone would agree on all."""

    observed: float
    expected: float
    value: float | None


@dataclass(frozen=True)
class Table:
    """Two coders on one code: units that both gave it, the first alone, the second alone, neither."""

    both: int
    first: int
    second: int
    neither: int

    @property
    def units(self) -> int:
        """Return how many units the table stands on."""
        return self.both + self.first + self.second + self.neither

    @property
    def agreed(self) -> int:
        """Return on how many units the two said the same."""
        return self.both + self.neither

    @property
    def by_chance(self) -> int:
        """Return the agreement expected by chance, times the square of the units: a whole number."""
        yes = (self.both + self.first) * (self.both + self.second)
        no = (self.second + self.neither) * (self.first + self.neither)
        return yes + no

    @property
    def kappa(self) -> Kappa:
        """Return Cohen's kappa of this code. Raises ValueError for a table of no units."""
        return pooled([self])

    @property
    def positive(self) -> float | None:
        """Return the positive agreement 2a / (2a + b + c); None where neither coder used the code."""
        used = 2 * self.both + self.first + self.second
        return 2 * self.both / used if used else None


@dataclass(frozen=True)
class Interval:
    """A mean, and the bounds between which 95 of 100 means of resampled units lie."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Pair:
    """Two coders compared on what both read. `codes` are those that at least one of them used, by name."""

    coders: tuple[str, str]
    units: tuple[str, ...]
    codes: Mapping[str, Table]
    pooled: Kappa
    f1: Interval


@dataclass(frozen=True)
class CodeFigures:
    """One code over all pairs of coders: the mean of what is defined, None where it is defined for no pair."""

    kappa: float | None
    positive: float | None


@dataclass(frozen=True)
class Comparison:
    """All coders compared: the pairs, and means over them. `coded_once` are units that were left out."""

    coders: tuple[str, ...]
    units: tuple[str, ...]
    coded_once: tuple[str, ...]
    pairs: tuple[Pair, ...]
    codes: Mapping[str, CodeFigures]
    pooled: float | None
    f1: Interval | None

    @property
    def enough(self) -> bool:
        """Say whether the figures stand on enough units to mean something: 30."""
        return len(self.units) >= ENOUGH


def table(first: Mapping[str, Codes], second: Mapping[str, Codes], code: str) -> Table:
    """Return the table of one code over the units that both coders read."""
    units = first.keys() & second.keys()
    found = Counter((code in first[unit], code in second[unit]) for unit in units)
    return Table(found[True, True], found[True, False], found[False, True], found[False, False])


def pooled(tables: Sequence[Table]) -> Kappa:
    """Return one kappa of several codes over the same units: agreement and chance are averaged, then compared.

    A code that neither coder used changes nothing. Raises ValueError if there is no table, or one of no units, or if
    the tables stand on different numbers of units.
    """
    sizes = {one.units for one in tables}
    if len(sizes) != 1 or sizes == {0}:
        raise ValueError("kappa needs tables of the same units, and at least one unit")
    units = sizes.pop()
    whole = len(tables) * units * units
    agreed = units * sum(one.agreed for one in tables)
    by_chance = sum(one.by_chance for one in tables)
    value = None if by_chance == whole else (agreed - by_chance) / (whole - by_chance)
    return Kappa(agreed / whole, by_chance / whole, value)


def f1(first: Codes, second: Codes) -> float:
    """Return the F1 of two readings of one unit: 2 |A and B| / (|A| + |B|); two empty readings agree fully, 1."""
    size = len(first) + len(second)
    return 2 * len(first & second) / size if size else 1.0


def interval(values: Iterable[float], seed: int = SEED) -> Interval:
    """Return the mean of values and its 95 % bootstrap interval (percentiles of resampled means).

    The same values give the same interval, in whatever order they come. Raises ValueError for no values.
    """
    ordered = tuple(sorted(values))
    if not ordered:
        raise ValueError("an interval needs at least one value")
    return _interval(ordered, seed)


@lru_cache(maxsize=256)
def _interval(values: tuple[float, ...], seed: int) -> Interval:
    count = len(values)
    mean = sum(values) / count
    if values[0] == values[-1]:
        return Interval(mean, mean, mean)
    # fewer resamples for very many values: their means hardly differ, and nobody should wait for it
    resamples = max(_FEWEST_RESAMPLES, min(_RESAMPLES, _DRAWS // count))
    choices = Random(seed).choices  # noqa: S311 - a resample, not a secret
    means = sorted(sum(choices(values, k=count)) / count for _ in range(resamples))
    tail = (1 - COVERAGE) / 2
    return Interval(mean, _quantile(means, tail), _quantile(means, 1 - tail))


def _quantile(ordered: Sequence[float], share: float) -> float:
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def pair(readings: Readings, first: str, second: str, seed: int = SEED) -> Pair | None:
    """Compare two coders; None if they have read no unit both."""
    ours, theirs = readings[first], readings[second]
    units = sorted(ours.keys() & theirs.keys())
    if not units:
        return None
    names = sorted(frozenset().union(*(ours[unit] | theirs[unit] for unit in units)))
    tables = _tables([(ours[unit], theirs[unit]) for unit in units], names)
    # nobody gave any code: chance agrees on everything
    together = pooled(list(tables.values())) if tables else Kappa(1.0, 1.0, None)
    each = interval((f1(ours[unit], theirs[unit]) for unit in units), seed)
    return Pair((first, second), tuple(units), tables, together, each)


def _tables(readings: Sequence[tuple[Codes, Codes]], names: Sequence[str]) -> dict[str, Table]:
    both: Counter[str] = Counter()
    left: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for ours, theirs in readings:
        both.update(ours & theirs)
        left.update(ours - theirs)
        right.update(theirs - ours)
    count = len(readings)
    return {
        name: Table(both[name], left[name], right[name], count - both[name] - left[name] - right[name])
        for name in names
    }


def compare(readings: Readings, seed: int = SEED) -> Comparison:
    """Compare all coders pairwise and in the mean.

    The mean F1 of a unit is that of the pairs who read it; the interval is taken over units. With two coders all means
    are those of the one pair.
    """
    coders = tuple(sorted(readings))
    pairs = [pair(readings, first, second, seed) for first, second in combinations(coders, 2)]
    found = tuple(one for one in pairs if one is not None)
    read = Counter(unit for own in readings.values() for unit in own)
    twice = tuple(sorted(unit for unit, times in read.items() if times > 1))
    names = sorted({name for one in found for name in one.codes})
    return Comparison(
        coders=coders,
        units=twice,
        coded_once=tuple(sorted(unit for unit, times in read.items() if times == 1)),
        pairs=found,
        codes={name: _figures([one.codes[name] for one in found if name in one.codes]) for name in names},
        pooled=_mean([one.pooled.value for one in found]),
        f1=interval((_mean_f1(readings, unit) for unit in twice), seed) if twice else None,
    )


def _figures(tables: Sequence[Table]) -> CodeFigures:
    return CodeFigures(_mean([one.kappa.value for one in tables]), _mean([one.positive for one in tables]))


def _mean_f1(readings: Readings, unit: str) -> float:
    given = [own[unit] for own in readings.values() if unit in own]
    scores = sorted(f1(first, second) for first, second in combinations(given, 2))
    return sum(scores) / len(scores)


def _mean(values: Iterable[float | None]) -> float | None:
    defined = sorted(value for value in values if value is not None)
    return sum(defined) / len(defined) if defined else None


def is_generic(code: str) -> bool:
    """Say whether a code's name says only that nothing else fits, such as "Other" or "nothing_to_say"."""
    words = "".join(sign if sign.isalnum() else " " for sign in code.casefold().replace("'", "").replace("’", ""))
    return " ".join(words.split()) in _GENERIC


def without(readings: Readings, codes: Iterable[str]) -> Readings:
    """Return the readings with these codes struck out of every set; units left with none stay as empty readings."""
    struck = frozenset(codes)
    return {coder: {unit: given - struck for unit, given in own.items()} for coder, own in readings.items()}
