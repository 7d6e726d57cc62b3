"""The timeline as its page shows it: rows of the table, and the picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cypp_consult.consultations.models import Consultation, Milestone, MilestoneKind, Stage
from cypp_consult.consultations.rules import Due, DueState, days_open, drawing, due_state
from cypp_consult.consultations.rules.drawing import Drawing, Lane, Mark, Phase, Point, Span
from cypp_consult.consultations.timeline_forms import KINDS

LANES = {
    MilestoneKind.DRAFTING: Lane.DRAFTING,
    MilestoneKind.BUDGET_COMMISSIONING: Lane.DRAFTING,
    MilestoneKind.GOVERNANCE_APPROVAL: Lane.DECIDING,
    MilestoneKind.REVIEW: Lane.ANSWERING,
    MilestoneKind.PUBLICATION: Lane.ANSWERING,
    MilestoneKind.FEEDBACK_DUE: Lane.ANSWERING,
}
MARKS = {Due.DONE: Mark.DONE, Due.LATE: Mark.LATE, Due.SOON: Mark.DUE, Due.TO_COME: Mark.DUE}


@dataclass(frozen=True)
class Row:
    """One line of the table: a milestone, a stage, or the consultation itself."""

    day: date
    until: date | None
    name: str
    kind: str
    owner: str
    state: DueState
    phase: Phase | None
    milestone: Milestone | None = None
    stage: Stage | None = None


def rows_of(
    consultation: Consultation, stages: Sequence[Stage], milestones: Sequence[Milestone], today: date
) -> list[Row]:
    """Return everything on the timeline, first day first."""
    rows = [_milestone(row, today) for row in milestones]
    rows += [_span(row.name, row.starts_on, row.ends_on, today, row) for row in stages]
    if consultation.opens_on and consultation.closes_on:
        rows.append(_span(consultation.title, consultation.opens_on, consultation.closes_on, today, None))
    return sorted(rows, key=lambda row: (row.day, row.name))


def picture(
    consultation: Consultation, stages: Sequence[Stage], milestones: Sequence[Milestone], today: date
) -> Drawing | None:
    """Return the picture, or None while nothing has a day."""
    spans = [Span(_words(row.name, row.starts_on, row.ends_on), row.starts_on, row.ends_on) for row in stages]
    if consultation.opens_on and consultation.closes_on and consultation.closes_on >= consultation.opens_on:
        opens, closes = consultation.opens_on, consultation.closes_on
        words = f"{_words(consultation.title, opens, closes)}, {days_open(opens, closes)} days"
        spans.append(Span(words, opens, closes))
    return drawing.draw(spans, [_point(row, today) for row in milestones], today)


def _milestone(row: Milestone, today: date) -> Row:
    return Row(
        day=row.due_on,
        until=None,
        name=row.name,
        kind=KINDS[row.kind],
        owner=row.owner.name if row.owner else "",
        state=due_state(row.due_on, today, done=row.done_at is not None),
        phase=None,
        milestone=row,
    )


def _span(name: str, starts: date, ends: date, today: date, stage: Stage | None) -> Row:
    if ends < today:
        state, phase = DueState(Due.DONE, "Over"), Phase.DONE
    elif starts > today:
        left = (starts - today).days
        state, phase = DueState(Due.TO_COME, f"Starts in {left} day{'s' * (left != 1)}"), Phase.PLANNED
    else:
        left = (ends - today).days
        state, phase = (
            DueState(Due.SOON, f"{left} day{'s' * (left != 1)} left" if left else "Last day today"),
            Phase.OPEN,
        )
    kind = "Stage" if stage else "Consultation"
    return Row(starts, ends, name, kind, "", state, phase, stage=stage)


def _point(row: Milestone, today: date) -> Point:
    state = due_state(row.due_on, today, done=row.done_at is not None)
    words = f"{_short(row.due_on)}, {_cut(row.name)}"
    if state.kind is Due.LATE:
        words += f": {state.words[0].lower()}{state.words[1:]}"
    return Point(words, row.due_on, LANES[row.kind], MARKS[state.kind])


def _words(name: str, starts: date, ends: date) -> str:
    cut = _cut(name)
    return f"{cut}{'' if cut[-1:] in '?!.' else ','} {_short(starts)} to {_short(ends)}"


def _cut(name: str) -> str:
    """Return a name short enough for the picture; the table has it in full."""
    return name if len(name) <= 42 else name[:40].rstrip() + "…"  # noqa: PLR2004 - what fits beside a mark


def _short(day: date) -> str:
    return f"{day.day} {day:%b}"
