"""Alembic's environment: our engine, our metadata."""

from typing import Any, Literal

from alembic import context
from flask_security.datastore import AsaList

from cypp_consult.core.database import Base, UtcDateTime, db


def plain_types(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write our own column types as the plain ones they stand on, so that a migration needs no code of ours."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, AsaList):
        return "sa.UnicodeText()"
    return False


if context.is_offline_mode():
    context.configure(url=db.engine.url, target_metadata=Base.metadata, literal_binds=True, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
else:
    with db.engine.connect() as connection:
        # SQLite changes a table by copying it; with foreign keys on, dropping the old copy would take every row with it
        # that points there
        is_sqlite = connection.dialect.name == "sqlite"
        if is_sqlite:
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.commit()
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            render_item=plain_types,
        )
        with context.begin_transaction():
            context.run_migrations()
        if is_sqlite:
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")
            if broken:
                raise RuntimeError(f"after the migration rows point at nothing: {broken[:5]}")
