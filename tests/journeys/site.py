"""An installation for journeys: empty, served by its own command, with commands of its own."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from textwrap import indent
from uuid import uuid4

import sqlalchemy

ROOT = Path(__file__).parents[2]
COMMAND = Path(sys.executable).parent / "cypp-consult"
PASSWORD = "a long password for tests"
MAKE_PEOPLE = """
import json, sys
from uuid import uuid4
from flask_security import hash_password
from cypp_consult.accounts.models import Role, User
from cypp_consult.core.database import db
for name, email, role in json.loads(sys.argv[1]):
    row = db.session.query(Role).filter_by(name=role).one()
    known = {"active": True, "fs_uniquifier": uuid4().hex, "password": hash_password(sys.argv[2])}
    db.session.add(User(name=name, email=email, roles=[row], **known))
db.session.commit()
"""


@dataclass(frozen=True)
class Site:
    """A served installation: where it answers, and how to run its commands."""

    url: str
    instance: Path
    environment: dict[str, str]

    def command(self, *words: str, given: str = "", status: int = 0) -> str:
        """Run `cypp-consult …` on this installation and return what it printed; `status` is how it must end."""
        done = subprocess.run(
            [COMMAND, *words],
            cwd=self.instance,
            env=self.environment,
            input=given,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == status, f"{words}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def python(self, code: str, *words: str) -> None:
        """Run Python inside the application's context, for what is not this journey's to do; `words` are its sys.argv."""
        inside = f"from cypp_consult.app import create_app\nwith create_app().app_context():\n{indent(code, '    ')}"
        subprocess.run([sys.executable, "-c", inside, *words], env=self.environment, cwd=ROOT, check=True, timeout=120)

    def people(self, *persons: tuple[str, str, str]) -> None:
        """Make people as (name, e-mail, role), all with the same password."""
        self.python(MAKE_PEOPLE, json.dumps(persons), PASSWORD)


def installed(folder: Path, database_url: str, **settings: str) -> Site:
    """Set up an empty installation in a folder and return it, not served yet, with a free port in its address.

    `settings` are named as in `settings.py`, without the prefix.
    """
    chosen = {
        "INSTANCE_PATH": str(folder),
        "BASE_URL": f"http://127.0.0.1:{_free_port()}",
        "ORGANISATION": "Ashdale Children's Partnership",
        "DATABASE_URL": database_url,
        **settings,
    }
    folder.mkdir(exist_ok=True)
    environment = {**_kept(folder), **{f"CYPP_{name}": value for name, value in chosen.items()}}
    site = Site(chosen["BASE_URL"], folder, environment)
    site.command("init")
    return site


@contextmanager
def served(folder: Path, database_url: str, **settings: str) -> Iterator[Site]:
    """Set up an empty installation and serve it as `cypp-consult serve` does, until the block ends."""
    site = installed(folder, database_url, **settings)
    port = int(site.url.rpartition(":")[2])
    log = folder / "server.log"
    process = served_by(site, port, log)
    try:
        wait_for(port, process, log)
        yield site
    finally:
        _end(process)


def served_by(site: Site, port: int, log: Path) -> subprocess.Popen[bytes]:
    """Start to serve an installation, in a group of processes of its own."""
    with log.open("ab") as out:
        return subprocess.Popen(
            [COMMAND, "serve", "--port", str(port)],
            cwd=site.instance,
            env=site.environment,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


@contextmanager
def empty_database(database_url: str) -> Iterator[str]:
    """Give the address of a database with nothing in it: for SQLite none, the folder of the installation has its own."""
    if database_url.startswith("sqlite"):
        yield ""
        return
    name = f"journey_{uuid4().hex[:12]}"
    server = sqlalchemy.create_engine(
        database_url.replace("postgresql://", "postgresql+psycopg://", 1), isolation_level="AUTOCOMMIT"
    )
    with server.connect() as connection:
        connection.execute(sqlalchemy.text(f"CREATE DATABASE {name}"))
    yield server.url.set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(sqlalchemy.text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


def _kept(folder: Path) -> dict[str, str]:
    """Return our environment without settings; compiled modules are kept beside the folder, so that commands start fast."""
    left_out = ("CYPP_", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(folder.parent / "bytecode")}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until a server answers; fails with its log when it ends instead."""
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == http.HTTPStatus.OK:
                return
        except OSError:
            time.sleep(0.2)
        finally:
            connection.close()
    raise AssertionError(f"the server did not come up:\n{log.read_text()[-3000:]}")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(10)
