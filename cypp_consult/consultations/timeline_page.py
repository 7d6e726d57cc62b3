"""The timeline as its pages show it: rows of the table, and the picture."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from cypp_consult.consultations import queries
from cypp_consult.consultations.governance import queries as governance
from cypp_consult.consultations.governance.models import Approval, Meeting
from cypp_consult.consultations.governance.queries import Dated
from cypp_consult.consultations.models import Consultation, Milestone, MilestoneEvidence, MilestoneKind, Slip, Stage
from cypp_consult.consultations.queries import Slipped
from cypp_consult.consultations.rules import Due, DueState, days_open, drawing, due_state
from cypp_consult.consultations.rules.days import Period, WorkCalendar
from cypp_consult.consultations.rules.drawing import Drawing, Lane, Mark, Phase, Point, Span
from cypp_consult.consultations.rules.moving import Step
from cypp_consult.consultations.timeline_forms import KINDS

LANES = {
    MilestoneKind.DRAFTING: Lane.DRAFTING,
    MilestoneKind.BUDGET_COMMISSIONING: Lane.DRAFTING,
    MilestoneKind.GOVERNANCE_APPROVAL: Lane.DECIDING,
    MilestoneKind.REVIEW: Lane.ANSWERING,
    MilestoneKind.PUBLICATION: Lane.ANSWERING,
    MilestoneKind.FEEDBACK_DUE: Lane.ANSWERING,
}
A_MONTH = timedelta(days=31)
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
    needs: Sequence[str] = ()
    slipped: Slipped | None = None
    # why nobody works on its day, and the next day on which people do
    closed: str | None = None
    instead: date | None = None
    evidence: Sequence[MilestoneEvidence] = ()
    # the bodies that sign a milestone off; the meeting that a row is about
    approvals: Sequence[Approval] = ()
    meeting: Meeting | None = None


@dataclass(frozen=True)
class Timeline:
    """Everything a page of one timeline shows on a London day."""

    consultation: Consultation
    today: date
    stages: Sequence[Stage]
    milestones: Sequence[Milestone]
    calendar: WorkCalendar = field(default_factory=WorkCalendar)
    steps: Sequence[Step] = ()
    moves: Sequence[Slip] = ()
    evidence: dict[UUID, list[MilestoneEvidence]] = field(default_factory=dict)
    school: Sequence[Period] = ()
    approvals: dict[UUID, list[Approval]] = field(default_factory=dict)
    meetings: Sequence[Dated] = ()

    def rows(self) -> list[Row]:
        """Return everything on the timeline, first day first."""
        slipped = queries.slipped(self.moves)
        rows = [self._milestone(row, slipped.get(row.id)) for row in self.milestones]
        rows += [self._stage(row, slipped.get(row.id)) for row in self.stages]
        rows += [row for item in self.meetings for row in _meeting(item)]
        asked = _asked(self.consultation)
        if asked:
            rows.append(_span(Span(self.consultation.title, *asked), self.today, "Consultation"))
        return sorted(rows, key=lambda row: (row.day, row.name))

    def picture(self) -> Drawing | None:
        """Return the picture, or None while nothing has a day."""
        spans = [Span(_words(row.name, row.starts_on, row.ends_on), row.starts_on, row.ends_on) for row in self.stages]
        if asked := _asked(self.consultation):
            words = f"{_words(self.consultation.title, *asked)}, {days_open(*asked)} days"
            spans.append(Span(words, *asked))
        slipped = queries.slipped(self.moves)
        points = [self._point(row, slipped.get(row.id)) for row in self.milestones]
        points += [
            Point(
                f"{_short(item.meeting.held_on)}, {_cut(item.body.name)} meets",
                item.meeting.held_on,
                Lane.DECIDING,
                MARKS[item.state.kind],
            )
            for item in self.meetings
            if item.meeting.held_on >= self.today
        ]
        return drawing.draw(spans, points, self.today, self.school)

    def state(self, row: Milestone) -> DueState:
        """Return how a milestone stands, seen from its day, its progress and what it waits for."""
        late = [step.name for step in self._needed(row.id) if not step.done and step.ends < self.today]
        return due_state(row.due_on, self.today, done=row.done_at is not None, progress=row.progress, waits_for=late)

    def beyond(self) -> str | None:
        """Return a sentence if bank holidays are not known for all of its days."""
        return self.calendar.beyond(day for step in self.steps if not step.done for day in (step.first, step.ends))

    def _needed(self, key: UUID) -> list[Step]:
        known = {step.id: step for step in self.steps}
        found = known[key].needs if key in known else frozenset()
        return sorted((known[need] for need in found if need in known), key=lambda step: step.ends)

    def _milestone(self, row: Milestone, slipped: Slipped | None) -> Row:
        closed = None if row.done_at or row.due_on < self.today else self.calendar.why_not(row.due_on)
        return Row(
            day=row.due_on,
            until=None,
            name=row.name,
            kind=KINDS[row.kind],
            owner=row.owner.name if row.owner else "",
            state=self.state(row),
            phase=None,
            milestone=row,
            needs=[step.name for step in self._needed(row.id)],
            slipped=slipped,
            closed=closed,
            instead=self.calendar.next_working(row.due_on) if closed else None,
            evidence=self.evidence.get(row.id, ()),
            approvals=self.approvals.get(row.id, ()),
        )

    def _stage(self, row: Stage, slipped: Slipped | None) -> Row:
        names = [step.name for step in self._needed(row.id)]
        return _span(Span(row.name, row.starts_on, row.ends_on), self.today, "Stage", row, names, slipped)

    def _point(self, row: Milestone, slipped: Slipped | None) -> Point:
        state = self.state(row)
        words = f"{_short(row.due_on)}, {_cut(row.name)}"
        if state.kind is Due.LATE:
            words += f": {state.words[0].lower()}{state.words[1:]}"
        elif slipped:
            words += f": {slipped.words}"
        return Point(words, row.due_on, LANES[row.kind], MARKS[state.kind], slipped.first_day if slipped else None)


def timeline_of(session: Session, consultation: Consultation, today: date) -> Timeline:
    """Return a consultation's timeline on a London day, in a bounded number of statements."""
    milestones = queries.milestones(session, consultation.id)
    last = max((row.due_on for row in milestones), default=today) + A_MONTH
    return Timeline(
        consultation,
        today,
        queries.stages(session, consultation.id),
        milestones,
        calendar=queries.work_calendar(session, consultation.division),
        steps=queries.steps(session, consultation.id, today),
        moves=queries.slips(session, consultation.id),
        evidence=queries.evidence(session, consultation.id),
        school=queries.matters(session, consultation, today).school,
        approvals=governance.approvals(session, [row.id for row in milestones]),
        meetings=governance.of_consultation(session, consultation, today, last),
    )


