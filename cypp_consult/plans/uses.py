"""Whether something is used. What points at it is found through the tables; features to the right may say more."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import select
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


def pointed_at(session: Session, model: type[Base], row_id: object, *, even_if_it_would_go: bool = False) -> bool:
    """Say whether a row of another table holds on to this one.

    Rows that the database would delete with it count only on request.
    """
    name = model.__tablename__
    columns = [
        key.parent
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == name and (even_if_it_would_go or key.ondelete is None)
    ]
    return any(session.scalar(select(column).where(column == row_id).limit(1)) is not None for column in columns)
