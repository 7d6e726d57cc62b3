"""A code frame as REFI-QDA has it: codes within codes. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, count
from uuid import UUID, uuid5

# guids of what has none of its own here are made from this, so that the same export has the same guids
NAMESPACE = UUID("6e0f3d3c-6a0e-5d0b-9a55-2c1f0c6b7c11")


@dataclass(frozen=True)
class CodeNode:
    """A code: its guid as a file writes it, its name, what it means, whether answers may have it, and its parts."""

    guid: str
    name: str
    description: str = ""
    codable: bool = True
    parts: tuple["CodeNode", ...] = ()

    def walk(self) -> Iterator["CodeNode"]:
        """Yield this code and all within it, parents first."""
        yield self
        for part in self.parts:
            yield from part.walk()


def told_apart(codes: Iterable[CodeNode]) -> tuple[CodeNode, ...]:
    """Return the codes with no two names alike: a later one has the name above it, or a number, in brackets.

    Some tools keep one code of a name, and lose what was coded with another.
    """
    return _told_apart(codes, "", set())


def _told_apart(codes: Iterable[CodeNode], above: str, taken: set[str]) -> tuple[CodeNode, ...]:
    told = []
    for code in codes:
        # the name above says nothing where it is the same one
        beside = [above] if above.casefold() not in {"", code.name.casefold()} else []
        more = (f"{code.name} ({addition})" for addition in chain(beside, count(2)))
        name = next(name for name in chain([code.name], more) if name.casefold() not in taken)
        taken.add(name.casefold())
        told.append(replace(code, name=name, parts=_told_apart(code.parts, code.name, taken)))
    return tuple(told)


def guid_of(key: UUID) -> str:
    """Return an id as REFI-QDA writes it."""
    return str(key).upper()


def derived(*names: object) -> str:
    """Return the guid of something that has no id here, always the same for the same names."""
    return guid_of(uuid5(NAMESPACE, "/".join(str(name) for name in names)))
