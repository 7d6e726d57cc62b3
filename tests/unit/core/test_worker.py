"""Jobs are done once, by whoever claims them, and none is lost when a worker dies."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest

from cypp_consult.core import audit, clock, jobs, worker
from cypp_consult.core.database import db
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.core.jobs import Job, JobState
from cypp_consult.core.waking import wake

done: list[str] = []


@jobs.task("test.note")
def note(session, arguments, progress):
    progress(1, 2, "Half way")
    done.append(arguments["word"])
    return {"words": "Noted."}


@jobs.task("test.refuse")
def refuse(session, arguments, progress):
    raise InvalidInputError("The file has no rows.")


@jobs.task("test.break")
def break_down(session, arguments, progress):
    raise RuntimeError("a secret of the inside")


@jobs.task("test.who")
def who(session, arguments, progress):
    audit.record(session, "test.done", "test", 1)
    return {}


@pytest.fixture(autouse=True)
def _empty():
    done.clear()


def enqueue(session, kind, **arguments):
    job = jobs.enqueue(session, kind, arguments, title="Test", owner_id=7, at=clock.now())
    session.commit()
    return job.id


def test_waking_in_tests_does_the_job_at_once(session):
    job_id = enqueue(session, "test.note", word="a")
    wake(job_id)
    job = session.get(Job, job_id)
    assert (job.state, job.done, job.total, job.result) == (JobState.DONE, 1, 2, {"words": "Noted."})
    wake(job_id)
    assert done == ["a"], "a second wake-up does nothing"


def test_a_sentence_for_the_person_reaches_the_job_and_the_inside_does_not(session):
    refused, broken = enqueue(session, "test.refuse"), enqueue(session, "test.break")
    worker.run_due(session)
    assert session.get(Job, refused).message == "The file has no rows."
    assert session.get(Job, broken).message == worker.SORRY
    assert session.get(Job, broken).state == JobState.FAILED


def test_a_job_nobody_knows_fails_and_does_not_stop_the_others(session):
    enqueue(session, "test.unheard-of")
    job_id = enqueue(session, "test.note", word="b")
    worker.run_due(session)
    assert session.get(Job, job_id).state == JobState.DONE


def test_a_job_is_done_in_the_name_of_who_asked_for_it(session):
    before = audit.actor()
    enqueue(session, "test.who")
    worker.run_due(session)
    line = session.query(audit.AuditEntry).filter_by(action="test.done").one()
    assert (line.actor_id, line.actor_name) == (7, "job test.who")
    assert audit.actor() == before, "and in nobody's any more"


def test_a_dead_workers_job_is_found_again_when_its_claim_runs_out(session):
    job_id = enqueue(session, "test.note", word="c")
    assert jobs.claim(session, job_id, clock.now())
    assert jobs.due(session, clock.now()) == []
    later = clock.now() + jobs.LEASE + timedelta(seconds=1)
    assert jobs.due(session, later) == [job_id]
    jobs.renew(session, job_id, later)
    assert jobs.due(session, later + timedelta(seconds=30)) == [], "a busy worker keeps its claim"


def test_a_job_that_kills_its_worker_three_times_is_given_up(session):
    job_id = enqueue(session, "test.note", word="d")
    at = clock.now() - timedelta(days=1)
    for _ in range(3):
        assert jobs.claim(session, job_id, at)
        at += jobs.LEASE + timedelta(seconds=1)
    worker.run_due(session)
    job = session.get(Job, job_id, populate_existing=True)
    assert (job.state, job.message) == (JobState.FAILED, worker.STOPPED)
    assert done == []


def test_competing_workers_do_each_job_once(app, session):
    ids = [enqueue(session, "test.note", word=str(number)) for number in range(12)]
    start = Barrier(4)

    def work():
        with app.app_context():
            start.wait()
            for job_id in ids:
                worker.run(db.session(), job_id)

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done, key=int) == [str(number) for number in range(12)]


def test_what_comes_round_may_fail_without_stopping_the_rest(session, monkeypatch):
    from sqlalchemy.exc import OperationalError

    def bad(session, at):
        raise OperationalError("select", {}, Exception("locked"))

    monkeypatch.setattr(worker, "_checks", [bad])
    job_id = enqueue(session, "test.note", word="e")
    assert worker.run_due(session) == 1
    assert session.get(Job, job_id).state == JobState.DONE
