"""Reading a timeline as steps: what needs what, what was moved, and what may stand."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from cypp_consult.consultations.models import (
    Consultation,
    Dependency,
    EvidenceFile,
    Milestone,
    MilestoneEvidence,
    Slip,
    Stage,
)
from cypp_consult.consultations.rules.moving import Step
from cypp_consult.core.errors import NotFoundError


@dataclass(frozen=True)
class Slipped:
    """How far a step is from its first day: that day, and the reason it last moved."""

    first_day: date
    days: int
    reason: str

    @property
    def words(self) -> str:
        """Return it in words, such as "moved 3 weeks later"."""
        count = abs(self.days)
        weeks, rest = divmod(count, 7)
        unit, number = ("day", count) if rest or not weeks else ("week", weeks)
        return f"moved {number} {unit}{'s' * (number != 1)} {'later' if self.days > 0 else 'earlier'}"


def needs(session: Session, consultation_ids: Sequence[UUID]) -> Mapping[UUID, frozenset[UUID]]:
    """Return the ids of what each step needs first, by the step's id; steps that need nothing are left out."""
    milestones = select(Milestone.id).where(Milestone.consultation_id.in_(consultation_ids))
    stages = select(Stage.id).where(Stage.consultation_id.in_(consultation_ids))
    query = select(Dependency).where(or_(Dependency.milestone_id.in_(milestones), Dependency.stage_id.in_(stages)))
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for row in session.scalars(query):
        if row.step and row.needs:
            found[row.step].add(row.needs)
    return {key: frozenset(values) for key, values in found.items()}


def steps(session: Session, consultation_id: UUID, today: date) -> list[Step]:
    """Return a consultation's stages and milestones as `rules.moving` sees them on a London day."""
    wanted = needs(session, [consultation_id])
    nothing: frozenset[UUID] = frozenset()
    milestones = session.scalars(select(Milestone).where(Milestone.consultation_id == consultation_id))
    found = [
        Step(row.id, row.name, row.due_on, needs=wanted.get(row.id, nothing), done=row.done_at is not None)
        for row in milestones
    ]
    stages = session.scalars(select(Stage).where(Stage.consultation_id == consultation_id))
    found += [
        Step(
            row.id,
            row.name,
            row.ends_on,
            starts=row.starts_on,
            needs=wanted.get(row.id, nothing),
            done=row.ends_on < today,
            begun=row.starts_on <= today,
        )
        for row in stages
    ]
    return sorted(found, key=lambda step: (step.first, step.ends, step.name))


def slips(session: Session, consultation_id: UUID) -> Sequence[Slip]:
    """Return every move of a day, oldest first, with who moved it."""
    query = select(Slip).where(Slip.consultation_id == consultation_id).options(selectinload(Slip.by))
    return session.scalars(query.order_by(Slip.at, Slip.id)).all()


def slipped(moves: Sequence[Slip]) -> dict[UUID, Slipped]:
    """Return how far each step is from its first day, by its id; steps that are back on it are left out."""
    first: dict[UUID, date] = {}
    last: dict[UUID, Slip] = {}
    for row in moves:
        key = row.milestone_id or row.stage_id
        if key:
            first.setdefault(key, row.from_day)
            last[key] = row
    return {
        key: Slipped(first[key], (row.to_day - first[key]).days, row.reason)
        for key, row in last.items()
        if row.to_day != first[key]
    }


def evidence_file(session: Session, consultation: Consultation, evidence_id: UUID) -> EvidenceFile:
    """Return the file of a piece of evidence of this consultation; NotFoundError if there is none."""
    query = (
        select(EvidenceFile)
        .join(MilestoneEvidence, MilestoneEvidence.id == EvidenceFile.evidence_id)
        .join(Milestone, Milestone.id == MilestoneEvidence.milestone_id)
        .where(MilestoneEvidence.id == evidence_id, Milestone.consultation_id == consultation.id)
    )
    found = session.scalar(query)
    if found is None:
        raise NotFoundError
    return found


def evidence(session: Session, consultation_id: UUID) -> dict[UUID, list[MilestoneEvidence]]:
    """Return what shows that milestones were delivered, by the milestone's id, oldest first."""
    query = (
        select(MilestoneEvidence)
        .join(Milestone, Milestone.id == MilestoneEvidence.milestone_id)
        .where(Milestone.consultation_id == consultation_id)
        .options(selectinload(MilestoneEvidence.by))
        .order_by(MilestoneEvidence.at)
    )
    found: dict[UUID, list[MilestoneEvidence]] = defaultdict(list)
    for row in session.scalars(query):
        found[row.milestone_id].append(row)
    return dict(found)
