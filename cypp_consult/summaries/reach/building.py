"""Making what may be shown of reach: read, count, hide, tell."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from cypp_consult.collection.models import Channel
from cypp_consult.consultations.models import Consultation, ConsultationAudience, IdentityLevel
from cypp_consult.core.audiences import Audience
from cypp_consult.summaries.reach import ages, groups, places, queries
from cypp_consult.summaries.reach.content import Reached, Row, Section
from cypp_consult.summaries.reach.facts import Facts, gather
from cypp_consult.summaries.reach.pace import Standing, standing
from cypp_consult.summaries.reach.trees import alone
from cypp_consult.summaries.rules.suppression import is_small
from cypp_consult.summaries.rules.tables import Count, ShownTable
from cypp_consult.summaries.services.reach import Reach, reach

NOTE = (
    "Forms and people are counted apart: a group’s note is one form and counts as many people as were there. Nobody is "
    "followed, so a person who answers twice counts twice."
)
ACTIONS = {
    Audience.YOUNGER_CHILDREN: "Ask primary schools, libraries and holiday clubs for an hour with the tablets.",
    Audience.YOUNG_PEOPLE: "Ask secondary schools, colleges and youth clubs for an hour, and put the code on posters.",
    Audience.PARENTS_CARERS: "Draft a text message with the link for schools and family hubs to send.",
    Audience.STAFF_PARTNERS: "Send the link through team meetings and the partnership’s newsletter.",
}


def build(session: Session, consultation: Consultation, at: datetime, threshold: int) -> Reached:
    """Return reach as of a moment, with counts from 1 up to `threshold` (exclusive) hidden. Changes nothing."""
    facts = gather(session, consultation, at, threshold)
    found = places.places(facts)
    parts = (_audiences(facts), ages.section(facts), found.section, groups.section(facts, found))
    return Reached(
        forms=facts.top.forms.total,
        people=facts.top.people.total,
        days=facts.days,
        closes_on=consultation.closes_on,
        threshold=threshold,
        sections=tuple(part for part in parts if part is not None),
        by_channel=(facts.top.forms, facts.top.people),
        left_out=tuple(audience.label for audience in facts.top.left_out),
        asks_about=consultation.identity_level is IdentityLevel.DEMOGRAPHICS,
    )


def _audiences(facts: Facts) -> Section:
    return Section("audience", "Audiences", tuple(_rows(facts)), NOTE)


def _rows(facts: Facts) -> Iterator[Row]:
    asked = {row.audience: row for row in facts.consultation.audiences}
    forms, people = (_totals(table) for table in (facts.top.forms, facts.top.people))
    for audience in (each for each in Audience if each.value in forms):
        place = asked.get(audience)
        target = place.expected if place else None
        count = people[audience.value]
        yield Row(
            id=audience.value,
            name=audience.label,
            kind="audience",
            forms=forms[audience.value],
            people=count,
            target=target,
            population=place.population if place else None,
            source=place.population_source if place else "",
            standing=_standing(facts, audience, count, target),
            pace=facts.days.pace(target),
            how=audience.ages if audience.ages != audience.label.lower() else "",
            chance=facts.chance(lambda item, audience=audience: item.asks(audience)),  # type: ignore[misc]
            action=ACTIONS[audience],
            recent=_recent(facts, audience, count),
        )


def _totals(table: ShownTable) -> dict[str, Count]:
    return {line.id: count for line, count in zip(table.rows, table.row_totals or (), strict=True)}


def _standing(facts: Facts, audience: Audience, people: Count, target: int | None) -> Standing:
    if people is None:
        return alone(
            facts.tally(lambda cell: cell.audience is audience, hidden=True).people, target, facts.days, facts.threshold
        )
    return standing(people, target, facts.days)


def _recent(facts: Facts, audience: Audience, people: Count) -> Count:
    """Return the people of the last seven days, None where they or those before them are too few to be told."""
    recent = sum(cell.recent for cell in facts.cells if cell.audience is audience)
    if people is None or any(is_small(part, facts.threshold) for part in (recent, people - recent)):
        return None
    return recent


def tops(session: Session, consultations: Sequence[Consultation], at: datetime, threshold: int) -> Mapping[UUID, Reach]:
    """Return who answered, by audience, for several consultations in one statement."""
    came = queries.received(session, [consultation.id for consultation in consultations], at)
    return {each.id: _top(each.audiences, came.get(each.id, {}), threshold) for each in consultations}


def _top(
    asked: Sequence[ConsultationAudience], came: Mapping[Audience, Mapping[Channel, tuple[int, int]]], threshold: int
) -> Reach:
    theirs = {row.audience for row in asked} | set(came)
    received = {(audience, channel): pair for audience, by in came.items() for channel, pair in by.items()}
    return reach(received, [audience for audience in Audience if audience in theirs], threshold)
