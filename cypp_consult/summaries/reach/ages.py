"""Reach by age: of each audience the bands with a target, and everybody else of it."""

from collections.abc import Iterator

from cypp_consult.consultations.targets.models import Target, TargetKind
from cypp_consult.consultations.targets.rules import band_of
from cypp_consult.core.audiences import Audience
from cypp_consult.summaries.reach import trees
from cypp_consult.summaries.reach.content import Row, Section
from cypp_consult.summaries.reach.facts import Facts
from cypp_consult.summaries.reach.likenesses import of_rows
from cypp_consult.summaries.reach.trees import Branch

NOTE = (
    "Counted are people who said how old they are, each for themselves. Whoever skipped the question, and everybody "
    "behind a group’s note, stands in the last line of an audience."
)
ACTION = "Look for the schools, colleges and clubs of this age among the events still to come."


def section(facts: Facts) -> Section | None:
    """Return the section, None where no age has a target."""
    wanted = facts.of(TargetKind.AGE)
    if not wanted:
        return None
    rows = [
        row
        for audience in Audience
        for row in _of_audience(facts, audience, [target for target in wanted if band_of(target.key)[0] is audience])
    ]
    return Section("age", "Ages", tuple(rows), NOTE, *of_rows(rows))


def _of_audience(facts: Facts, audience: Audience, wanted: list[Target]) -> Iterator[Row]:
    if not wanted:
        return
    branches = list(_branches(facts, audience, wanted))
    seen = (
        trees.nothing(branches, facts.days, facts.threshold)
        if audience in facts.top.left_out
        else trees.shown(branches, facts.days, facts.threshold)
    )
    chance = facts.chance(lambda item: item.asks(audience))
    for target in wanted:
        part = seen[target.key]
        yield Row(
            id=target.key,
            name=target.name,
            kind="age",
            forms=part.forms,
            people=part.people,
            target=target.expected,
            population=target.population,
            source=target.source,
            standing=part.standing,
            pace=facts.days.pace(target.expected),
            under=audience.label,
            chance=chance,
            action=target.action or ACTION,
            target_id=target.id,
        )
    rest = seen[_rest(audience)]
    name = "Another age, or not said"
    yield Row(_rest(audience), name, "rest", rest.forms, rest.people, under=audience.label)


def _branches(facts: Facts, audience: Audience, wanted: list[Target]) -> Iterator[Branch]:
    bands = {band_of(target.key)[1]: target for target in wanted}
    hidden = audience in facts.top.left_out
    for band, target in bands.items():
        tally = facts.tally(lambda cell, band=band: cell.audience is audience and cell.age_band == band, hidden=hidden)  # type: ignore[misc]
        yield Branch(target.key, tally, target.expected)
    others = facts.tally(lambda cell: cell.audience is audience and cell.age_band not in bands, hidden=hidden)
    yield Branch(_rest(audience), others, is_rest=True)


def _rest(audience: Audience) -> str:
    return f"{audience.value}/rest"
