"""Communities in a network of texts that are near each other. The same network always gives the same."""

from collections.abc import Sequence

# for each text the texts near it and how near they are; every link stands on both sides
Network = list[dict[int, float]]

_SWEEPS = 30


def communities(network: Network, resolution: float = 1.0) -> list[int]:
    """Return the community of each node, numbered from 0, by moving nodes while modularity rises (Louvain's way).

    A higher resolution gives more and smaller ones. A node without neighbours is alone.
    """
    member = list(range(len(network)))
    level: Network = [dict(edges) for edges in network]
    loops = [0.0] * len(level)
    while True:
        found = _moved(level, loops, resolution)
        names = {name: place for place, name in enumerate(dict.fromkeys(found))}
        if len(names) == len(level):
            return _numbered(member)
        found = [names[name] for name in found]
        member = [found[place] for place in member]
        level, loops = _joined(level, loops, found, len(names))


def _moved(level: Network, loops: Sequence[float], resolution: float) -> list[int]:
    """Return a home for each node of one level, moved until nothing gains by moving."""
    degree = [sum(edges.values()) + 2 * loop for edges, loop in zip(level, loops, strict=True)]
    home, weight = list(range(len(level))), list(degree)
    pull = resolution / sum(degree) if any(degree) else 0.0
    for _ in range(_SWEEPS):
        moves = 0
        for node, edges in enumerate(level):
            here = home[node]
            weight[here] -= degree[node]
            best = _best_home(edges, home, weight, here, pull * degree[node])
            weight[best] += degree[node]
            home[node] = best
            moves += best != here
        if not moves:
            break
    return home


def _best_home(edges: dict[int, float], home: Sequence[int], weight: Sequence[float], here: int, pull: float) -> int:
    links: dict[int, float] = {here: 0.0}
    for other, value in edges.items():
        links[home[other]] = links.get(home[other], 0.0) + value
    best, most = here, links[here] - pull * weight[here]
    for place in sorted(links):
        gain = links[place] - pull * weight[place]
        if gain > most + 1e-12:
            best, most = place, gain
    return best


def _joined(level: Network, loops: Sequence[float], found: Sequence[int], count: int) -> tuple[Network, list[float]]:
    """Return the network of the communities found in one level: their links, and what each holds within itself."""
    joined: Network = [{} for _ in range(count)]
    within = [0.0] * count
    for node, edges in enumerate(level):
        place = found[node]
        within[place] += loops[node]
        for other, value in edges.items():
            there = found[other]
            if there == place:
                within[place] += value / 2
            else:
                joined[place][there] = joined[place].get(there, 0.0) + value
    return joined, within


def _numbered(member: Sequence[int]) -> list[int]:
    """Return the communities numbered in the order they are met."""
    names = {name: place for place, name in enumerate(dict.fromkeys(member))}
    return [names[name] for name in member]
