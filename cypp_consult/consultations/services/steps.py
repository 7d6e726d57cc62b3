"""What a step needs first, and what shows that it was delivered."""

from collections.abc import Collection
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from cypp_consult.consultations import queries
from cypp_consult.consultations.governance.models import Approval
from cypp_consult.consultations.models import Dependency, EvidenceFile, Milestone, MilestoneEvidence, Slip, Stage
from cypp_consult.consultations.rules import papers
from cypp_consult.consultations.rules.needs import in_order
from cypp_consult.core import audit
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.plans import uses

Row = Milestone | Stage
_Column = InstrumentedAttribute[UUID | None]


def set_needs(session: Session, row: Row, needed: Collection[UUID], today: date) -> None:
    """Let a step need exactly these steps of its consultation first.

    InvalidInputError for a step of elsewhere, where they would lead in a circle, and for something that ends too late.
    """
    steps = {step.id: step for step in queries.steps(session, row.consultation_id, today)}
    if not steps.keys() >= set(needed):
        raise InvalidInputError("Choose steps of this timeline.")
    graph = {step.id: set(step.needs) for step in steps.values()} | {row.id: set(needed)}
    if in_order(graph) is None:
        raise InvalidInputError("This would lead in a circle: something it needs would wait for it.")
    mine = steps[row.id]
    for other in sorted((steps[key] for key in needed), key=lambda step: step.ends):
        if not (mine.done or mine.begun or other.done) and other.ends > mine.first:
            raise InvalidInputError(f"“{other.name}” is due on {_day(other.ends)}, too late for this.")
    if set(needed) == set(mine.needs):
        return
    session.execute(delete(Dependency).where(_is(Dependency.milestone_id, Dependency.stage_id, row)))
    session.add_all(dependency(row, key, is_stage=steps[key].starts is not None) for key in needed)
    session.flush()
    detail = {"consultation": str(row.consultation_id), "needs": sorted(steps[key].name for key in needed)}
    audit.record(session, f"{row.__tablename__}.needs", row.__tablename__, row.id, detail)


def dependency(row: Row, needs: UUID, *, is_stage: bool) -> Dependency:
    """Return the row that says that a step needs another one."""
    made = Dependency(needs_stage_id=needs) if is_stage else Dependency(needs_milestone_id=needs)
    if isinstance(row, Stage):
        made.stage_id = row.id
    else:
        made.milestone_id = row.id
    return made


def forget(session: Session, row: Row) -> None:
    """Remove what only belongs to a step: what it needs, what needs it, its slippage and its evidence."""
    session.execute(
        delete(Dependency).where(
            or_(
                _is(Dependency.milestone_id, Dependency.stage_id, row),
                _is(Dependency.needs_milestone_id, Dependency.needs_stage_id, row),
            )
        )
    )
    session.execute(delete(Slip).where(_is(Slip.milestone_id, Slip.stage_id, row)))
    session.execute(delete(MilestoneEvidence).where(MilestoneEvidence.milestone_id == row.id))
    for approval in session.scalars(select(Approval).where(Approval.milestone_id == row.id)):
        # one that members have voted on stays, and holds its milestone
        if not uses.pointed_at(session, Approval, approval.id):
            session.delete(approval)
    session.flush()


def add_evidence(
    session: Session,
    milestone: Milestone,
    title: str,
    *,
    link: str = "",
    note: str = "",
    file: tuple[str, bytes] | None = None,
    by_id: int | None,
    at: datetime,
) -> MilestoneEvidence:
    """Attach a link, a file (its name and content) or a note to a milestone.

    InvalidInputError for a link that is none and a file that we do not take.
    """
    if link and not link.startswith(("https://", "http://")):
        raise InvalidInputError("Enter a whole link that begins with https://")
    made = MilestoneEvidence(milestone_id=milestone.id, title=title, link=link, note=note, by_id=by_id, at=at)
    made.file = _paper(*file) if file else None
    session.add(made)
    session.flush()
    audit.record(session, "evidence.add", "milestone", milestone.id, _told(made), at)
    return made


def remove_evidence(session: Session, milestone: Milestone, evidence_id: UUID) -> None:
    """Take a link, a file or a note off a milestone; the audit log keeps what it was."""
    found = session.get(MilestoneEvidence, evidence_id)
    if found is None or found.milestone_id != milestone.id:
        raise InvalidInputError("This is no longer attached.")
    detail = _told(found)
    session.delete(found)
    session.flush()
    audit.record(session, "evidence.remove", "milestone", milestone.id, detail)


def _paper(name: str, content: bytes) -> EvidenceFile:
    kind = papers.media_type(name, content)
    digest = sha256(content).hexdigest()
    return EvidenceFile(name=name[-200:], media_type=kind, digest=digest, size=len(content), content=content)


def _told(evidence: MilestoneEvidence) -> dict[str, str]:
    told = {"title": evidence.title, "link": evidence.link}
    return told | ({"file": evidence.file.name, "sha256": evidence.file.digest} if evidence.file else {})


def _is(milestone: _Column, stage: _Column, row: Row) -> ColumnElement[bool]:
    return (stage if isinstance(row, Stage) else milestone) == row.id


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
