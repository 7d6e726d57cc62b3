"""Small counts are hidden here, once, before anything is drawn, written or exported.

A count from 1 up to the threshold is hidden. Then others are hidden too, until the sums that stay give none of them
away: each hidden count could be at least as many different numbers as the threshold says, and one of them not small.
A zero is shown. Where the n of a column is hidden, so is the whole column, zeros too.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from cypp_consult.summaries.rules.network import GROUND, Edge, Key, Network, Range
from cypp_consult.summaries.rules.tables import Count, ShownTable, Table

TOTAL: Key = ("total",)
# worth more to the reader: a total than a cell, that of a row (an audience) than that of a column, the sum of all most
_DEARER = {"cell": 0, "column": 10**9, "row": 10**12, "total": 10**15}


def is_small(count: int, threshold: int) -> bool:
    """Say whether a count must not be shown."""
    return 0 < count < threshold


def single(count: int, threshold: int) -> Count:
    """Return a count that stands alone, None if it is small."""
    return None if is_small(count, threshold) else count


def suppress(table: Table, threshold: int) -> ShownTable:
    """Return the table as it may be shown. The same table gives the same answer."""
    return masked(table, hidden_keys(table, threshold), threshold)


def hidden_keys(table: Table, threshold: int, also: Collection[Key] = ()) -> frozenset[Key]:
    """Return the keys to hide: ("cell", row, column), ("row", row), ("column", column) and ("total",).

    `also` are hidden already. Asking again with the result in `also` gives the result.
    """
    network = network_of(table, threshold)
    for key, edge in network.edges.items():
        if is_small(edge.value, threshold) or key in also:
            network.hidden[key] = min(edge.value, 1)
    _hide_whole_columns(table, network, threshold)
    while (exposed := _first_exposed(network, threshold)) is not None:
        more = _what_helps(network, exposed, _DEARER)
        if not more:  # nothing left that could be hidden for it
            break
        network.hidden.update(dict.fromkeys(more, 1))
        _hide_whole_columns(table, network, threshold)
    return frozenset(network.hidden)


def ranges(table: Table, hidden: Collection[Key], threshold: int) -> dict[Key, Range]:
    """Return what a reader of the shown counts, who knows that zeros are shown, can tell about each hidden one."""
    network = network_of(table, threshold)
    network.hidden.update({key: min(network.edges[key].value, 1) for key in hidden})
    return {key: network.range_of(key) for key in sorted(hidden, key=repr)}


def masked(table: Table, hidden: Collection[Key], threshold: int) -> ShownTable:
    """Return the table with the given keys hidden. For a table linked to another, whose hidden keys it must share."""
    rows, columns = range(len(table.rows)), range(len(table.columns))

    def at(key: Key, count: int) -> Count:
        return None if key in hidden else count

    n = None
    if table.column_totals:
        n = tuple(at(("column", column), table.column_total(column)) for column in columns)
    elif table.bases is not None:
        n = tuple(single(base, threshold) for base in table.bases)
    both = table.row_totals and table.column_totals
    return ShownTable(
        id=table.id,
        title=table.title,
        rows=table.rows,
        columns=table.columns,
        counts=tuple(tuple(at(("cell", row, column), table.counts[row][column]) for column in columns) for row in rows),
        n=n,
        row_totals=tuple(at(("row", row), table.row_total(row)) for row in rows) if table.row_totals else None,
        has_total=both,
        total=at(TOTAL, sum(map(sum, table.counts))) if both else None,
        with_shares=table.with_shares and n is not None,
        overlapping=table.overlapping,
        note=table.note,
    )


def network_of(table: Table, threshold: int) -> Network:
    """Return a table's published counts as a network, nothing hidden yet."""
    edges: dict[Key, Edge] = {}
    for row in range(len(table.rows)):
        for column in range(len(table.columns)):
            start = ("row", row) if table.row_totals else GROUND
            end = ("column", column) if table.column_totals else GROUND
            most = _bound(table, column, threshold)
            edges["cell", row, column] = Edge(start, end, table.counts[row][column], most)
    both = table.row_totals and table.column_totals
    if table.row_totals:
        for row in range(len(table.rows)):
            edges["row", row] = Edge("rows" if both else GROUND, ("row", row), table.row_total(row))
    if table.column_totals:
        for column in range(len(table.columns)):
            edges["column", column] = Edge(
                ("column", column), "columns" if both else GROUND, table.column_total(column)
            )
    if both:
        edges[TOTAL] = Edge("columns", "rows", sum(map(sum, table.counts)))
    return Network(edges)


def _bound(table: Table, column: int, threshold: int) -> int | None:
    """Return the shown n that bounds the cells of a column, None where none is shown."""
    return None if table.bases is None else single(table.bases[column], threshold)


