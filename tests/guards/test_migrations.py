"""Migrations go up, down and up again, leave nothing behind, and make exactly what the models say."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from cypp_consult.app import PACKAGE, create_app
from cypp_consult.core.database import Base, db

FOLDER = str(PACKAGE / "migrations")
# a row of each table on the way from a plan to an answer, as the first schema had them
ROWS = {
    "plan": "id, slug, title, area, outcome_label, created_at",
    "consultation": "id, slug, plan_id, title, purpose, open_to_influence, already_decided, legal_basis, identity_level,"
    " safeguarding_phone, contact, privacy_full, privacy_version, what_happens_next, created_at",
    "event": "id, consultation_id, slug, name, venue, held_on, safeguarding_name, safeguarding_phone, permission_reason",
    "question": "id, consultation_id, key, name, type, options, position",
    "response": "id, consultation_id, event_id, audience, language, channel, headcount, received_at, digest",
    "answer": "id, response_id, question_id, value, has_text, unsure",
}
VALUES = {
    **dict.fromkeys(("created_at", "received_at"), "2026-01-01 00:00:00+00:00"),
    **dict.fromkeys(("options", "value"), "[]"),
    **dict.fromkeys(("has_text", "unsure"), False),
    **dict.fromkeys(("privacy_version", "position", "headcount"), 1),
    "held_on": "2026-01-01",
    "identity_level": "none",
    "type": "single",
    "audience": "young-people",
    "channel": "web",
}


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


def test_rows_of_an_older_schema_stay_with_everything_that_points_at_them(empty):
    upgrade(directory=FOLDER, revision="0001")
    ids = {table: str(uuid4()) if db.engine.dialect.name == "postgresql" else uuid4().hex for table in ROWS}
    keys = {f"{table}_id": key for table, key in ids.items()}
    with db.engine.begin() as connection:
        for table, columns in ROWS.items():
            names = columns.split(", ")
            row = {name: {**VALUES, **keys, "id": ids[table]}.get(name, "words") for name in names}
            places = ", ".join(f":{name}" for name in names)
            connection.execute(text(f"INSERT INTO {table} ({columns}) VALUES ({places})"), row)  # noqa: S608 - our own names
    upgrade(directory=FOLDER)
    for revision in ("0001", "head"):
        with db.engine.connect() as connection:
            counts = {
                table: connection.scalar(text(f"SELECT count(*) FROM {table}"))  # noqa: S608 - our own names
                for table in ROWS
            }
        db.engine.dispose()
        assert counts == dict.fromkeys(ROWS, 1), f"rows were lost on the way to {revision}"
        (downgrade if revision == "0001" else upgrade)(directory=FOLDER, revision=revision)


def test_the_first_page_works_on_a_migrated_database(empty):
    upgrade(directory=FOLDER)
    with empty.test_client() as client:
        ready = client.get("/readyz")
        assert ready.json == {"status": "ready", "problems": []}
