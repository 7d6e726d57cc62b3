"""Hidden counts stay hidden: proved by trying every number a reader could try."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cypp_consult.summaries.rules.suppression import hidden_keys, masked, ranges, suppress
from cypp_consult.summaries.rules.tables import Line, ShownTable, Table

FIXTURE = ((3, 12, 20), (14, 4, 9), (10, 8, 7))


def lines(count: int, name: str) -> tuple[Line, ...]:
    return tuple(Line(f"{name}{index}", f"{name} {index}") for index in range(count))


def table(counts, **given) -> Table:
    values = {
        "id": "t",
        "title": "A table",
        "rows": lines(len(counts), "row"),
        "columns": lines(len(counts[0]), "column"),
        "counts": tuple(tuple(row) for row in counts),
    }
    return Table(**{**values, **given})


@st.composite
def tables(draw, most: int = 9, sides: int = 3) -> Table:
    rows, columns = draw(st.integers(1, sides)), draw(st.integers(1, sides))
    cell = st.integers(0, most)
    counts = tuple(tuple(draw(cell) for _ in range(columns)) for _ in range(rows))
    kind = draw(st.sampled_from(["none", "rows", "columns", "both", "bases", "bases and rows"]))
    given = {"row_totals": kind in {"rows", "both", "bases and rows"}, "column_totals": kind in {"columns", "both"}}
    if kind.startswith("bases"):
        given["bases"] = tuple(
            max(row[column] for row in counts) + draw(st.integers(0, 4)) for column in range(columns)
        )
    return table(counts, **given)


Cells = dict[tuple[int, int], int]


def sums(shown: ShownTable) -> list[tuple[int, list[tuple[int, int]]]]:
    """Every shown sum with the cells it is the sum of."""
    rows, columns = range(len(shown.rows)), range(len(shown.columns))
    found = [(total, [(row, column) for column in columns]) for row, total in enumerate(shown.row_totals or ())]
    if not shown.overlapping:
        found += [(total, [(row, column) for row in rows]) for column, total in enumerate(shown.n or ())]
    if shown.has_total:
        found.append((shown.total, [(row, column) for row in rows for column in columns]))
    return [(total, cells) for total, cells in found if total is not None]


def fits(shown: ShownTable, filled: Cells) -> bool:
    """Say whether the cells filled so far break no sum and no n."""
    for total, cells in sums(shown):
        known = [filled[cell] for cell in cells if cell in filled]
        if sum(known) > total or (len(known) == len(cells) and sum(known) != total):
            return False
    if not (shown.overlapping and shown.n):
        return True
    return all(shown.n[column] is None or value <= shown.n[column] for (_, column), value in filled.items())


def completions(shown: ShownTable, fixed: Cells, cap: int) -> Iterator[Cells]:
    """Every way to fill the hidden cells that fits what is shown; written anew, to share nothing with what it checks."""
    cells = {(row, column): count for row, counts in enumerate(shown.counts) for column, count in enumerate(counts)}
    holes = [cell for cell, count in cells.items() if count is None and cell not in fixed]
    filled = {cell: count for cell, count in cells.items() if count is not None} | fixed

    def fill(index: int) -> Iterator[Cells]:
        if not fits(shown, filled):
            return
        if index == len(holes):
            yield dict(filled)
            return
        for value in range(cap + 1):
            filled[holes[index]] = value
            yield from fill(index + 1)
        del filled[holes[index]]

    yield from fill(0)


def possible(shown: ShownTable, cell: tuple[int, int], value: int, cap: int) -> bool:
    return next(completions(shown, {cell: value}, cap), None) is not None


def hidden_cells(shown: ShownTable) -> list[tuple[int, int]]:
    return [
        (row, column) for row, counts in enumerate(shown.counts) for column, count in enumerate(counts) if count is None
    ]


def test_the_fixture_fails_with_small_counts_hidden_alone():
    both = table(FIXTURE, row_totals=True, column_totals=True)
    shown = masked(both, {("cell", 0, 0), ("cell", 1, 1)}, 5)
    assert [value for value in range(60) if possible(shown, (0, 0), value, 60)] == [3]
    assert [value for value in range(60) if possible(shown, (1, 1), value, 60)] == [4]


def test_the_fixture_passes_with_two_more_hidden():
    both = table(FIXTURE, row_totals=True, column_totals=True)
    square = {("cell", 0, 0), ("cell", 1, 1), ("cell", 0, 1), ("cell", 1, 0)}
    shown = masked(both, square, 5)
    assert [value for value in range(30) if possible(shown, (0, 0), value, 30)] == list(range(16))
    assert hidden_keys(both, 5, also=square) == square


def test_the_fixture_is_protected():
    shown = suppress(table(FIXTURE, row_totals=True, column_totals=True), 5)
    assert shown.counts[0][0] is None
    assert shown.counts[1][1] is None
    for cell in hidden_cells(shown):
        assert sum(possible(shown, cell, value, 40) for value in range(41)) >= 5
    assert shown.total == 87
    assert shown.row_totals == (35, 27, 25)


@settings(max_examples=150, deadline=None)
@given(tables(), st.integers(1, 6))
def test_every_hidden_cell_could_be_several_numbers_and_is_never_known_to_be_small(given_table: Table, threshold: int):
    shown = suppress(given_table, threshold)
    for row, column in hidden_cells(shown):
        value = given_table.counts[row][column]
        near = [
            other
            for other in (value + 1, value - 1, value + 2, value - 2, *range(threshold + 20))
            if other >= 0 and other != value
        ]
        others = (other for other in near if possible(shown, (row, column), other, threshold + 24))
        assert next(others, None) is not None, "a second number is possible"
        if value < threshold and not _n_is_hidden(shown, column):
            assert any(
                possible(shown, (row, column), big, threshold + 24) for big in range(threshold, threshold + 12)
            ), "it could be large"


def _n_is_hidden(shown: ShownTable, column: int) -> bool:
    return shown.n is not None and shown.n[column] is None


@settings(max_examples=200, deadline=None)
@given(tables(), st.integers(1, 6))
def test_no_small_count_is_shown_and_zero_is(given_table: Table, threshold: int):
    shown = suppress(given_table, threshold)
    parts = [*shown.counts, shown.n or (), shown.row_totals or (), (shown.total,)]
    assert not [count for part in parts for count in part if count is not None and 0 < count < threshold]
    for row, counts in enumerate(given_table.counts):
        for column, count in enumerate(counts):
            if count == 0 and not _n_is_hidden(shown, column):
                assert shown.counts[row][column] == 0
            if shown.counts[row][column] is not None:
                assert shown.counts[row][column] == count


@settings(max_examples=200, deadline=None)
@given(tables(most=40, sides=5), st.integers(1, 11))
def test_ranges_hold_the_truth_and_protect_it(given_table: Table, threshold: int):
    hidden = hidden_keys(given_table, threshold)
    for key, found in ranges(given_table, hidden, threshold).items():
        assert found.protects(threshold), (key, found)


@settings(max_examples=100, deadline=None)
@given(tables(most=6), st.data())
def test_ranges_are_exact(given_table: Table, data):
    both = replace(given_table, bases=None, row_totals=True, column_totals=True)
    cells = [
        ("cell", row, column)
        for row in range(len(both.rows))
        for column in range(len(both.columns))
        if both.counts[row][column]
    ]
    hidden = set(data.draw(st.lists(st.sampled_from(cells), unique=True, max_size=6))) if cells else set()
    shown = masked(both, hidden, 1)
    found = ranges(both, hidden, 1)
    for key in hidden:
        cell = (key[1], key[2])
        fits = [way for way in completions(shown, {}, 18) if all(way[r, c] >= 1 for _, r, c in hidden)]
        values = {way[cell] for way in fits}
        assert (found[key].least, found[key].most) == (min(values), max(values))


@settings(max_examples=150, deadline=None)
@given(tables(most=30, sides=4), st.integers(1, 8))
def test_hiding_again_changes_nothing(given_table: Table, threshold: int):
    hidden = hidden_keys(given_table, threshold)
    assert hidden_keys(given_table, threshold) == hidden
    assert hidden_keys(given_table, threshold, also=hidden) == hidden


@given(tables())
def test_a_threshold_of_one_hides_nothing(given_table: Table):
    assert not suppress(given_table, 1).any_hidden


@settings(max_examples=150, deadline=None)
@given(tables(), st.integers(1, 6))
def test_shares_come_from_shown_counts_alone(given_table: Table, threshold: int):
    shown = suppress(given_table, threshold)
    for row in range(len(shown.rows)):
        for column in range(len(shown.columns)):
            share = shown.share(row, column)
            if shown.counts[row][column] is None or shown.n is None or not shown.n[column]:
                assert share is None
            else:
                assert share == shown.counts[row][column] / shown.n[column]


@settings(max_examples=100, deadline=None)
@given(tables(), st.integers(1, 6))
def test_json_tells_no_hidden_count_and_comes_back(given_table: Table, threshold: int):
    shown = suppress(given_table, threshold)
    written = shown.as_json()
    assert ShownTable.from_json(written) == shown
    for row in written["rows"]:
        for cell in row["cells"]:
            assert (cell["count"] is None) == cell["suppressed"]
            assert not (cell["suppressed"] and cell.get("share") is not None)


def test_a_linked_table_shares_what_is_hidden():
    forms = table(((2, 20, 9), (8, 30, 6)), row_totals=True, column_totals=True)
    people = table(((2, 20, 60), (8, 30, 40)), row_totals=True, column_totals=True)
    hidden = hidden_keys(forms, 5)
    assert [[count is None for count in row] for row in masked(people, hidden, 5).counts] == [
        [count is None for count in row] for row in masked(forms, hidden, 5).counts
    ]


@pytest.mark.parametrize(
    "given",
    [
        {"counts": ((1, 2), (3,))},
        {"counts": ((-1,),)},
        {"counts": ((4,),), "bases": (3,)},
        {"counts": ((4,),), "bases": (5, 6)},
        {"counts": ((4,),), "bases": (5,), "column_totals": True},
    ],
)
def test_tables_that_do_not_hold_together_are_refused(given):
    with pytest.raises(ValueError, match=r"count|totals|column"):
        table(**given)
