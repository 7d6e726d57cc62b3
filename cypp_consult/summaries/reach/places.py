"""Reach by area and school. Nobody is asked where they live: an event counts for the place it was held for."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from cypp_consult.consultations.targets.models import Target, TargetKind
from cypp_consult.summaries.reach import trees
from cypp_consult.summaries.reach.content import Row, Section
from cypp_consult.summaries.reach.facts import Facts, Tally, audiences_of, places_of
from cypp_consult.summaries.reach.likenesses import of_rows
from cypp_consult.summaries.reach.queries import Cell, EventFor
from cypp_consult.summaries.reach.trees import Branch, Seen

NOTE = (
    "Nobody is asked where they live or learn. People count for an area or a school when they answered at an event "
    "that was held for it, or by the event’s own link. All others stand in the last line."
)
REST = "no-place"
AREA_ACTION = (
    "Plan an event there, in a place that families use, and hand out its own link so that answers count for the area."
)
SCHOOL_ACTION = "Ask the school for a class hour with tablets, or send it the link of an event of its own."


@dataclass(frozen=True)
class Places:
    """The section, and the ids of places whose number is hidden."""

    section: Section | None
    hidden: frozenset[UUID] = field(default_factory=frozenset)


def places(facts: Facts) -> Places:
    """Return the section of areas and schools, None where there are none."""
    areas, schools = facts.of(TargetKind.AREA), facts.of(TargetKind.SCHOOL)
    if not (areas or schools):
        return Places(None)
    branches = list(_branches(facts, areas, schools))
    is_hidden = facts.top.people.total is None
    seen = (trees.nothing if is_hidden else trees.shown)(branches, facts.days, facts.threshold)
    rows = tuple(_rows(facts, areas, schools, seen))
    hidden = frozenset(target.id for target in (*areas, *schools) if seen[str(target.id)].people is None)
    if seen[REST].people is None:
        hidden |= {UUID(int=0)}
    likeness = of_rows(row for row in rows if row.depth == 0 and row.kind == "area")
    return Places(Section("place", "Areas and schools", rows, NOTE, *likeness), hidden)


def leaf_of(cell: Cell, by_event: dict[UUID, UUID], known: dict[UUID, Target]) -> str:
    """Return the id of the smallest part that a cell belongs to."""
    place = known.get(by_event.get(cell.event_id)) if cell.event_id else None  # type: ignore[arg-type]
    if place is None:
        return REST
    if cell.audience in audiences_of(place):
        return str(place.id)
    area = known.get(place.area_id) if place.area_id else None
    return str(area.id) if area is not None and cell.audience in audiences_of(area) else REST


def _branches(facts: Facts, areas: list[Target], schools: list[Target]) -> Iterator[Branch]:
    known = {target.id: target for target in (*areas, *schools)}
    by_event, tallies = places_of(facts), defaultdict[str, Tally](Tally)
    for cell in facts.hidden if facts.top.people.total is None else facts.cells:
        leaf = leaf_of(cell, by_event, known)
        tallies[leaf] += Tally(cell.forms, cell.people)
    for area in areas:
        key = str(area.id)
        inside = [school for school in schools if school.area_id == area.id]
        whole = sum((tallies[str(school.id)] for school in inside), tallies[key])
        yield Branch(key, whole, area.expected)
        if inside:
            yield Branch(_elsewhere(key), tallies[key], of=key, is_rest=True)
    for school in schools:
        of = str(school.area_id) if school.area_id in known else None
        yield Branch(str(school.id), tallies[str(school.id)], school.expected, of)
    yield Branch(REST, tallies[REST], is_rest=True)


def _rows(facts: Facts, areas: list[Target], schools: list[Target], seen: dict[str, Seen]) -> Iterator[Row]:
    for area in areas:
        key = str(area.id)
        inside = [school for school in schools if school.area_id == area.id]
        ids = {area.id, *(school.id for school in inside)}
        yield _row(facts, area, seen[key], lambda item, ids=ids: item.place_id in ids)  # type: ignore[misc]
        for school in inside:
            yield _school(facts, school, seen, 1)
        if inside and seen[_elsewhere(key)].people != 0:
            yield _left(_elsewhere(key), f"{area.name}, at none of these schools", seen[_elsewhere(key)], 1)
    inside_any = {area.id for area in areas}
    for school in schools:
        if school.area_id not in inside_any:
            yield _school(facts, school, seen, 0)
    yield _left(REST, "No area or school known", seen[REST], 0)


def _school(facts: Facts, school: Target, seen: dict[str, Seen], depth: int) -> Row:
    return _row(facts, school, seen[str(school.id)], lambda item: item.place_id == school.id, depth)


def _left(key: str, name: str, part: Seen, depth: int) -> Row:
    return Row(key, name, "rest", part.forms, part.people, depth=depth)


def _row(facts: Facts, target: Target, part: Seen, fits: Callable[[EventFor], bool], depth: int = 0) -> Row:
    return Row(
        id=str(target.id),
        name=target.name,
        kind=target.kind.value,
        forms=part.forms,
        people=part.people,
        target=target.expected,
        population=target.population,
        source=target.source,
        standing=part.standing,
        pace=facts.days.pace(target.expected),
        depth=depth,
        chance=facts.chance(fits),
        action=target.action or (SCHOOL_ACTION if target.kind is TargetKind.SCHOOL else AREA_ACTION),
        target_id=target.id,
    )


def _elsewhere(key: str) -> str:
    return f"{key}/rest"
