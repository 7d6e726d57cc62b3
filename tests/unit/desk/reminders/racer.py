"""The processes of the race: `racer.py SECONDS_AHEAD scheduler worker victim …`, one for each word.

They make the application together and part then. Each says that it is ready, and all but the workers begin when a line
comes in. The workers begin with the next line: they would leave nothing for the victims to claim.
"""

import os
import sys
import time
from datetime import timedelta

from cypp_consult.app import create_app
from cypp_consult.core import clock, jobs, worker
from cypp_consult.core.database import session
from cypp_consult.desk.reminders import letters, services, tasks

AHEAD, PARTS = timedelta(seconds=int(sys.argv[1])), sys.argv[2:]
ROUNDS = 12
real = clock.now
clock.now = lambda: real() + AHEAD


def say(words):
    os.write(1, f"{words}\n".encode())


def schedule():
    """What every sweep of every worker does first."""
    for _ in range(ROUNDS):
        tasks.remind(session(), clock.now())
        session().commit()
        time.sleep(0.02)


def work():
    """Do jobs, those of the mails too, until none has come for a while."""
    idle = 0
    while idle < ROUNDS:
        done = sum(worker.run(session(), job_id) for job_id in jobs.due(session(), clock.now()))
        session().rollback()
        idle = 0 if done else idle + 1
        time.sleep(0.2)


def die(*, in_the_act):
    """Claim what waits for one person, and be killed: with the claim alone, or with the mail written and not committed."""
    while not (claimed := services.claim(session(), clock.now())):
        time.sleep(0.005)
    if in_the_act:
        assert letters.hand_over(session(), claimed, clock.now()) == claimed.count
        session().flush()
    say(f"holds {claimed.count} {os.getpid()}")
    time.sleep(600)


DOES = {
    "scheduler": schedule,
    "worker": work,
    "victim": lambda: die(in_the_act=False),
    "late-victim": lambda: die(in_the_act=True),
}


def run(app, part, begin):
    with app.app_context():
        say(f"ready {part} {os.getpid()}")
        os.read(begin, 1)
        DOES[part]()


def open_when_told(gate):
    """Let those begin who wait at a gate: what they read from ends."""
    sys.stdin.readline()
    os.close(gate)


def main():
    # nothing has connected to the database yet, so that each process opens connections of its own
    app = create_app()
    first, second = os.pipe(), os.pipe()
    children = {}
    for part in PARTS:
        child = os.fork()
        if not child:
            os.close(first[1])
            os.close(second[1])
            run(app, part, (second if part == "worker" else first)[0])
            return
        children[child] = part
    open_when_told(first[1])
    open_when_told(second[1])
    ended = {part: [] for part in PARTS}
    for _ in children:
        child, status = os.wait()
        ended[children[child]].append(os.waitstatus_to_exitcode(status))
    say(f"ended {ended}")


main()
