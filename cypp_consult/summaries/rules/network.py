"""What a reader can work out about hidden counts, exactly.

A table with totals is a network: every count is an edge, and at every node what comes in equals what goes out (a row's
cells and its total, a column's cells and its total). What a reader knows of a hidden count is the range it can take
without breaking those sums. In such a network that range has whole-number ends, and is found by pushing flow round.
"""

import heapq
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

Key = tuple[str | int, ...]
Node = Hashable
GROUND = "ground"  # where no sum is published, anything may come and go


@dataclass(frozen=True)
class Edge:
    """One count between two nodes; `most` is a published bound on it, None where there is none."""

    start: Node
    end: Node
    value: int
    most: int | None = None


@dataclass(frozen=True)
class Range:
    """The values that a hidden count can have, both ends included; `most` None means without end."""

    least: int
    most: int | None

    def protects(self, threshold: int) -> bool:
        """Say whether at least `threshold` values are possible, and one of them is not small."""
        return self.most is None or (self.most - self.least + 1 >= threshold and self.most >= threshold)


@dataclass(frozen=True)
class Step:
    """One way along an edge: with its direction the count goes up, against it down. `room` None means no limit."""

    key: Key
    to: Node
    room: int | None
    up: bool


@dataclass
class Network:
    """Counts as edges, and which of them are hidden: by key the least that the reader must allow for."""

    edges: Mapping[Key, Edge]
    hidden: dict[Key, int] = field(default_factory=dict)

    def range_of(self, key: Key) -> Range:
        """Return what a reader can tell about one hidden count."""
        value = self.edges[key].value
        up, _ = self._push(key, up=True)
        down, _ = self._push(key, up=False)
        return Range(value - (down or 0), None if up is None else value + up)

    def way_to_widen(self, key: Key, prices: Mapping[Key, int], *, up: bool) -> list[Key]:
        """Return the shown counts to hide, cheapest first choice, so that a hidden count can go further up (or down).

        Empty if no choice among `prices` helps.
        """
        _, changed = self._push(key, up=up)
        path = self._cheapest(key, changed, prices, up=up)
        return [step.key for step in path or () if step.key not in self.hidden]

    def _push(self, key: Key, *, up: bool) -> tuple[int | None, dict[Key, int]]:
        """Return how far one hidden count can move, None for no limit, and how the others then change."""
        edge = self.edges[key]
        wanted = (None if edge.most is None else edge.most - edge.value) if up else edge.value - self.hidden[key]
        changed: dict[Key, int] = {}
        if edge.start == edge.end:
            return wanted, changed
        pushed = 0
        while wanted is None or pushed < wanted:
            path = self._cheapest(key, changed, {}, up=up)
            if path is None:
                break
            rooms = [step.room for step in path if step.room is not None]
            if wanted is None and not rooms:
                return None, changed
            amount = min(rooms + ([] if wanted is None else [wanted - pushed]))
            for step in path:
                changed[step.key] = changed.get(step.key, 0) + (amount if step.up else -amount)
            pushed += amount
        return pushed, changed

    def _cheapest(
        self, key: Key, changed: Mapping[Key, int], prices: Mapping[Key, int], *, up: bool
    ) -> list[Step] | None:
        """Return the cheapest way round that lets a count move by one, or None. Hidden counts are free to change."""
        edge = self.edges[key]
        source, sink = (edge.end, edge.start) if up else (edge.start, edge.end)
        ways = self._ways(key, changed, prices)
        best: dict[Node, tuple[int, int]] = {source: (0, 0)}
        came: dict[Node, tuple[Node, Step]] = {}
        queue = [((0, 0), repr(source), source)]
        while queue:
            cost, _, node = heapq.heappop(queue)
            if node == sink:
                return _walk_back(came, source, sink)
            if cost > best[node]:
                continue
            for step in ways.get(node, ()):
                total = (cost[0] + prices.get(step.key, 0), cost[1] + 1)
                if step.to not in best or total < best[step.to]:
                    best[step.to] = total
                    came[step.to] = (node, step)
                    heapq.heappush(queue, (total, repr(step.to), step.to))
        return None

    def _ways(self, without: Key, changed: Mapping[Key, int], prices: Mapping[Key, int]) -> dict[Node, list[Step]]:
        ways: dict[Node, list[Step]] = {}
        for key, edge in self.edges.items():
            if key == without or edge.start == edge.end or not (key in self.hidden or key in prices):
                continue
            value = edge.value + changed.get(key, 0)
            room_up = None if edge.most is None else edge.most - value
            room_down = value - self.hidden.get(key, 1)
            if room_up is None or room_up > 0:
                ways.setdefault(edge.start, []).append(Step(key, edge.end, room_up, up=True))
            if room_down > 0:
                ways.setdefault(edge.end, []).append(Step(key, edge.start, room_down, up=False))
        return ways


def _walk_back(came: Mapping[Node, tuple[Node, Step]], source: Node, sink: Node) -> list[Step]:
    steps: list[Step] = []
    node = sink
    while node != source:
        node, step = came[node]
        steps.append(step)
    return steps[::-1]
