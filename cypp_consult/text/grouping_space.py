"""How near texts are to each other: by the words and topics they share, or by the vectors of a language model."""

import importlib
from collections import Counter
from collections.abc import Iterable, Sequence
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
    """Texts by their places in a list; those that say nothing are nowhere."""

    def network(self, chosen: Sequence[int]) -> Network:
        """Return the network of the chosen texts: each with its nearest others, at most twenty chosen by each."""

    def beside(self, held: Sequence[Sequence[int]]) -> list[list[Placed]]:
        """Return for each group the texts, of all, that are nearest to its middle; those far from all are left."""


class WordSpace:
    """Texts by the words and topics they share."""

    least = 0.08  # nearness below this is chance: one common word among many
    close = 0.15  # to the middle of a group

    def __init__(self, vectors: Sequence[Vector]) -> None:
        """Take vectors of length one; an empty one is nowhere."""
        self._vectors = vectors

    def network(self, chosen: Sequence[int]) -> Network:
        """Return the network of the chosen texts."""
        vectors = [self._vectors[place] for place in chosen]
        holders: dict[str, list[int]] = {}
        for number, vector in enumerate(vectors):
            for name in vector:
                holders.setdefault(name, []).append(number)
        return linked((_near(number, vectors, holders) for number in range(len(vectors))), self.least)

    def beside(self, held: Sequence[Sequence[int]]) -> list[list[Placed]]:
        """Return the texts nearest to the middle of each group."""
        by_name: dict[str, list[Placed]] = {}
        for number, places in enumerate(held):
            for name, value in mean_of(self._vectors[place] for place in places).items():
                by_name.setdefault(name, []).append((number, value))
        near = (_sums(vector, by_name) for vector in self._vectors)
        return placed(near, len(held), self.close)


class VectorSpace:
    """Texts by the vectors of a language model. Much faster where numpy is installed, which comes with the model."""

    least = 0.35
    close = 0.4

    def __init__(self, vectors: Sequence[Dense], there: Sequence[bool]) -> None:
        """Take a vector for each text, of any length, and whether the text says anything."""
        self._vectors = [_scaled(vector) if stands else [] for vector, stands in zip(vectors, there, strict=True)]

    def network(self, chosen: Sequence[int]) -> Network:
        """Return the network of the chosen texts."""
        rows = [self._vectors[place] for place in chosen]
        return linked((dict(enumerate(line)) for line in _products(rows, rows)), self.least)

    def beside(self, held: Sequence[Sequence[int]]) -> list[list[Placed]]:
        """Return the texts nearest to the middle of each group."""
        middles = [_scaled([sum(column) for column in zip(*(self._vectors[p] for p in h), strict=True)]) for h in held]
        standing = [place for place, vector in enumerate(self._vectors) if vector]
        near: list[dict[int, float]] = [{} for _ in self._vectors]
        lines = _products([self._vectors[place] for place in standing], middles)
        for place, line in zip(standing, lines, strict=True):
            near[place] = dict(enumerate(line))
        return placed(near, len(held), self.close)


def linked(near: Iterable[dict[int, float]], least: float) -> Network:
    """Return a network of each text's nearest others, the links on both sides."""
    chosen = []
    for number, others in enumerate(near):
        others.pop(number, None)
        best = sorted(others.items(), key=lambda item: (-item[1], item[0]))[:_NEIGHBOURS]
        chosen.append([(other, value) for other, value in best if value >= least])
    network: Network = [{} for _ in chosen]
    for number, best in enumerate(chosen):
        for other, value in best:
            network[number][other] = network[other][number] = value
    return network


def placed(near: Iterable[dict[int, float]], groups: int, close: float) -> list[list[Placed]]:
    """Return for each group the texts that are nearer to it than to any other, if they are close."""
    found: list[list[Placed]] = [[] for _ in range(groups)]
    for place, values in enumerate(near):
        if values:
            best = max(values, key=lambda number: (values[number], -number))
            if values[best] >= close:
                found[best].append((place, values[best]))
    return found


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
