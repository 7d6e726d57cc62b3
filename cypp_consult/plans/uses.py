"""Whether something is used. What points at it is found through the tables; features to the right may say more."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import Column, select
from sqlalchemy.orm import Session

from cypp_consult.core.database import Base

Check = Callable[[Session, UUID], bool]
_checks: list[Check] = []


def add_check(check: Check) -> None:
    """Let a feature say that a plan (by its id) is in use in a way no foreign key shows, such as tiles on a form."""
    if check not in _checks:
        _checks.append(check)


def plan_in_use(session: Session, plan_id: UUID) -> bool:
    """Say whether a feature holds this plan's tree: from then on nothing of it is deleted, only retired."""
    return any(check(session, plan_id) for check in _checks)


def pointed_at(session: Session, model: type[Base], row_id: object) -> bool:
    """Say whether a row of another table holds on to this one. Rows that would go with it do not count."""
    name = model.__tablename__
    columns = (column for table in Base.metadata.tables.values() for column in _holding(table.foreign_keys, name))
    return any(session.scalar(select(column).where(column == row_id).limit(1)) is not None for column in columns)


def _holding(keys: set[Any], target: str) -> list[Column[Any]]:
    """Return the columns that keep a row of the target table from going."""
    return [key.parent for key in keys if key.column.table.name == target and key.ondelete is None]
