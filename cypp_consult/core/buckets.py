"""Counting tries in the database, so that all processes and hosts count together."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, String, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from cypp_consult.core.database import Base, Moment


class Bucket(Base):
    """The tries of late under one key. The key is a keyed hash: it names nobody. Rows go when their time is over."""

    __tablename__ = "bucket"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    # seconds since 1970, oldest first; never more than are allowed
    tries: Mapped[list[Any]] = mapped_column(default=list)
    expires_at: Mapped[Moment] = mapped_column(index=True)


def take(engine: Engine, key: str, *, most: int, within: timedelta, at: datetime) -> timedelta | None:
    """Count a try and return None where it is allowed, or how long to wait where `most` were made `within` that time.

    A refused try is not counted. Tries at the same moment, from any process, are counted one after the other.
    """
    with engine.begin() as connection:
        _lock(connection, key, at + within)
        stored = connection.scalar(select(Bucket.tries).where(Bucket.key == key)) or []
        recent = [moment for moment in stored if moment > (at - within).timestamp()]
        if len(recent) >= most:
            return timedelta(seconds=recent[-most]) + within - timedelta(seconds=at.timestamp())
        connection.execute(update(Bucket).where(Bucket.key == key).values(tries=[*recent, at.timestamp()]))
    if not recent:
        _sweep(engine, at)
    return None


def wait(engine: Engine, key: str, *, most: int, within: timedelta, at: datetime) -> timedelta | None:
    """Return how long to wait where `most` tries were made `within` that time, else None. Counts nothing."""
    with engine.connect() as connection:
        stored = connection.scalar(select(Bucket.tries).where(Bucket.key == key)) or []
    recent = [moment for moment in stored if moment > (at - within).timestamp()]
    if len(recent) < most:
        return None
    return timedelta(seconds=recent[-most]) + within - timedelta(seconds=at.timestamp())


def forget(engine: Engine, key: str) -> None:
    """Forget the tries under a key."""
    with engine.begin() as connection:
        connection.execute(delete(Bucket).where(Bucket.key == key))


def _lock(connection: Connection, key: str, expires_at: datetime) -> None:
    # writing the row first makes every other try under this key wait until we are done, on both databases
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(Bucket).values(key=key, tries=[], expires_at=expires_at)
    connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_={"expires_at": expires_at}))


def _sweep(engine: Engine, at: datetime) -> None:
    with engine.begin() as connection:
        connection.execute(delete(Bucket).where(Bucket.expires_at < at))
