"""Reading accounts and the audit log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import Session, selectinload

from cypp_consult.accounts.models import Role, User
from cypp_consult.accounts.rules import InvitationOverError
from cypp_consult.core.audit import AuditEntry
from cypp_consult.core.clock import end_of_day, start_of_day
from cypp_consult.core.errors import NotFoundError
from cypp_consult.core.roles import Role as RoleName

AUDIT_PAGE = 50


def like(words: str) -> str:
    """Return a pattern for LIKE that holds the words as they are, with backslash as escape."""
    for sign in ("\\", "%", "_"):
        words = words.replace(sign, f"\\{sign}")
    return f"%{words.lower()}%"


def people(words: str = "") -> Select[User]:
    """Return the query of people whose name or e-mail holds the words, by name; page it before use."""
    query = select(User).options(selectinload(User.roles)).order_by(func.lower(User.name), User.id)
    if words:
        query = query.where(
            or_(
                func.lower(User.name).like(like(words), escape="\\"),
                func.lower(User.email).like(like(words), escape="\\"),
            )
        )
    return query


def person(session: Session, person_id: int) -> User:
    """Return one person; NotFoundError if there is none."""
    found = session.get(User, person_id)
    if found is None:
        raise NotFoundError
    return found


def by_email(session: Session, email: str) -> User | None:
    """Return the person with an e-mail address, however it is cased."""
    return session.scalars(select(User).where(func.lower(User.email) == email.strip().lower())).one_or_none()


def invited(session: Session, key: str) -> User:
    """Return the invited person whose invitation has this key; InvitationOverError if it is spent."""
    found = session.scalars(select(User).where(User.fs_uniquifier == key)).one_or_none()
    if found is None or found.password or not found.active:
        raise InvitationOverError
    return found


def administrators_who_can_sign_in(session: Session) -> int:
    """Return how many administrators are switched on and have a password."""
    query = (
        select(func.count(User.id.distinct()))
        .join(User.roles)
        .where(Role.name == RoleName.ADMINISTRATOR.value, User.active.is_(True), User.password.is_not(None))
    )
    return session.scalar(query) or 0


def any_administrator(session: Session) -> bool:
    """Say whether an administrator exists that is switched on, invited ones included."""
    query = select(User.id).join(User.roles).where(Role.name == RoleName.ADMINISTRATOR.value, User.active.is_(True))
    return bool(session.scalar(select(exists(query))))


@dataclass(frozen=True)
class AuditFilter:
    """What the reader of the audit log is looking for; empty fields ask for everything."""

    person: str = ""
    action: str = ""
    object_type: str = ""
    object_id: str = ""
    day: date | None = None


def audit_lines(
    session: Session, wanted: AuditFilter, before: int | None = None
) -> tuple[Sequence[AuditEntry], int | None]:
    """Return at most fifty lines, newest first and older than the line `before`, and where the next page begins."""
    query = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(AUDIT_PAGE + 1)
    for condition in _conditions(wanted):
        query = query.where(condition)
    if before is not None:
        query = query.where(AuditEntry.id < before)
    found = session.scalars(query).all()
    return found[:AUDIT_PAGE], found[AUDIT_PAGE - 1].id if len(found) > AUDIT_PAGE else None


def _conditions(wanted: AuditFilter) -> list[Any]:
    conditions: list[Any] = []
    if wanted.person:
        conditions.append(func.lower(AuditEntry.actor_name).like(like(wanted.person), escape="\\"))
    if wanted.action:
        conditions.append(AuditEntry.action == wanted.action)
    if wanted.object_type:
        conditions.append(AuditEntry.object_type == wanted.object_type)
    if wanted.object_id:
        conditions.append(AuditEntry.object_id == wanted.object_id)
    if wanted.day:
        conditions += [AuditEntry.at >= start_of_day(wanted.day), AuditEntry.at < end_of_day(wanted.day)]
    return conditions


def audit_words(session: Session) -> tuple[list[str], list[str]]:
    """Return the actions and the kinds of object on the log, for the filter's lists; at most 200 each."""
    actions = session.scalars(select(AuditEntry.action).distinct().order_by(AuditEntry.action).limit(200))
    kinds = session.scalars(select(AuditEntry.object_type).distinct().order_by(AuditEntry.object_type).limit(200))
    return list(actions), list(kinds)
