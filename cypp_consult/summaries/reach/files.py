"""Reach as a file, and targets as the file that can be read in again. Hidden counts are empty and say so."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from cypp_consult.consultations.models import ConsultationAudience
from cypp_consult.consultations.targets.models import Target, TargetKind
from cypp_consult.consultations.targets.rules import COLUMNS
from cypp_consult.summaries.reach.content import Reached, Row, Section
from cypp_consult.summaries.renderers.data import Cell, written

HEAD = (
    "table",
    "under",
    "name",
    "forms",
    "people",
    "target",
    "state",
    "to go",
    "people there are",
    "source",
    "participation rate",
    "hidden",
)


def reach_csv(reached: Reached) -> bytes:
    """Return what the page shows, one line for each of its lines, and the sums last."""
    return written(HEAD, _lines(reached))


def _lines(reached: Reached) -> Iterator[tuple[Cell, ...]]:
    for section in reached.sections:
        for row in section.rows:
            yield _line(section, row)
        if section.likeness is not None:
            index = round(section.likeness.index, 4)
            yield (section.title, "", "Index of dissimilarity", *[None] * 7, index, "no")
    hidden = "yes" if reached.people is None else "no"
    yield ("All", "", "All", reached.forms, reached.people, *[None] * 6, hidden)


def _line(section: Section, row: Row) -> tuple[Cell, ...]:
    rate = None if row.rate is None else round(row.rate, 4)
    is_told = row.target is not None or row.kind == "rest"
    return (
        section.title,
        row.under,
        row.name,
        row.forms,
        row.people,
        row.target,
        row.standing.label if is_told and row.kind != "rest" else "",
        row.to_go,
        row.population,
        row.source,
        rate,
        "yes" if row.people is None else "forms" if row.forms is None else "no",
    )


def targets_csv(audiences: Sequence[ConsultationAudience], targets: Sequence[Target]) -> bytes:
    """Return the targets as a file that, read in again, changes nothing."""
    names = {target.id: target.name for target in targets}
    return written(COLUMNS, [*_audiences(audiences), *_targets(targets, names)])


def _audiences(audiences: Iterable[ConsultationAudience]) -> Iterator[tuple[Cell, ...]]:
    for row in audiences:
        yield ("audience", row.audience.label, "", row.expected, row.population, row.population_source, "")


def _targets(targets: Iterable[Target], names: Mapping[UUID, str]) -> Iterator[tuple[Cell, ...]]:
    for row in targets:
        kind = "age band" if row.kind is TargetKind.AGE else row.kind.value
        audiences = "; ".join(row.audiences)
        yield (
            kind,
            row.name,
            audiences,
            row.expected,
            row.population,
            row.source,
            names[row.area_id] if row.area_id else "",
        )
