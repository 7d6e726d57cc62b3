"""Milestones and the packs frozen for them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cypp_consult.consultations.models import Milestone
from cypp_consult.core.audit import AuditEntry
from cypp_consult.summaries.models import EvidencePack


def milestone_of(session: Session, consultation_id: UUID, slug: str) -> Milestone | None:
    """Return a milestone of a consultation by its address, or None."""
    return session.scalar(select(Milestone).where(Milestone.consultation_id == consultation_id, Milestone.slug == slug))


def milestones(session: Session, consultation_id: UUID) -> Sequence[Milestone]:
    """Return the milestones of a consultation, the earliest first."""
    query = select(Milestone).where(Milestone.consultation_id == consultation_id)
    return session.scalars(query.order_by(Milestone.due_on, Milestone.name)).all()


def packs(session: Session, milestone_ids: Iterable[UUID]) -> dict[UUID, list[EvidencePack]]:
    """Return the frozen packs of each milestone, the newest first."""
    query = (
        select(EvidencePack)
        .where(EvidencePack.milestone_id.in_(list(milestone_ids)))
        .order_by(EvidencePack.version.desc())
    )
    found: dict[UUID, list[EvidencePack]] = defaultdict(list)
    for pack in session.scalars(query):
        found[pack.milestone_id].append(pack)
    return found


def newest(session: Session, milestone_ids: Iterable[UUID]) -> dict[UUID, list[EvidencePack]]:
    """Return the newest pack of each milestone alone, in the form of `packs`; those without one are left out."""
    last = (
        select(EvidencePack.milestone_id, func.max(EvidencePack.version).label("version"))
        .where(EvidencePack.milestone_id.in_(list(milestone_ids)))
        .group_by(EvidencePack.milestone_id)
        .subquery()
    )
    query = select(EvidencePack).join(
        last, (EvidencePack.milestone_id == last.c.milestone_id) & (EvidencePack.version == last.c.version)
    )
    return {pack.milestone_id: [pack] for pack in session.scalars(query)}


def pack_of(session: Session, milestone_id: UUID, version: int) -> EvidencePack | None:
    """Return one frozen pack, or None."""
    return session.scalar(
        select(EvidencePack).where(EvidencePack.milestone_id == milestone_id, EvidencePack.version == version)
    )


def newest_version(session: Session, milestone_id: UUID) -> int:
    """Return the version of the newest pack; 0 while there is none."""
    query = select(func.max(EvidencePack.version)).where(EvidencePack.milestone_id == milestone_id)
    return session.scalar(query) or 0


def frozen_digests(session: Session, pack_ids: Iterable[UUID]) -> dict[str, str]:
    """Return the digests that the audit log noted when packs were frozen, by the pack's id in words."""
    query = select(AuditEntry).where(
        AuditEntry.object_type == "evidence_pack",
        AuditEntry.action == "pack.frozen",
        AuditEntry.object_id.in_([str(key) for key in pack_ids]),
    )
    return {row.object_id: str(row.detail.get("digest", "")) for row in session.scalars(query)}
