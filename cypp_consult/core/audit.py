"""The audit log: who did what to which object, when. Rows are only ever added."""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from cypp_consult.core import clock
from cypp_consult.core.database import Base, Moment


@dataclass(frozen=True)
class Actor:
    """Who acts: an account, or a process such as the command line; never a respondent's identity."""

    id: int | None
    name: str


SYSTEM = Actor(None, "system")
RESPONDENT = Actor(None, "respondent")
_actor: ContextVar[Actor] = ContextVar("actor", default=SYSTEM)


def act_as(actor: Actor) -> None:
    """Let the given actor be the one that the following audit lines of this context name."""
    _actor.set(actor)


def actor() -> Actor:
    """Return who acts in this context."""
    return _actor.get()


class AuditEntry(Base):
    """One line of the audit log."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index(None, "object_type", "object_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[Moment] = mapped_column(index=True)
    actor_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(String(200))
    action: Mapped[str] = mapped_column(String(80), index=True)
    object_type: Mapped[str] = mapped_column(String(80))
    object_id: Mapped[str] = mapped_column(String(80))
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)


def record(
    session: Session,
    action: str,
    object_type: str,
    object_id: object,
    detail: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> AuditEntry:
    """Add a line in the caller's transaction and return it. `detail` holds JSON values, never a respondent's words."""
    who = actor()
    entry = AuditEntry(
        at=at or clock.now(),
        actor_id=who.id,
        actor_name=who.name,
        action=action,
        object_type=object_type,
        object_id=str(object_id),
        detail=dict(detail or {}),
    )
    session.add(entry)
    return entry


def history(session: Session, object_type: str, object_id: object, limit: int = 50) -> list[AuditEntry]:
    """Return the newest lines about one object, newest first, at most `limit`."""
    query = (
        select(AuditEntry)
        .where(AuditEntry.object_type == object_type, AuditEntry.object_id == str(object_id))
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    return list(session.scalars(query))
