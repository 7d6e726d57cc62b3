"""Making the bodies that a framework names, and letting them approve what the framework says."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from cypp_consult.consultations import queries
from cypp_consult.consultations.governance.models import Body, Seat
from cypp_consult.consultations.governance.patterns import BodyForm, approvals_of, bodies_of
from cypp_consult.consultations.governance.queries import approvals, by_slugs
from cypp_consult.consultations.governance.services.approvals import set_approvers
from cypp_consult.consultations.governance.services.bodies import add_body
from cypp_consult.consultations.models import Consultation, MilestoneKind
from cypp_consult.core import audit
from cypp_consult.plans.framework import Framework


@dataclass(frozen=True)
class Made:
    """What came of it: how many bodies are new, how many were there, and how many milestones got bodies."""

    added: int
    known: int
    milestones: int


def make_from(
    session: Session,
    framework: Framework,
    wanted: Collection[str],
    at: datetime,
    consultation: Consultation | None = None,
) -> Made:
    """Make the bodies of a framework with these ids, with their places and nobody on them yet.

    One of the same name that is there already is taken as it is. With a consultation, its milestones of approval that
    carry the framework's ids get the bodies that approve them there, beside those they have.
    """
    forms = [form for form in bodies_of(framework) if form.id in wanted]
    there = {row.name.casefold(): row for row in by_slugs(session).values() if row.closed_at is None}
    known = {form.id: there[form.name.casefold()] for form in forms if form.name.casefold() in there}
    made = {form.id: _make(session, form, at) for form in forms if form.id not in known}
    bodies = known | made
    for form in forms:
        if form.id in made and form.reports_to in bodies:
            made[form.id].reports_to_id = bodies[form.reports_to].id
    session.flush()
    count = _approve(session, framework, consultation, bodies) if consultation else 0
    detail = {"framework": framework.id, "added": sorted(made), "known": sorted(known), "milestones": count}
    audit.record(session, "body.make_from", "framework", framework.id, detail, at)
    return Made(len(made), len(known), count)


def _make(session: Session, form: BodyForm, at: datetime) -> Body:
    body = add_body(session, form.name, form.kind, at, about=form.about)
    session.add_all(
        Seat(body_id=body.id, name=seat.name, level=seat.level, office=seat.office, position=position)
        for position, seat in enumerate(form.seats)
    )
    session.flush()
    session.expire(body, ["seats"])
    return body


def _approve(session: Session, framework: Framework, consultation: Consultation, bodies: dict[str, Body]) -> int:
    said = approvals_of(framework)
    rows = [
        row
        for row in queries.milestones(session, consultation.id)
        if row.slug in said and row.kind is MilestoneKind.GOVERNANCE_APPROVAL
    ]
    there = approvals(session, [row.id for row in rows])
    count = 0
    for row in rows:
        has = {approval.body_id for approval in there.get(row.id, ())}
        wanted = has | {bodies[key].id for key in said[row.slug] if key in bodies}
        set_approvers(session, row, wanted)
        count += wanted != has
    return count
