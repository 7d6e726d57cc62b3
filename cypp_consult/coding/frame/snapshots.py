"""The code frame as a version keeps it, and what changed from one to another. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


@dataclass(frozen=True)
class Kept:
    """One line of a kept frame. `under` is the id of what it stands under; ids are texts."""

    id: str
    kind: str
    name: str
    definition: str = ""
    not_this: str = ""
    under: str = ""
    live: bool = True
    merged_into: str = ""
    answers: int = 0


class ChangeKind(StrEnum):
    """What happened to a line of the frame between two versions."""

    ADDED = "added"
    RENAMED = "renamed"
    REWORDED = "reworded"
    MOVED = "moved"
    MERGED = "merged"
    RETIRED = "retired"
    RESTORED = "restored"


@dataclass(frozen=True)
class Difference:
    """One change: what it is about, and how that read before and after, in words."""

    kind: ChangeKind
    line: Kept
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Snapshot:
    """All lines of a frame in order, retired ones among them."""

    lines: tuple[Kept, ...] = ()
    _by_id: Mapping[str, Kept] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Make lines findable."""
        object.__setattr__(self, "_by_id", {line.id: line for line in self.lines})

    def get(self, key: str) -> Kept | None:
        """Return the line of an id, if there is one."""
        return self._by_id.get(key)

    def name(self, key: str, otherwise: str = "Outside the plan") -> str:
        """Return what an id is called here."""
        found = self._by_id.get(key)
        return found.name if found else otherwise

    @property
    def themes(self) -> Sequence[Kept]:
        """Return the live themes in order."""
        return [line for line in self.lines if line.kind == "theme" and line.live]

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {"lines": [asdict(line) for line in self.lines]}

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> "Snapshot":
        """Return the snapshot that `as_json` wrote; what it does not know is left out."""
        names = set(Kept.__dataclass_fields__)
        return cls(tuple(Kept(**{k: v for k, v in line.items() if k in names}) for line in content.get("lines", ())))


def differences(old: Snapshot, new: Snapshot) -> list[Difference]:
    """Return what changed, in the order of the newer frame; nothing for a frame and itself."""
    found: list[Difference] = []
    for line in new.lines:
        before = old.get(line.id)
        if before is None:
            if line.live:
                found.append(Difference(ChangeKind.ADDED, line, after=line.definition))
        else:
            found += _changes(before, line, old, new)
    gone = [line for line in old.lines if new.get(line.id) is None and line.live]
    return found + [Difference(ChangeKind.RETIRED, line) for line in gone]


def _changes(before: Kept, line: Kept, old: Snapshot, new: Snapshot) -> Iterable[Difference]:
    if before.live and not line.live:
        if line.merged_into:
            yield Difference(ChangeKind.MERGED, line, before.name, new.name(line.merged_into, "another theme"))
        else:
            yield Difference(ChangeKind.RETIRED, line)
        return
    if not before.live and not line.live:
        return
    if not before.live:
        yield Difference(ChangeKind.RESTORED, line)
    if before.name != line.name:
        yield Difference(ChangeKind.RENAMED, line, before.name, line.name)
    if before.definition != line.definition:
        yield Difference(ChangeKind.REWORDED, line, before.definition, line.definition)
    if before.not_this != line.not_this:
        yield Difference(ChangeKind.REWORDED, line, before.not_this, line.not_this)
    if before.under != line.under:
        yield Difference(ChangeKind.MOVED, line, old.name(before.under), new.name(line.under))
