"""What was raised: outcomes, priorities and themes by audience, and what each audience raised most."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from cypp_consult.coding.models import Theme
from cypp_consult.consultations.models import Consultation
from cypp_consult.core.audiences import Audience
from cypp_consult.plans.models import Outcome, Priority
from cypp_consult.summaries.content import OUTSIDE, CodeOfFrame, MostRaised
from cypp_consult.summaries.queries import said
from cypp_consult.summaries.queries.said import Spread
from cypp_consult.summaries.rules.suppression import suppress
from cypp_consult.summaries.rules.tables import Line, ShownTable, Table
from cypp_consult.summaries.services import words
from cypp_consult.summaries.services.reach import audience_line

CHILDREN = frozenset({Audience.YOUNGER_CHILDREN, Audience.YOUNG_PEOPLE})


@dataclass(frozen=True)
class Frame:
    """Everything that tags can point at, retired or not."""

    outcomes: Sequence[Outcome]
    priorities: Sequence[Priority]
    themes: Sequence[Theme]
    outcomes_word: str

    @classmethod
    def of(cls, session: Session, consultation: Consultation) -> "Frame":
        """Read the frame of a consultation."""
        return cls(
            said.outcomes(session, consultation.plan_id),
            said.priorities(session, consultation.plan_id),
            said.themes(session, consultation.id),
            words.clean_name(consultation.plan.outcomes_label),
        )


class Counting:
    """Builds tables of what was raised over the same audiences and the same n."""

    def __init__(
        self, audiences: Sequence[Audience], counted: Sequence[Audience], n: Mapping[Audience, int], threshold: int
    ) -> None:
        """Remember who is counted, of how many, and from which number on counts are shown."""
        self.columns = tuple(audience_line(audience) for audience in audiences)
        self.counted = tuple(counted)
        self.n = tuple(n.get(audience, 0) for audience in counted)
        self.threshold = threshold

    def table(self, name: str, title: str, lines: Sequence[tuple[UUID, Line]], spread: Spread) -> ShownTable:
        """Return the table of one level, small counts hidden."""
        table = Table(
            id=name,
            title=title,
            rows=tuple(line for _, line in lines),
            columns=tuple(audience_line(audience) for audience in self.counted),
            counts=tuple(self._row(spread.get(key, Counter())) for key, _ in lines),
            bases=self.n,
            note=words.RAISED,
        )
        return suppress(table, self.threshold).with_lines(columns=self.columns)

    def _row(self, counts: Counter[Audience]) -> tuple[int, ...]:
        return tuple(counts[audience] for audience in self.counted)


def outcome_lines(outcomes: Sequence[Outcome], spread: Spread) -> list[tuple[UUID, Line]]:
    """Return the outcomes to show: those of today's plan, and retired ones that were raised."""
    return [
        (outcome.id, Line(outcome.slug, words.clean_name(outcome.name)))
        for outcome in outcomes
        if outcome.retired_at is None or spread.get(outcome.id)
    ]


def priority_lines(priorities: Sequence[Priority], spread: Spread) -> list[tuple[UUID, Line]]:
    """Return the priorities to show, in the groups of their outcomes."""
    return [
        (priority.id, Line(priority.slug, words.clean_name(priority.name), words.clean_name(priority.outcome.name)))
        for priority in priorities
        if (priority.retired_at is None and priority.outcome.retired_at is None) or spread.get(priority.id)
    ]


def theme_lines(themes: Sequence[Theme], spread: Spread) -> list[tuple[UUID, Line]]:
    """Return the themes to show, in the groups of their outcomes or outside the plan."""
    return [
        (theme.id, Line(theme.slug, words.clean_name(theme.name), _outcome_of(theme)))
        for theme in themes
        if theme.retired_at is None or spread.get(theme.id)
    ]


def _outcome_of(theme: Theme) -> str:
    return words.clean_name(theme.priority.outcome.name) if theme.priority else OUTSIDE


def by_most_raised(table: ShownTable) -> ShownTable:
    """Return the table with the most raised first, by shown counts alone: the place of a row tells nothing more."""
    order = sorted(
        range(len(table.rows)),
        key=lambda row: (-sum(count or 0 for count in table.counts[row]), table.rows[row].label.casefold()),
    )
    return table.with_lines(rows=tuple(table.rows[row] for row in order))


def most_raised(table: ShownTable) -> tuple[MostRaised, ...]:
    """Return what each audience raised most, audiences with the same together; none where two themes lead."""
    found: dict[tuple[bool, str], list[str]] = {}
    for column, line in enumerate(table.columns):
        theme = _first(table, column)
        if theme:
            found.setdefault((Audience(line.id) in CHILDREN, theme), []).append(line.label)
    return tuple(
        MostRaised(audiences=tuple(labels), theme=theme, children=children)
        for (children, theme), labels in found.items()
    )


def _first(table: ShownTable, column: int) -> str:
    counts = [row[column] or 0 for row in table.counts]
    most = max(counts, default=0)
    return table.rows[counts.index(most)].label if most and counts.count(most) == 1 else ""


def codes(frame: Frame) -> list[CodeOfFrame]:
    """Return the code frame in use today, for the annex."""
    name, full = words.clean_name, words.clean_words
    outcomes = [
        CodeOfFrame("outcome", name(item.name), "", full(item.summary))
        for item in frame.outcomes
        if not item.retired_at
    ]
    priorities = [
        CodeOfFrame("priority", name(item.name), name(item.outcome.name), full(item.detail))
        for item in frame.priorities
        if not item.retired_at
    ]
    themes = [
        CodeOfFrame(
            "theme",
            name(item.name),
            name(item.priority.name) if item.priority else OUTSIDE,
            full(item.definition),
        )
        for item in frame.themes
        if not item.retired_at
    ]
    return [*outcomes, *priorities, *themes]
