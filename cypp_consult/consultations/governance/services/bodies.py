"""Boards and groups: adding, changing, closing and opening again."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from cypp_consult.consultations.governance.models import ApprovalRule, Body, BodyKind
from cypp_consult.consultations.governance.rules import MOST_PAPERS_DAYS, would_circle
from cypp_consult.core import audit
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.plans.rules import slug_for

FIELDS = frozenset(
    {"name", "kind", "about", "reports_to_id", "secretary_id", "division", "papers_days", "approval_rule", "quorum"}
)


def add_body(session: Session, name: str, kind: BodyKind, at: datetime, **facts: Any) -> Body:
    """Add a board or group and return it; InvalidInputError for settings that cannot be."""
    slug = slug_for(name, set(session.scalars(select(Body.slug))), "body")
    made = Body(slug=slug, created_at=at)
    _set(session, made, {"name": name, "kind": kind, "approval_rule": ApprovalRule.MAJORITY, **facts})
    session.add(made)
    session.flush()
    record(session, "body.add", made, at=at)
    return made


def change_body(session: Session, body: Body, **facts: Any) -> None:
    """Change facts of a body; its address stays. InvalidInputError for settings that cannot be."""
    before = _told(body)
    _set(session, body, facts)
    session.flush()
    record(session, "body.change", body, before=before)


def close_body(session: Session, body: Body, at: datetime) -> None:
    """Close a body that is no more: it is offered nowhere, and its record stays."""
    if body.closed_at is None:
        body.closed_at = at
        session.flush()
        record(session, "body.close", body, at=at)


def open_body(session: Session, body: Body) -> None:
    """Take back that a body is closed."""
    if body.closed_at is not None:
        body.closed_at = None
        session.flush()
        record(session, "body.open", body)


def record(session: Session, action: str, body: Body, at: datetime | None = None, **more: Any) -> None:
    """Write the audit line of something done to a body."""
    audit.record(session, action, "body", body.id, {"name": body.name, **_told(body), **more}, at)


def _set(session: Session, body: Body, facts: dict[str, Any]) -> None:
    if unknown := set(facts) - FIELDS:
        raise InvalidInputError(f"This cannot be changed here: {', '.join(sorted(unknown))}.")
    new = {name: getattr(body, name) for name in FIELDS} | facts
    if new["papers_days"] is not None and not 0 <= new["papers_days"] <= MOST_PAPERS_DAYS:
        raise InvalidInputError(f"Enter a number of working days from 0 to {MOST_PAPERS_DAYS}.")
    if new["approval_rule"] is ApprovalRule.QUORUM and (new["quorum"] or 0) < 1:
        raise InvalidInputError("Say how many full members must have voted.")
    if body.id and new["reports_to_id"] and _circles(session, body.id, new["reports_to_id"]):
        raise InvalidInputError("It would report to itself, over others. Choose another one.")
    if new["approval_rule"] is not ApprovalRule.QUORUM:
        facts = {**facts, "quorum": None}
    for name, value in facts.items():
        setattr(body, name, value)


def _circles(session: Session, body_id: UUID, above_id: UUID) -> bool:
    rows = session.execute(select(Body.id, Body.reports_to_id))
    above: dict[object, object] = {row.id: row.reports_to_id for row in rows}
    return would_circle(above, body_id, above_id)


def _told(body: Body) -> dict[str, Any]:
    return {
        "kind": body.kind.value,
        "rule": body.approval_rule.value,
        "quorum": body.quorum,
        "papers_days": body.papers_days,
        "secretary": body.secretary_id,
        "reports_to": str(body.reports_to_id) if body.reports_to_id else None,
    }
