"""What needs what first: no circles, and everything that hangs on a step."""

from collections.abc import Hashable, Mapping
from collections.abc import Set as AbstractSet
from graphlib import CycleError, TopologicalSorter
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def in_order(needs: Mapping[K, AbstractSet[K]]) -> list[K] | None:
    """Return the steps so that each comes after what it needs, or None where they lead in a circle."""
    try:
        return list(TopologicalSorter(needs).static_order())
    except CycleError:
        return None


def dependents(needs: Mapping[K, AbstractSet[K]], of: K) -> set[K]:
    """Return every step that needs this one, directly or through others; never the step itself."""
    found: set[K] = set()
    waiting = [of]
    while waiting:
        current = waiting.pop()
        for step, wanted in needs.items():
            if current in wanted and step not in found:
                found.add(step)
                waiting.append(step)
    return found - {of}
