"""Reach by group: people who said that they belong to it, and people at events that were held for it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from cypp_consult.consultations.targets.models import Target, TargetKind
from cypp_consult.consultations.targets.rules import pattern
from cypp_consult.core.audiences import Audience
from cypp_consult.summaries.reach.content import Row, Section
from cypp_consult.summaries.reach.facts import Facts, Tally, audiences_of
from cypp_consult.summaries.reach.pace import Standing, standing
from cypp_consult.summaries.reach.places import Places
from cypp_consult.summaries.reach.queries import Cell
from cypp_consult.summaries.reach.trees import alone
from cypp_consult.summaries.rules.suppression import is_small

NOTE = (
    "A person counts for a group when they said so about themselves, or when they answered at an event that was held "
    "for the group; never twice for the same group. People can be in more than one group, so groups do not add up."
)
ACTION = "Ask the service that knows them best to hold a session."
NOWHERE = UUID(int=0)


@dataclass(frozen=True)
class Net:
    """What a count is caught with: whose answers, at which events, and which answers about themselves."""

    audiences: frozenset[Audience]
    events: frozenset[UUID]
    about_key: str = ""
    about_values: frozenset[str] = frozenset()

    def lies_in(self, other: "Net") -> bool:
        """Say whether all that this net catches is surely in the other one too."""
        same_about = not self.about_key or (
            self.about_key == other.about_key and self.about_values <= other.about_values
        )
        return self.audiences <= other.audiences and self.events <= other.events and same_about


@dataclass(frozen=True)
class Caught:
    """A group or a place with its net and its counts."""

    target: Target
    net: Net
    tally: Tally


def section(facts: Facts, places: Places) -> Section | None:
    """Return the section, None where no group is named."""
    wanted = facts.of(TargetKind.GROUP)
    if not wanted:
        return None
    groups = [_caught(facts, target, _net(facts, target)) for target in wanted]
    others = [*groups, *_places(facts)]
    rows = tuple(_row(facts, group, others, places) for group in groups)
    return Section("group", "Groups we said we would reach", rows, NOTE)


def _net(facts: Facts, target: Target) -> Net:
    events = frozenset(item.event.id for item in facts.events if target.id in item.group_ids)
    return Net(audiences_of(target), events, target.about_key, frozenset(target.about_values))


def _places(facts: Facts) -> Iterator[Caught]:
    for place in (*facts.of(TargetKind.AREA), *facts.of(TargetKind.SCHOOL)):
        inside = {place.id, *(each.id for each in facts.of(TargetKind.SCHOOL) if each.area_id == place.id)}
        events = frozenset(item.event.id for item in facts.events if item.place_id in inside)
        yield _caught(facts, place, Net(audiences_of(place), events))


def _catches(net: Net) -> Callable[[Cell], bool]:
    return lambda cell: cell.audience in net.audiences and cell.event_id in net.events


def _caught(facts: Facts, target: Target, net: Net) -> Caught:
    there = facts.at_events(net.events, net.audiences)
    said = sum(
        cell.forms
        for cell in facts.about
        if cell.key == net.about_key
        and cell.value in net.about_values
        and cell.audience in net.audiences
        and cell.event_id not in net.events
    )
    return Caught(target, net, there + Tally(said, said))


def _row(facts: Facts, group: Caught, others: Sequence[Caught], places: Places) -> Row:
    target, tally = group.target, group.tally
    small = is_small(tally.people, facts.threshold)
    linked = _is_linked(facts, group, others, places)
    hidden = small or linked or _is_out_of_sight(facts, group)
    usual = pattern(target.pattern)
    return Row(
        id=str(target.id),
        name=target.name,
        kind="group",
        forms=None if hidden or is_small(tally.forms, facts.threshold) else tally.forms,
        people=None if hidden else tally.people,
        target=target.expected,
        population=target.population,
        source=target.source,
        standing=_standing(facts, group, hidden=hidden, linked=linked),
        pace=facts.days.pace(target.expected),
        chance=facts.chance(lambda item: target.id in item.group_ids),
        action=target.action or (usual.action if usual else ACTION),
        target_id=target.id,
    )


def _standing(facts: Facts, group: Caught, *, hidden: bool, linked: bool) -> Standing:
    target, people = group.target.expected, group.tally.people
    if target is None or not hidden:
        return standing(people, target, facts.days)
    if linked:
        return Standing.HIDDEN
    if _is_out_of_sight(facts, group):
        there = facts.tally(_catches(group.net), hidden=True)
        return alone(there.people, target, facts.days, facts.threshold)
    most = facts.of_audiences(group.net.audiences).people
    return alone(people, target, facts.days, facts.threshold, most)


def _is_out_of_sight(facts: Facts, group: Caught) -> bool:
    """Say whether all who answered of a group's audiences are too few to be shown at all: a zero would be untrue."""
    theirs = group.net.audiences
    return bool(theirs & set(facts.top.left_out)) and not facts.of_audiences(theirs).people


def _is_linked(facts: Facts, group: Caught, others: Sequence[Caught], places: Places) -> bool:
    """Say whether a group's number would tell a hidden one: of a place of its events, or by taking one from another."""
    if any(_place(facts, event) & places.hidden for event in group.net.events):
        return True
    for other in others:
        if other is not group and group.net.lies_in(other.net):
            more = Tally(other.tally.forms - group.tally.forms, other.tally.people - group.tally.people)
            if is_small(more.people, facts.threshold) or is_small(more.forms, facts.threshold):
                return True
    return False


def _place(facts: Facts, event_id: UUID) -> set[UUID]:
    """Return the lines of places in which an event counts: its school and area, or the line of no place."""
    (place_id,) = (item.place_id for item in facts.events if item.event.id == event_id)
    found = {place_id or NOWHERE}
    return found | {target.area_id for target in facts.targets if target.id == place_id and target.area_id}
