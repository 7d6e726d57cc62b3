"""Work that outlasts a request: one row per job, so that nothing is lost when a worker dies.

The queue (huey) only wakes a worker; the row is the truth. A worker claims a row with one conditional update, so that
several workers, or the same wake-up twice, do the work once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CursorResult, String, Text, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from cypp_consult.core.database import Base, Key, Moment, choice

# how long a claim lasts; a worker at work renews it (core.worker), that of a dead one runs out
LEASE = timedelta(minutes=2)


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Base):
    """One piece of work: its kind and arguments, how far it is, and what came of it."""

    __tablename__ = "job"

    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(String(60), index=True)
    arguments: Mapped[dict[str, Any]] = mapped_column(default=dict)
    title: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[JobState] = mapped_column(choice(JobState), default=JobState.QUEUED, index=True)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    message: Mapped[str] = mapped_column(Text, default="")
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    owner_id: Mapped[int | None] = mapped_column(index=True)
    created_at: Mapped[Moment]
    claimed_until: Mapped[Moment | None]
    # a job that keeps killing its worker is given up
    tries: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[Moment | None]

    @property
    def is_over(self) -> bool:
        """Say whether nothing more will happen to it."""
        return self.state in {JobState.DONE, JobState.FAILED}


@dataclass
class Progress:
    """What a running job calls to say how far it is; it commits, so that pages see it."""

    session: Session
    job_id: UUID

    def __call__(self, done: int, total: int, message: str = "") -> None:
        """Record that `done` of `total` steps are finished, with a sentence."""
        self.session.execute(update(Job).where(Job.id == self.job_id).values(done=done, total=total, message=message))
        self.session.commit()


Task = Callable[[Session, Mapping[str, Any], Progress], Mapping[str, Any]]
_tasks: dict[str, Task] = {}


def task(kind: str) -> Callable[[Task], Task]:
    """Register a function as the work of one kind: `work(session, arguments, progress) -> result`, JSON in and out.

    It must be safe to run twice. A DomainError's sentence becomes the job's message.
    """

    def register(work: Task) -> Task:
        _tasks[kind] = work
        return work

    return register


def enqueue(
    session: Session, kind: str, arguments: Mapping[str, Any], *, title: str, owner_id: int | None, at: datetime
) -> Job:
    """Add a job in the caller's transaction and return it. Wake a worker after the commit with `core.waking.wake`."""
    job = Job(
        id=uuid4(),
        kind=kind,
        arguments=dict(arguments),
        title=title,
        owner_id=owner_id,
        created_at=at,
        state=JobState.QUEUED,
        done=0,
        total=0,
        message="",
        result={},
        tries=0,
    )
    session.add(job)
    session.flush()
    return job


def enqueue_unless_queued(
    session: Session, kind: str, arguments: Mapping[str, Any], *, title: str, at: datetime
) -> None:
    """Add a job unless one of the same kind and arguments waits already. A second one by a race does no harm."""
    waiting = session.scalars(select(Job.arguments).where(Job.kind == kind, Job.state == JobState.QUEUED).limit(100))
    if dict(arguments) not in list(waiting):
        enqueue(session, kind, arguments, title=title, owner_id=None, at=at)


def due(session: Session, at: datetime) -> list[UUID]:
    """Return the ids of jobs to do: queued, or left behind by a worker whose lease ran out. Oldest first."""
    query = (
        select(Job.id)
        .where(or_(Job.state == JobState.QUEUED, (Job.state == JobState.RUNNING) & (Job.claimed_until < at)))
        .order_by(Job.created_at)
        .limit(100)
    )
    return list(session.scalars(query))


def claim(session: Session, job_id: UUID, at: datetime) -> bool:
    """Take a job for this worker and commit. False when another has it or it is over."""
    result = session.execute(
        update(Job)
        .where(
            Job.id == job_id,
            or_(Job.state == JobState.QUEUED, (Job.state == JobState.RUNNING) & (Job.claimed_until < at)),
        )
        .values(state=JobState.RUNNING, claimed_until=at + LEASE, tries=Job.tries + 1)
        .execution_options(synchronize_session=False)
    )
    session.commit()
    return isinstance(result, CursorResult) and result.rowcount == 1


def renew(session: Session, job_id: UUID, at: datetime) -> None:
    """Say that the worker of a running job is alive, and commit."""
    session.execute(
        update(Job)
        .where(Job.id == job_id, Job.state == JobState.RUNNING)
        .values(claimed_until=at + LEASE)
        .execution_options(synchronize_session=False)
    )
    session.commit()


def work_for(kind: str) -> Task:
    """Return the registered work of a kind; KeyError if no feature registered it."""
    return _tasks[kind]
