"""The queue wakes workers in this process and in others; what it loses, the sweep finds."""

import os
import signal
import subprocess
import sys
import time

import pytest
from flask_migrate import stamp

from cypp_consult.app import create_app
from cypp_consult.core import clock, jobs, mail
from cypp_consult.core.database import db
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.core.jobs import Job, JobState
from cypp_consult.core.waking import waker


@pytest.fixture
def installation(tmp_path, monkeypatch):
    """An installation of its own, as a server would run it."""
    monkeypatch.setenv("CYPP_INSTANCE_PATH", str(tmp_path))
    app = create_app({"INSTANCE_PATH": str(tmp_path), "LOG_FORMAT": "plain"})
    with app.app_context():
        db.create_all()
        stamp(directory=str(app.extensions["migrate"].directory))
        yield app
        waker(app).stop()
        db.session.remove()
        db.engine.dispose()


def post(app):
    with app.app_context():
        job = mail.post(db.session(), to="joe@example.org", subject="Hello", text="Hello", at=clock.now())
        job_id = job.id
        db.session.commit()
    return job_id


def state(app, job_id):
    with app.app_context():
        found = db.session.get(Job, job_id).state
        db.session.remove()
        return found


def wait_until_done(app, job_id, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if state(app, job_id) == JobState.DONE:
            return
        time.sleep(0.05)
    pytest.fail("the job was not done")


def test_a_thread_of_the_server_does_what_it_is_woken_for_and_stops(installation, tmp_path):
    office = waker(installation)
    office.start()
    office.start()
    job_id = post(installation)
    office.wake(job_id)
    wait_until_done(installation, job_id)
    assert len(list((tmp_path / "outbox").glob("*.eml"))) == 1
    office.stop()
    office.stop()


def test_a_lost_wake_up_is_made_good(installation):
    job_id = post(installation)  # nobody is woken
    waker(installation).start()
    wait_until_done(installation, job_id, seconds=30)


def test_a_queue_that_does_not_answer_loses_nothing(installation, monkeypatch, caplog):
    installation.config["QUEUE_URL"] = "postgresql://127.0.0.1:1/nowhere?connect_timeout=1"
    job_id = post(installation)
    waker(installation).wake(job_id)
    assert state(installation, job_id) == JobState.QUEUED
    assert "queue did not take a wake-up" in caplog.text
    waker(installation).app.config["QUEUE_URL"] = ""


def test_an_unknown_kind_of_queue_is_refused_in_words(installation):
    installation.config["QUEUE_URL"] = "amqp://example.org"
    with pytest.raises(InvalidInputError, match="CYPP_QUEUE_URL must start with"):
        waker(installation).try_queue()


def test_a_worker_of_its_own_does_jobs_and_ends_on_sigterm(installation, tmp_path):
    command = [sys.executable, "-c", "from cypp_consult.cli import main; main()", "jobs", "run"]
    with subprocess.Popen(command, env={**os.environ, "CYPP_INSTANCE_PATH": str(tmp_path)}) as process:
        job_id = post(installation)
        waker(installation).wake(job_id)
        wait_until_done(installation, job_id, seconds=60)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0


def test_work_of_a_killed_worker_is_found_again(installation, tmp_path):
    """The claim of a killed worker runs out; nothing but the table knows of the job."""
    job_id = post(installation)
    with installation.app_context():
        jobs.claim(db.session(), job_id, clock.now() - jobs.LEASE - jobs.LEASE)
        db.session.remove()
    waker(installation).start()
    wait_until_done(installation, job_id, seconds=30)
