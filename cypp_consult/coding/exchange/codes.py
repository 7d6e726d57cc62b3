"""A code frame as REFI-QDA has it: codes within codes. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
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


def guid_of(key: UUID) -> str:
    """Return an id as REFI-QDA writes it."""
    return str(key).upper()


def derived(*names: object) -> str:
    """Return the guid of something that has no id here, always the same for the same names."""
    return guid_of(uuid5(NAMESPACE, "/".join(str(name) for name in names)))
