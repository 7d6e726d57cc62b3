"""Migrations go up, down and up again, leave nothing behind, and make exactly what the models say."""

import re
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from cypp_consult.app import PACKAGE, create_app
from cypp_consult.core.database import Base, db

FOLDER = str(PACKAGE / "migrations")


@pytest.fixture
def empty(app, database_url, tmp_path):
    """An application on an empty database of the kind the tests run on."""
    url = database_url
    admin = None
    if not url.startswith("sqlite"):
        # a database of its own beside the one other tests use
        name = f"migrations_{tmp_path.name.replace('-', '_').lower()}"[:60]
        with app.app_context():
            admin = db.engine.execution_options(isolation_level="AUTOCOMMIT")
            with admin.connect() as connection:
                connection.execute(text(f'DROP DATABASE IF EXISTS "{name}"'))
                connection.execute(text(f'CREATE DATABASE "{name}"'))
        base, _, query = url.partition("?")
        url = base.rpartition("/")[0] + f"/{name}" + (f"?{query}" if query else "")
    else:
        url = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    made = create_app({"INSTANCE_PATH": str(tmp_path), "DATABASE_URL": url, "LOG_FORMAT": "plain"}, testing=True)
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()
    if admin is not None:
        with admin.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}"'))


def tables() -> set[str]:
    found = set(inspect(db.engine).get_table_names()) - {"alembic_version"}
    db.engine.dispose()
    return found


def drift() -> list[str]:
    """What a new migration would change, in words."""
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        return [repr(change) for change in compare_metadata(context, Base.metadata)]


def test_there_is_one_newest_migration():
    heads = ScriptDirectory(FOLDER).get_heads()
    assert len(heads) == 1, f"two people added a migration: put one behind the other: {heads}"


def test_migrations_are_numbered_in_order():
    names = sorted(path.name for path in (Path(FOLDER) / "versions").glob("*.py"))
    assert [int(re.match(r"(\d{4})_", name).group(1)) for name in names] == list(range(1, len(names) + 1))


def test_up_down_and_up_again_makes_what_the_models_say(empty):
    upgrade(directory=FOLDER)
    assert tables() == set(Base.metadata.tables)
    assert drift() == [], "make a migration: flask --app wsgi db migrate --rev-id NNNN"
    downgrade(directory=FOLDER, revision="base")
    assert tables() == set()
    upgrade(directory=FOLDER)
    assert tables() == set(Base.metadata.tables)


def test_the_first_page_works_on_a_migrated_database(empty):
    upgrade(directory=FOLDER)
    with empty.test_client() as client:
        ready = client.get("/readyz")
        assert ready.json == {"status": "ready", "problems": []}
