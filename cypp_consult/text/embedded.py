"""The part of the suggester that goes by likeness of meaning: texts as vectors, and a line drawn for each target.

Needs numpy (the extra `embeddings`); whoever makes one hands in where a text's vector is to be had.
"""

import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cypp_consult.text.embedding import matrix
from cypp_consult.text.lessons import Lesson

# how much each part says beside the others where there are vectors
VECTORS_SHARE = 1.5
# how strongly the lines are held back from following every single example
_RESTRAINT = 1.0

VectorOf = Callable[[str], bytes | None]


class VectorPart:
    """Ridge regression from a sentence's vector to each target: yes, no, or not said."""

    def __init__(self, targets: Sequence[str], lessons: Sequence[Lesson], vector_of: VectorOf) -> None:
        """Learn from lessons; those whose vector is not to be had are passed over."""
        self._targets = tuple(targets)
        self._vector_of = vector_of
        self._lines = _fitted(self._targets, lessons, vector_of)

    def look(self, text: str) -> "Liked":
        """Return points around nought; none where nothing was learned or the text has no vector."""
        packed = self._vector_of(text) if self._lines is not None else None
        if packed is None:
            return Liked({})
        values = (_with_one(matrix([packed])) @ self._lines)[0]
        centred = values - values.mean()
        return Liked({target: float(value) for target, value in zip(self._targets, centred, strict=True)})


@dataclass(frozen=True)
class Liked:
    """What likeness of meaning makes of a text."""

    points: Mapping[str, float]

    def reasons(self, target: str) -> Sequence[str]:  # noqa: ARG002  (it goes by no words)
        """Return nothing: likeness of meaning stands on no single word."""
        return ()


def _with_one(rows: Any) -> Any:
    """Add the constant to each row."""
    numpy = importlib.import_module("numpy")
    return numpy.hstack([rows, numpy.ones((len(rows), 1), dtype="float32")])


def _fitted(targets: tuple[str, ...], lessons: Sequence[Lesson], vector_of: VectorOf) -> Any:
    """Return one column of weights for each target; None where there is no lesson for any."""
    places = {target: place for place, target in enumerate(targets)}
    packed, wanted, weights = [], [], []
    for lesson in lessons:
        mine = [places[target] for target in lesson.targets if target in places]
        refused = [places[target] for target in lesson.refused if target in places]
        vector = vector_of(lesson.text) if mine or refused else None
        if vector is None:
            continue
        row = [-1.0 if mine else 0.0] * len(targets)
        for place in refused:
            row[place] = -1.0
        for place in mine:
            row[place] = 1.0
        packed.append(vector)
        wanted.append(row)
        weights.append(lesson.weight)
    if not packed or not any(1.0 in row for row in wanted):
        return None
    numpy = importlib.import_module("numpy")
    rows, goals = _with_one(matrix(packed)), numpy.array(wanted)
    heavy = rows * numpy.array(weights)[:, None]
    return numpy.linalg.solve(rows.T @ heavy + _RESTRAINT * numpy.eye(rows.shape[1]), heavy.T @ goals)
