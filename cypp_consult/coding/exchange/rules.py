"""Where the codes of another tool's frame go: onto the plan's tree, onto themes there are, or into new ones. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from cypp_consult.coding.exchange.codes import CodeNode
from cypp_consult.coding.rules import Target, TargetKind

LONGEST_NAME = 120
LONGEST_DEFINITION = 2000


class Fate(StrEnum):
    """What became of a code."""

    MADE = "made"
    THERE = "there"
    OF_THE_PLAN = "of_the_plan"
    LEFT_OUT = "left_out"


@dataclass(frozen=True)
class Known:
    """What the frame has already: targets by guid, and by kind and lower-case name."""

    by_guid: Mapping[str, Target]
    by_name: Mapping[tuple[TargetKind, str], Target]


@dataclass(frozen=True)
class Place:
    """Where codes within a code go: under a priority or outside the plan, and as parts of which code of the file."""

    priority_id: UUID | None = None
    # the outermost code of the file that becomes, or is, a theme
    above: CodeNode | None = None
    under_outcome: bool = False


@dataclass(frozen=True)
class Step:
    """What to do with one code: what it is already (`target`), or the theme to make, and what is worth saying of it."""

    code: CodeNode
    fate: Fate
    place: Place
    target: Target | None = None
    name: str = ""
    definition: str = ""
    notes: tuple[str, ...] = ()


def steps(codes: Sequence[CodeNode], known: Known) -> Iterator[Step]:
    """Yield what to do with each code, those above others first."""
    for code in codes:
        yield from _steps(code, Place(), known)


def _steps(code: CodeNode, place: Place, known: Known) -> Iterator[Step]:
    step = _step(code, place, known)
    yield step
    for part in code.parts:
        yield from _steps(part, _within(step), known)


def _within(step: Step) -> Place:
    """Return where the parts of a code go. Themes have parts of one level: deeper ones stand under the same theme."""
    if step.target is not None and step.target.kind is TargetKind.OUTCOME:
        return Place(under_outcome=True)
    if step.target is not None and step.target.kind is TargetKind.PRIORITY:
        return Place(priority_id=step.target.id)
    if step.fate is Fate.LEFT_OUT:
        return step.place
    return Place(step.place.priority_id, step.place.above or step.code)


def _step(code: CodeNode, place: Place, known: Known) -> Step:
    target = _same(code, known)
    if target is not None:
        there = Fate.THERE if target.kind is TargetKind.THEME else Fate.OF_THE_PLAN
        return Step(code, there, place, target)
    if not code.name:
        return Step(code, Fate.LEFT_OUT, place, notes=("It has no name.",))
    if not code.codable and not code.parts:
        return Step(code, Fate.LEFT_OUT, place, notes=("It is a heading without codes.",))
    return _made(code, place)


def _same(code: CodeNode, known: Known) -> Target | None:
    by_guid = known.by_guid.get(code.guid)
    if by_guid is not None:
        return by_guid
    named = (known.by_name.get((kind, code.name.casefold())) for kind in TargetKind)
    return next((target for target in named if target is not None), None)


def _made(code: CodeNode, place: Place) -> Step:
    name, definition, notes = code.name, code.description, []
    if len(name) > LONGEST_NAME:
        definition = f"{name}\n{definition}".strip()
        name = name[: LONGEST_NAME - 1].rstrip() + "\u2026"
        notes.append("Its name was shortened; the whole name begins what it means.")
    if len(definition) > LONGEST_DEFINITION:
        definition = definition[:LONGEST_DEFINITION].rstrip()
        notes.append(f"What it means was cut after {LONGEST_DEFINITION:,} characters.")
    if place.under_outcome and place.above is None:
        notes.append("It stood under an outcome; themes stand under a priority or outside the plan, so it is outside.")
    return Step(code, Fate.MADE, place, name=name, definition=definition, notes=tuple(notes))
