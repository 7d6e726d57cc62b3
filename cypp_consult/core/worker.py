"""Doing jobs: the queue only wakes us; what is to do stands in the job table."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from cypp_consult.core import audit, clock, jobs
from cypp_consult.core.errors import DomainError

log = structlog.get_logger()
MOST_TRIES = 3
SORRY = "Something went wrong on our side. Please start it again."
STOPPED = "This stopped the worker three times, so we do not try again. Please tell whoever looks after this system."

Check = Callable[[Session, datetime], None]
_checks: list[Check] = []


def often(check: Check) -> Check:
    """Register what each sweep does first: `check(session, now)`, quick and safe to do by several workers at once."""
    _checks.append(check)
    return check


def run(session: Session, job_id: UUID) -> bool:
    """Claim a job, do it, and commit what came of it. False if it was not ours to do."""
    if not jobs.claim(session, job_id, clock.now()):
        return False
    job = session.get_one(jobs.Job, job_id, populate_existing=True)
    before = audit.actor()
    audit.act_as(audit.Actor(job.owner_id, f"job {job.kind}"))
    try:
        _do(session, job)
    finally:
        audit.act_as(before)
    return True


def _do(session: Session, job: jobs.Job) -> None:
    job_id, kind, arguments = job.id, job.kind, dict(job.arguments)
    if job.tries > MOST_TRIES:
        _finish(session, job_id, jobs.JobState.FAILED, message=STOPPED)
        return
    try:
        with _lease_kept(session, job_id):
            result = jobs.work_for(kind)(session, arguments, jobs.Progress(session, job_id))
        _finish(session, job_id, jobs.JobState.DONE, result=result)
    except DomainError as error:
        session.rollback()
        _finish(session, job_id, jobs.JobState.FAILED, message=str(error))
    except Exception:
        session.rollback()
        log.exception("job failed", job=str(job_id), kind=kind)
        _finish(session, job_id, jobs.JobState.FAILED, message=SORRY)


@contextmanager
def _lease_kept(session: Session, job_id: UUID) -> Iterator[None]:
    """Renew the claim while the work goes on: that of a dead worker runs out soon, that of a busy one never."""
    over = threading.Event()
    engine = session.get_bind()

    def beat() -> None:
        while not over.wait(jobs.LEASE.total_seconds() / 4):
            try:
                with Session(engine) as own:
                    jobs.renew(own, job_id, clock.now())
            except SQLAlchemyError as error:
                # the work may hold the database for itself just now; the next beat is in time
                log.info("lease not renewed", job=str(job_id), error=repr(error))

    thread = threading.Thread(target=beat, name=f"lease {job_id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def run_due(session: Session) -> int:
    """Look after what comes round, then do every job that is due; return how many were done here."""
    for check in _checks:
        try:
            check(session, clock.now())
            session.commit()
        except SQLAlchemyError as error:
            session.rollback()
            log.warning("check failed", check=check.__qualname__, error=repr(error))
    return sum(run(session, job_id) for job_id in jobs.due(session, clock.now()))


def _finish(
    session: Session, job_id: UUID, state: jobs.JobState, *, result: Mapping[str, Any] | None = None, message: str = ""
) -> None:
    job = session.get_one(jobs.Job, job_id)
    job.state = state
    job.finished_at = clock.now()
    job.claimed_until = None
    if result is not None:
        job.result = dict(result)
    if message:
        job.message = message
    session.commit()
