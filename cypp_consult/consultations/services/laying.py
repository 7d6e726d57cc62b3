"""Templates: laying one out on a consultation, saving a timeline as one, and removing it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from cypp_consult.consultations import queries
from cypp_consult.consultations.models import Consultation, Milestone, MilestoneKind, Stage, TimelineTemplate
from cypp_consult.consultations.rules.moving import Change, Step, broken
from cypp_consult.consultations.rules.patterns import Laid, Pattern, Place, Template, written
from cypp_consult.consultations.services.moving import keep
from cypp_consult.consultations.services.steps import Row, dependency
from cypp_consult.core import audit
from cypp_consult.core.clock import local_day
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.plans.rules import slug_for


@dataclass(frozen=True)
class Kept:
    """What laying out a template did: how many steps are new, moved, and done and so left alone."""

    added: int
    moved: int
    left: int


def keep_layout(
    session: Session,
    consultation: Consultation,
    template: Template,
    laid: Sequence[Laid],
    anchor: date,
    *,
    by_id: int | None,
    at: datetime,
) -> Kept:
    """Put a template's steps on the timeline under its ids. What is there already moves, and what is done stays.

    A consultation with no day of decision gets the anchor. InvalidInputError where a step of the lead's own would
    then come before what it needs.
    """
    steps = {step.id: step for step in queries.steps(session, consultation.id, local_day(at))}
    there = _there(session, consultation, laid)
    changes, left = _changes([item for item in laid if item.pattern.id in there], there, steps)
    if late := list(broken(list(steps.values()), {change.after.id: change.after for change in changes})):
        raise InvalidInputError(late[0])
    if changes:
        reason = f"Laid out again from the template “{template.name}” for {anchor.day} {anchor:%B %Y}"
        keep(session, consultation, changes, reason, by_id=by_id, at=at)
    new = [item for item in laid if item.pattern.id not in there]
    _add(session, consultation, new, there)
    if consultation.decision_on is None and template.anchored:
        consultation.decision_on = anchor
    session.flush()
    detail = {"template": template.id, "anchor": anchor.isoformat(), "added": len(new), "moved": len(changes)}
    audit.record(session, "timeline.lay_out", "consultation", consultation.id, detail, at)
    return Kept(len(new), len(changes), left)


def save_template(
    session: Session, consultation: Consultation, name: str, anchored: Milestone, *, by_id: int | None, at: datetime
) -> TimelineTemplate:
    """Save a timeline as a template with days counted from one of its milestones, and return it."""
    taken = set(session.scalars(select(TimelineTemplate.slug))) | set(queries.template_names())
    slug = slug_for(name, taken, "template")
    content = written(_as_template(session, consultation, slug, name, anchored))
    made = TimelineTemplate(slug=slug, name=name, content=content, by_id=by_id, at=at)
    session.add(made)
    session.flush()
    audit.record(session, "timeline_template.save", "timeline_template", made.id, {"name": name, "slug": slug}, at)
    return made


def remove_template(session: Session, template: TimelineTemplate) -> None:
    """Remove a saved template; timelines that were laid out from it stay."""
    detail = {"name": template.name, "slug": template.slug, "content": template.content}
    audit.record(session, "timeline_template.remove", "timeline_template", template.id, detail)
    session.delete(template)
    session.flush()


def _there(session: Session, consultation: Consultation, laid: Sequence[Laid]) -> dict[str, Row]:
    """Return what is on the timeline already of a template's steps, by id."""
    stages = {row.slug: row for row in queries.stages(session, consultation.id)}
    milestones = {row.slug: row for row in queries.milestones(session, consultation.id)}
    found: dict[str, Row] = {}
    for item in laid:
        row = stages.get(item.pattern.id) if item.starts else milestones.get(item.pattern.id)
        if row:
            found[item.pattern.id] = row
    return found


def _changes(laid: Sequence[Laid], rows: dict[str, Row], steps: dict[UUID, Step]) -> tuple[list[Change], int]:
    """Return what moves of what is there already, and how many of it are done and stay."""
    changes, left = [], 0
    for item in laid:
        before = steps[rows[item.pattern.id].id]
        if before.done:
            left += 1
            continue
        starts = before.starts if before.begun else item.starts
        after = Step(before.id, before.name, item.ends, starts, before.needs, begun=before.begun)
        if (before.starts, before.ends) != (after.starts, after.ends):
            changes.append(Change(before, after))
    return changes, left


def _add(
    session: Session, consultation: Consultation, laid: Sequence[Laid], rows: dict[str, Milestone | Stage]
) -> None:
    made = {item.pattern.id: _made(consultation, item) for item in laid}
    session.add_all(made.values())
    session.flush()
    known = {**rows, **made}
    for item in laid:
        for need in item.pattern.needs:
            needed = known[need]
            row = made[item.pattern.id]
            session.add(dependency(row, needed.id, is_stage=isinstance(needed, Stage)))
    session.flush()


def _made(consultation: Consultation, item: Laid) -> Row:
    """Return a new row; the consultation's lead owns it until somebody else does."""
    pattern = item.pattern
    row: Row = (
        Stage(starts_on=item.starts, ends_on=item.ends)
        if item.starts
        else Milestone(kind=MilestoneKind(pattern.kind), due_on=item.ends)
    )
    row.consultation_id, row.owner_id = consultation.id, consultation.lead_id
    row.slug, row.name, row.delivers, row.notes = pattern.id, pattern.name, pattern.delivers, pattern.notes
    return row


def _as_template(session: Session, consultation: Consultation, slug: str, name: str, anchored: Milestone) -> Template:
    """Return the template of a timeline. A milestone that shares its address with a stage gets another id in it."""
    rows: list[Row] = [*queries.stages(session, consultation.id), *queries.milestones(session, consultation.id)]
    ids: dict[UUID, str] = {}
    for row in rows:
        ids[row.id] = slug_for(row.slug, set(ids.values()), "step")
    needs = queries.needs(session, [consultation.id])
    patterns = [_pattern(row, ids, needs.get(row.id, frozenset()), anchored.due_on) for row in rows]
    return Template(
        id=slug,
        name=name,
        about=f"Saved from “{consultation.title}”.",
        anchor=anchored.name,
        anchored=ids[anchored.id],
        stages=tuple(pattern for pattern in patterns if pattern.starts),
        milestones=tuple(pattern for pattern in patterns if not pattern.starts),
    )


def _pattern(row: Row, ids: dict[UUID, str], needs: frozenset[UUID], anchor: date) -> Pattern:
    def place(day: date) -> Place:
        return Place(days=(day - anchor).days)

    made = Pattern(
        id=ids[row.id],
        name=row.name,
        ends=Place(),
        needs=tuple(sorted(ids[key] for key in needs)),
        delivers=row.delivers,
        notes=row.notes,
    )
    if isinstance(row, Stage):
        return replace(made, starts=place(row.starts_on), ends=place(row.ends_on))
    return replace(made, ends=place(row.due_on), kind=row.kind.value)