def _asked(consultation: Consultation) -> tuple[date, date] | None:
    """Return the days between which a consultation is open, where both are set and in order."""
    opens, closes = consultation.opens_on, consultation.closes_on
    return (opens, closes) if opens and closes and opens <= closes else None


def _span(
    span: Span,
    today: date,
    kind: str,
    stage: Stage | None = None,
    needs: Sequence[str] = (),
    slipped: Slipped | None = None,
) -> Row:
    if span.ends < today:
        state, phase = DueState(Due.DONE, "Over"), Phase.DONE
    elif span.starts > today:
        left = (span.starts - today).days
        state, phase = DueState(Due.TO_COME, f"Starts in {left} day{'s' * (left != 1)}"), Phase.PLANNED
    else:
        left = (span.ends - today).days
        words = f"{left} day{'s' * (left != 1)} left" if left else "Last day today"
        state, phase = DueState(Due.SOON, words), Phase.OPEN
    owner = stage.owner.name if stage and stage.owner else ""
    return Row(span.starts, span.ends, span.name, kind, owner, state, phase, stage=stage, needs=needs, slipped=slipped)


def _meeting(item: Dated) -> list[Row]:
    """Return a meeting, and the day its papers are due while they are not out."""
    meeting, body = item.meeting, item.body
    rows = [Row(meeting.held_on, None, f"{body.name} meets", "Meeting", "", item.state, None, meeting=meeting)]
    if item.papers.state.kind is not Due.DONE:
        owner = body.secretary.name if body.secretary else ""
        name = f"Papers due: {body.name}"
        rows.append(Row(item.papers.due_on, None, name, "Papers", owner, item.papers.state, None, meeting=meeting))
    return rows


def _words(name: str, starts: date, ends: date) -> str:
    cut = _cut(name)
    return f"{cut}{'' if cut[-1:] in '?!.' else ','} {_short(starts)} to {_short(ends)}"


def _cut(name: str) -> str:
    """Return a name short enough for the picture; the table has it in full."""
    return name if len(name) <= 42 else name[:40].rstrip() + "…"  # noqa: PLR2004 - what fits beside a mark


def _short(day: date) -> str:
    return f"{day.day} {day:%b}"
