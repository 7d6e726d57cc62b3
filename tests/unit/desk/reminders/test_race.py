"""Processes that race for the same reminders, some of them killed: each reminder is claimed, and told, exactly once."""

import ast
import os
import re
import signal
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from cypp_consult.accounts.models import User
from cypp_consult.core import clock
from cypp_consult.core.audit import AuditEntry
from cypp_consult.core.mail import Mail, MailState
from cypp_consult.desk.reminders import services
from cypp_consult.desk.reminders.models import Reminder, ReminderKind, ReminderState
from tests import make

RACER = Path(__file__).with_name("racer.py")
PEOPLE, EACH = 20, 10


@pytest.fixture
def two_hundred(session, person):
    """Twenty people with ten milestones each, all due in a week."""
    consultation = make.consultation(session, launched=False)
    owners = [person(name=f"Person {number}") for number in range(PEOPLE)]
    for owner in owners:
        for number in range(EACH):
            name = f"[{owner.id}-{number}]"
            make.milestone(
                session, consultation, owner_id=owner.id, due_on=clock.today() + timedelta(days=7), name=name
            )
        services.choose(
            session, owner.id, wanted=dict.fromkeys(ReminderKind, True), digest_day=None, muted=False, at=clock.now()
        )
    session.commit()
    return {owner.email: {f"[{owner.id}-{number}]" for number in range(EACH)} for owner in owners}


class Race:
    """Processes that began together."""

    def __init__(self, process, count):
        self.process = process
        self.pids = [self._says("ready")[-1] for _ in range(count)]
        self._go()

    def _go(self):
        self.process.stdin.write("go\n")
        self.process.stdin.flush()

    def let_workers_begin(self):
        """Let the workers begin as well."""
        self._go()

    def _says(self, word):
        line = self.process.stdout.readline()
        assert line.startswith(word), line
        return line.split()

    def kill_one_that_holds(self, before=lambda: None):
        """Wait until a process says that it holds a claim, and kill it; return of how many reminders."""
        _, count, pid = self._says("holds")
        before()
        os.kill(int(pid), signal.SIGKILL)
        return int(count)

    def end(self):
        """Wait for the rest; return how each part ended."""
        return ast.literal_eval(self.process.stdout.readline().removeprefix("ended "))

    def stop(self):
        for pid in self.pids if self.process.poll() is None else ():
            with suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGKILL)
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def race(database_url, tmp_path, post_box):
    """Let processes race; what is left of them is killed at the end."""
    running = []
    environ = {
        **os.environ,
        "PYTHONPATH": str(Path(__file__).parents[4]),
        "CYPP_DATABASE_URL": database_url,
        "CYPP_INSTANCE_PATH": str(tmp_path),
        "CYPP_MAIL_URL": post_box.url,
        "CYPP_SECRET_KEY": "made up",
        "CYPP_LOG_FORMAT": "plain",
        "CYPP_REMINDER_HOUR": "0",
        "CYPP_REMINDER_OFFSETS": "7",
    }

    def begin(*parts, ahead=0):
        process = subprocess.Popen(
            [sys.executable, str(RACER), str(ahead), *parts],
            env=environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        running.append(Race(process, len(parts)))
        return running[-1]

    yield begin
    for one in running:
        one.stop()


@pytest.mark.timeout(900)  # a machine with much else to do needs minutes for so many processes
def test_four_schedulers_and_four_workers_and_some_that_are_killed(session, two_hundred, race, post_box):
    session.commit()
    first = race("victim", "late-victim", *["scheduler"] * 4, *["worker"] * 4)
    # one may hold up the other: what it wrote and did not commit locks all of SQLite
    held = first.kill_one_that_holds() + first.kill_one_that_holds(before=first.let_workers_begin)
    ended = first.end()
    assert ended == {"victim": [-9], "late-victim": [-9], "scheduler": [0] * 4, "worker": [0] * 4}

    session.expire_all()
    stuck = session.query(Reminder).filter_by(state=ReminderState.CLAIMED).count()
    session.commit()
    assert (held, stuck) == (2 * EACH, 2 * EACH), "what dead workers hold is theirs until the claim runs out"
    later = race("scheduler", "worker", "worker", ahead=int(services.LEASE.total_seconds()) + 60)
    later.let_workers_begin()
    assert later.end() == {"scheduler": [0], "worker": [0, 0]}

    session.expire_all()
    rows = session.query(Reminder).all()
    assert len(rows) == PEOPLE * EACH
    assert {row.state for row in rows} == {ReminderState.POSTED}
    assert session.query(Mail).filter(Mail.state != MailState.SENT).count() == 0
    claims = session.query(AuditEntry).filter_by(action="reminder.post").all()
    assert sum(entry.detail["reminders"] for entry in claims) == PEOPLE * EACH

    told = Counter()
    for letter in post_box.letters:
        names = re.findall(r"^\[\d+-\d\]", letter.get_body(("plain",)).get_content(), re.MULTILINE)
        assert set(names) <= two_hundred[letter["To"]], "nobody is told what is another's"
        told.update(names)
    assert len(told) == PEOPLE * EACH
    assert set(told.values()) == {1}, "none is told twice"
    assert len(post_box.letters) == len({letter["Message-ID"] for letter in post_box.letters}) == PEOPLE
    assert session.query(User).count() == PEOPLE