def _hide_whole_columns(table: Table, network: Network, threshold: int) -> None:
    if table.row_totals:  # beside a total of its row a zero would stay known, hidden or not
        return
    for column in range(len(table.columns)):
        small_base = table.bases is not None and is_small(table.bases[column], threshold)
        if small_base or ("column", column) in network.hidden:
            for row in range(len(table.rows)):
                network.hidden["cell", row, column] = 0


def _first_exposed(network: Network, threshold: int) -> Key | None:
    """Return the first hidden count of which a reader can tell too much."""
    keys = sorted(network.hidden, key=lambda key: (network.edges[key].value, repr(key)))
    return next((key for key in keys if not network.range_of(key).protects(threshold)), None)


def _what_helps(network: Network, key: Key, dearer: Mapping[str, int]) -> list[Key]:
    prices = {
        other: edge.value + dearer[str(other[0])]
        for other, edge in network.edges.items()
        if edge.value > 0 and other not in network.hidden
    }
    return network.way_to_widen(key, prices, up=True) or network.way_to_widen(key, prices, up=False)


@dataclass(frozen=True)
class Part:
    """A count that is part of another one, such as a school of an area.

    `of` is the id of that other one; None means: of the sum of all, which is shown in any case. The count of a part
    that has parts is their sum. `is_rest` says that it is what is left over, which readers miss least. `most` is a
    shown number that it cannot pass.
    """

    id: str
    count: int
    of: str | None = None
    is_rest: bool = False
    most: int | None = None


# what is left over goes first, then a part without parts, then one with parts
_PARTS_DEARER = {"rest": 0, "part": 10**9, "whole": 10**12}


def hidden_parts(parts: Sequence[Part], threshold: int, also: Collection[str] = ()) -> frozenset[str]:
    """Return the ids of the parts to hide beside a sum of all that is shown; all of them where nothing less protects.

    `also` are hidden already.
    """
    network = _network_of_parts(parts)
    for key, edge in network.edges.items():
        if is_small(edge.value, threshold) or key[1] in also:
            network.hidden[key] = min(edge.value, 1)
    while (exposed := _first_exposed(network, threshold)) is not None:
        more = _what_helps(network, exposed, _PARTS_DEARER)
        if not more:  # then zeros too, so that a reader knows of none that anybody is in it
            return frozenset(part.id for part in parts)
        network.hidden.update(dict.fromkeys(more, 1))
    return frozenset(str(key[1]) for key in network.hidden)


def ranges_of_parts(parts: Sequence[Part], hidden: Collection[str]) -> dict[str, Range]:
    """Return what a reader of the shown counts can tell about each hidden part."""
    network = _network_of_parts(parts)
    all_hidden = len(hidden) == len(parts)
    for key, edge in network.edges.items():
        if key[1] in hidden:
            network.hidden[key] = 0 if all_hidden else min(edge.value, 1)
    return {str(key[1]): network.range_of(key) for key in sorted(network.hidden, key=repr)}


# of more hidden counts that add up nothing is said: trying every way to tell would take too long
_MOST_SIDES = 6


def may_tell_side(cuts: Sequence[int | None], together: int, threshold: int) -> bool:
    """Say whether readers may be told of hidden counts, each at least 1, whether it reaches its cut (None: not told).

    `together` is the sum that they know. The answer follows from what is shown: it is yes only if the counts stay
    protected whichever sides they are on.
    """
    if sum(cut is not None for cut in cuts) > _MOST_SIDES:
        return False
    sides = [((1, together),) if cut is None else ((1, cut - 1), (cut, together)) for cut in cuts]
    return all(_protect(ends, together, threshold) for ends in product(*sides))


def _protect(ends: Sequence[tuple[int, int]], together: int, threshold: int) -> bool:
    """Say whether counts between the given ends, with the given sum, are protected; yes where there are none such."""
    least, most = sum(low for low, _ in ends), sum(high for _, high in ends)
    if any(low > high for low, high in ends) or not least <= together <= most:
        return True
    ranges = (Range(max(low, together - (most - high)), min(high, together - (least - low))) for low, high in ends)
    return all(found.protects(threshold) for found in ranges)


def may_tell_side_of_one(cut: int, most: int, threshold: int) -> bool:
    """Say the same for one hidden count that stands in no sum and is at most `most`."""
    sides = (Range(1, min(cut - 1, most)), Range(cut, most))
    return all(side.protects(threshold) for side in sides if side.most is not None and side.least <= side.most)


def _network_of_parts(parts: Sequence[Part]) -> Network:
    wholes = {part.of for part in parts}
    for whole in wholes - {None}:
        (count,) = (part.count for part in parts if part.id == whole)
        if count != sum(part.count for part in parts if part.of == whole):
            raise ValueError("a count with parts is their sum")
    edges: dict[Key, Edge] = {}
    for part in parts:
        kind = "whole" if part.id in wholes else "rest" if part.is_rest else "part"
        start = ("whole", part.id) if part.id in wholes else GROUND
        end = "all" if part.of is None else ("whole", part.of)
        edges[kind, part.id] = Edge(start, end, part.count, part.most)
    return Network(edges)
