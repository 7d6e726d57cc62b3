"""One definition of a table of counts of people: as counted, and as it may be shown."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Line:
    """A row or a column: its id, its words, and the group it stands in, if any."""

    id: str
    label: str
    group: str = ""


@dataclass(frozen=True)
class Table:
    """Counts of people or forms, rows by columns, not yet fit to be shown.

    `row_totals` and `column_totals` say which sums stand beside the counts. `bases` are for rows that overlap (one
    person raises several themes): the n of each column, of which no cell can be more than a part.
    """

    id: str
    title: str
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    counts: tuple[tuple[int, ...], ...]
    bases: tuple[int, ...] | None = None
    row_totals: bool = False
    column_totals: bool = False
    with_shares: bool = True
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse tables that do not hold together."""
        if len(self.counts) != len(self.rows) or any(len(row) != len(self.columns) for row in self.counts):
            raise ValueError("a table has one count for each row and column")
        if any(count < 0 for row in self.counts for count in row):
            raise ValueError("a count is never negative")
        if self.bases is not None:
            self._check_bases(self.bases)

    def _check_bases(self, bases: tuple[int, ...]) -> None:
        if self.column_totals:
            raise ValueError("where rows overlap, columns have no totals")
        if len(bases) != len(self.columns):
            raise ValueError("every column has its n")
        if any(count > base for row in self.counts for count, base in zip(row, bases, strict=True)):
            raise ValueError("no count is more than its column's n")

    @property
    def overlapping(self) -> bool:
        """Say whether one person can be counted in several rows."""
        return self.bases is not None

    def row_total(self, row: int) -> int:
        """Return the sum of a row."""
        return sum(self.counts[row])

    def column_total(self, column: int) -> int:
        """Return the sum of a column."""
        return sum(row[column] for row in self.counts)


Count = int | None  # None where the count is hidden


@dataclass(frozen=True)
class ShownTable:
    """A table as it may be shown: hidden counts are None and nothing in it tells them.

    `n` is the base of each column: its total, or the n given. `n` and `row_totals` are None where there are none.
    """

    id: str
    title: str
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    counts: tuple[tuple[Count, ...], ...]
    n: tuple[Count, ...] | None
    row_totals: tuple[Count, ...] | None
    has_total: bool
    total: Count
    with_shares: bool
    overlapping: bool
    note: str

    def share(self, row: int, column: int) -> float | None:
        """Return a count as a part of its column's n, 0 to 1; None where either is hidden or n is 0."""
        count, n = self.counts[row][column], self.n[column] if self.n else None
        return count / n if self.with_shares and count is not None and n else None

    def percent(self, row: int, column: int) -> int | None:
        """Return the share as a whole percentage, or None."""
        share = self.share(row, column)
        return None if share is None else round(100 * share)

    def with_lines(
        self, *, rows: tuple[Line, ...] | None = None, columns: tuple[Line, ...] | None = None
    ) -> "ShownTable":
        """Return the table with the given rows and columns, in their order; those it lacks are hidden throughout."""
        rows, columns = rows or self.rows, columns or self.columns
        at_row, at_column = _places(self.rows, rows), _places(self.columns, columns)

        def count(row: int | None, column: int | None) -> Count:
            return None if row is None or column is None else self.counts[row][column]

        return replace(
            self,
            rows=rows,
            columns=columns,
            counts=tuple(tuple(count(row, column) for column in at_column) for row in at_row),
            n=None if self.n is None else _pick(self.n, at_column),
            row_totals=None if self.row_totals is None else _pick(self.row_totals, at_row),
        )

    def with_total_hidden(self) -> "ShownTable":
        """Return the table without the sum of all."""
        return replace(self, total=None)

    @property
    def any_hidden(self) -> bool:
        """Say whether anything in the table is hidden."""
        parts = [*self.counts, self.n or (), self.row_totals or ()]
        return any(count is None for part in parts for count in part) or (self.has_total and self.total is None)

    def as_json(self) -> dict[str, Any]:
        """Return JSON values: a hidden count is null with "suppressed": true beside it. `from_json` reads it back."""
        return {
            "id": self.id,
            "title": self.title,
            "columns": [self._column(index) for index in range(len(self.columns))],
            "rows": [self._row(index) for index in range(len(self.rows))],
            "total": shown(self.total) if self.has_total else None,
            "with_n": self.n is not None,
            "with_row_totals": self.row_totals is not None,
            "overlapping": self.overlapping,
            "shares": self.with_shares,
            "note": self.note,
        }

    def _column(self, index: int) -> dict[str, Any]:
        line = self.columns[index]
        n = {} if self.n is None else {"n": self.n[index], "suppressed": self.n[index] is None}
        return {"id": line.id, "label": line.label, **n}

    def _row(self, index: int) -> dict[str, Any]:
        line = self.rows[index]
        cells = [self._cell(index, column) for column in range(len(self.columns))]
        total = {} if self.row_totals is None else {"total": shown(self.row_totals[index])}
        return {"id": line.id, "label": line.label, "group": line.group, "cells": cells, **total}

    def _cell(self, row: int, column: int) -> dict[str, Any]:
        share = self.share(row, column)
        return {
            "column": self.columns[column].id,
            **shown(self.counts[row][column]),
            **({"share": None if share is None else round(share, 4)} if self.with_shares else {}),
        }

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> "ShownTable":
        """Return the table that `as_json` wrote."""
        rows, columns = given["rows"], given["columns"]
        return cls(
            id=given["id"],
            title=given["title"],
            rows=tuple(Line(row["id"], row["label"], row["group"]) for row in rows),
            columns=tuple(Line(column["id"], column["label"]) for column in columns),
            counts=tuple(tuple(cell["count"] for cell in row["cells"]) for row in rows),
            n=tuple(column["n"] for column in columns) if given["with_n"] else None,
            row_totals=tuple(row["total"]["count"] for row in rows) if given["with_row_totals"] else None,
            has_total=given["total"] is not None,
            total=given["total"]["count"] if given["total"] is not None else None,
            with_shares=given["shares"],
            overlapping=given["overlapping"],
            note=given["note"],
        )


def _places(have: tuple[Line, ...], wanted: tuple[Line, ...]) -> list[int | None]:
    at = {line.id: index for index, line in enumerate(have)}
    return [at.get(line.id) for line in wanted]


def _pick(counts: tuple[Count, ...], places: list[int | None]) -> tuple[Count, ...]:
    return tuple(None if place is None else counts[place] for place in places)


def shown(count: Count) -> dict[str, Any]:
    """Return a count as JSON values: null with "suppressed": true where it is hidden."""
    return {"count": count, "suppressed": count is None}
