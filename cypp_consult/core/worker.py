"""Doing jobs: the queue only wakes us; what is to do stands in the job table."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.orm import Session

from cypp_consult.core import clock, jobs
from cypp_consult.core.errors import DomainError

log = structlog.get_logger()


def run(session: Session, job_id: UUID) -> bool:
    """Claim a job, do it, and commit what came of it. False if it was not ours to do."""
    if not jobs.claim(session, job_id, clock.now()):
        return False
    job = session.get_one(jobs.Job, job_id)
    kind, arguments = job.kind, dict(job.arguments)
    try:
        result = jobs.work_for(kind)(session, arguments, jobs.Progress(session, job_id))
        _finish(session, job_id, jobs.JobState.DONE, result=result)
    except DomainError as error:
        session.rollback()
        _finish(session, job_id, jobs.JobState.FAILED, message=str(error))
    except Exception:
        session.rollback()
        log.exception("job failed", job=str(job_id), kind=kind)
        _finish(session, job_id, jobs.JobState.FAILED, message="Something went wrong. Please start it again.")
    return True


def run_due(session: Session) -> int:
    """Do every job that is due and return how many were done here."""
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
