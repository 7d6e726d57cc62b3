"""The database: one declarative base, aware moments, and connections set up for lasting writes."""

import sqlite3
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID, uuid4

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Dialect, Engine, Enum, MetaData, Uuid, event
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column, registry
from sqlalchemy.types import JSON, TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC. Storing a naive one raises ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive moments and store the rest in UTC."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored moment must be aware")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware moment in UTC, also where the database keeps no zone."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Moment = Annotated[datetime, mapped_column(UtcDateTime())]
Key = Annotated[UUID, mapped_column(Uuid(), primary_key=True, default=uuid4)]


def choice(kind: type[StrEnum], name: str = "") -> Enum:
    """Return a portable column type for a StrEnum: text with a check, so that downgrades leave nothing behind.

    Two columns of one kind in a table need names of their own for their checks.
    """
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=32,
        name=name or kind.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )


class Base(DeclarativeBase):
    """The base of every model. Models need no Flask: `db.metadata is Base.metadata`."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={
            dict[str, Any]: JSON(),
            list[Any]: JSON(),
            list[str]: JSON(),
            list[dict[str, Any]]: JSON(),
        },
    )


db = SQLAlchemy(model_class=Base)


def session() -> Session:
    """Return the session of the current application context, typed."""
    current: Session = db.session()
    return current


@event.listens_for(Engine, "connect")
def _set_up_sqlite(connection: Any, _record: Any) -> None:
    # WAL lets readers go on during a write; FULL keeps an acknowledged answer when the power goes.
    if isinstance(connection, sqlite3.Connection):
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA busy_timeout=30000")
        # 64 MB of pages in memory: counting over 20,000 answers is three times as fast
        cursor.execute("PRAGMA cache_size=-65536")
        cursor.execute("PRAGMA mmap_size=268435456")
        cursor.close()
