"""How near texts are to each other: by the words and topics they share, or by the vectors of a language model."""

import importlib
from collections import Counter
from collections.abc import Iterable, Sequence
from heapq import nsmallest
from operator import mul
from typing import Any, Protocol

from cypp_consult.text.grouping_features import Vector, mean_of
from cypp_consult.text.grouping_network import Network

Dense = Sequence[float]
# a text and how near it is to the middle of its group
Placed = tuple[int, float]

_NEIGHBOURS = 20
_MOST_HOLDERS = 400  # of one feature that are looked at for one text: bounds the work
_ROWS = 512  # compared at once


class Space(Protocol):
    """Texts by their places in a list; those that say nothing are near nothing."""

    # nearness below this is chance, and what is near enough to the middle of a group to be of it
    least: float
    close: float

    def among(self, chosen: Sequence[int]) -> Iterable[dict[int, float]]:
        """Yield for each of the chosen texts how near it is to others of them, by their numbers among the chosen."""

    def beside(self, held: Sequence[Sequence[int]]) -> Iterable[dict[int, float]]:
        """Yield for each text, of all, how near it is to the middle of each group, by the numbers of the groups."""


class WordSpace:
    """Texts by the words and topics they share."""

    least = 0.08
    close = 0.15

    def __init__(self, vectors: Sequence[Vector]) -> None:
        """Take vectors of length one; an empty one is near nothing."""
        self._vectors = vectors

    def among(self, chosen: Sequence[int]) -> Iterable[dict[int, float]]:
        """Yield how near the chosen texts are to each other."""
        vectors = [self._vectors[place] for place in chosen]
        holders: dict[str, list[int]] = {}
        for number, vector in enumerate(vectors):
            for name in vector:
                holders.setdefault(name, []).append(number)
        return (_near(number, vectors, holders) for number in range(len(vectors)))

    def beside(self, held: Sequence[Sequence[int]]) -> Iterable[dict[int, float]]:
        """Yield how near each text is to the middle of each group."""
        by_name: dict[str, list[Placed]] = {}
        for number, places in enumerate(held):
            for name, value in mean_of(self._vectors[place] for place in places).items():
                by_name.setdefault(name, []).append((number, value))
        return (_sums(vector, by_name) for vector in self._vectors)


class VectorSpace:
    """Texts by the vectors of a language model. Much faster where numpy is installed, which comes with the model."""

    least = 0.25
    close = 0.3

    def __init__(self, vectors: Sequence[Dense], there: Sequence[bool]) -> None:
        """Take a vector for each text, of any length, and whether the text says anything."""
        self._vectors = [_scaled(vector) if stands else [] for vector, stands in zip(vectors, there, strict=True)]

    def among(self, chosen: Sequence[int]) -> Iterable[dict[int, float]]:
        """Yield how near the chosen texts are to each other."""
        standing = [number for number, place in enumerate(chosen) if self._vectors[place]]
        rows = [self._vectors[chosen[number]] for number in standing]
        lines = iter(_products(rows, rows))
        for place in chosen:
            yield dict(zip(standing, next(lines), strict=True)) if self._vectors[place] else {}

    def beside(self, held: Sequence[Sequence[int]]) -> Iterable[dict[int, float]]:
        """Yield how near each text is to the middle of each group."""
        groups = [[self._vectors[place] for place in places if self._vectors[place]] for places in held]
        middles = [_scaled([sum(column) for column in zip(*rows, strict=True)]) for rows in groups]
        standing = [number for number, middle in enumerate(middles) if middle]
        rows = [vector for vector in self._vectors if vector]
        lines = iter(_products(rows, [middles[number] for number in standing]))
        for vector in self._vectors:
            yield dict(zip(standing, next(lines), strict=True)) if vector and standing else {}


class JointSpace:
    """Texts by both: what the words cannot join, the meaning does, and what is of our field, the topics."""

    def __init__(self, words: WordSpace, vectors: VectorSpace) -> None:
        """Take the two spaces of the same texts."""
        self._words, self._vectors = words, vectors
        self.least, self.close = words.least + vectors.least, words.close + vectors.close

    def among(self, chosen: Sequence[int]) -> Iterable[dict[int, float]]:
        """Yield how near the chosen texts are to each other, words and vectors together."""
        return map(_together, self._words.among(chosen), self._vectors.among(chosen))

    def beside(self, held: Sequence[Sequence[int]]) -> Iterable[dict[int, float]]:
        """Yield how near each text is to the middle of each group, words and vectors together."""
        return map(_together, self._words.beside(held), self._vectors.beside(held))


def _together(one: dict[int, float], two: dict[int, float]) -> dict[int, float]:
    for number, value in one.items():
        two[number] = two.get(number, 0.0) + value
    return two


def linked(space: Space, places: Sequence[int]) -> Network:
    """Return the network of the chosen texts: each with its nearest others, at most twenty chosen by each."""
    chosen = []
    for number, others in enumerate(space.among(places)):
        others.pop(number, None)
        best = nsmallest(_NEIGHBOURS, others.items(), key=_nearest_first)
        chosen.append([(other, value) for other, value in best if value >= space.least])
    network: Network = [{} for _ in chosen]
    for number, best in enumerate(chosen):
        for other, value in best:
            network[number][other] = network[other][number] = value
    return network


def placed(space: Space, held: Sequence[Sequence[int]]) -> list[list[Placed]]:
    """Return for each group the texts, of all, that are nearer to its middle than to any other's, if they are close."""
    found: list[list[Placed]] = [[] for _ in held]
    for place, values in enumerate(space.beside(held)):
        if values:
            best = max(values, key=lambda number: (values[number], -number))
            if values[best] >= space.close:
                found[best].append((place, values[best]))
    return found


def _nearest_first(item: Placed) -> tuple[float, int]:
    return -item[1], item[0]


def _near(number: int, vectors: Sequence[Vector], holders: dict[str, list[int]]) -> dict[int, float]:
    near: Counter[int] = Counter()
    for name, value in vectors[number].items():
        for other in _some(holders[name], number):
            near[other] += value * vectors[other][name]  # type: ignore[assignment]  # a Counter adds floats as well
    return dict(near)


def _some(holding: list[int], number: int) -> list[int]:
    """Return all that hold a feature, or an even choice of them that begins elsewhere for each text."""
    if len(holding) <= _MOST_HOLDERS:
        return holding
    step = -(-len(holding) // _MOST_HOLDERS)
    return holding[number % step :: step]


def _sums(vector: Vector, by_name: dict[str, list[Placed]]) -> dict[int, float]:
    near: dict[int, float] = {}
    for name, value in vector.items():
        for number, weight in by_name.get(name, ()):
            near[number] = near.get(number, 0.0) + value * weight
    return near


def _scaled(vector: Dense) -> list[float]:
    """Return a vector of length one in the same direction; a vector of zeros is nowhere, and empty."""
    length = sum(value * value for value in vector) ** 0.5
    return [value / length for value in vector] if length > 0 else []


def _products(rows: Sequence[Dense], columns: Sequence[Dense]) -> Iterable[Sequence[float]]:
    """Yield for each row its product with every column."""
    try:
        numpy: Any = importlib.import_module("numpy")
    except ImportError:
        yield from ([sum(map(mul, row, column)) for column in columns] for row in rows)
        return
    if rows and columns:
        across = numpy.asarray(columns, dtype="float32").T
        for first in range(0, len(rows), _ROWS):
            yield from (numpy.asarray(rows[first : first + _ROWS], dtype="float32") @ across).tolist()
