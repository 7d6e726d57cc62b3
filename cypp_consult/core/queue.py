"""The queue that wakes workers: huey on SQLite, PostgreSQL or Redis. It carries ids of jobs and nothing else.

A task that huey has handed out is gone from it, also when the worker dies. So the job table is the truth, and a sweep
every twenty seconds does what no wake-up announced.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from huey.api import Huey, PostgresHuey, RedisHuey, SqliteHuey
from huey.consumer import Consumer, Scheduler
from huey.serializer import SignedSerializer

from cypp_consult.core.errors import InvalidInputError

SWEEP_SECONDS = 20
WORKERS = 2
NAME = "cypp-consult"


def build(
    url: str, folder: Path, secret: str, *, run: Callable[[str], object], sweep: Callable[[], object]
) -> tuple[Huey, Callable[[str], object]]:
    """Return the queue at an address (empty: a file in `folder`), and the call that wakes a worker for a job's id.

    `run` is called by a worker with the id, `sweep` every twenty seconds. Messages are signed with `secret`, so that
    who can write to a shared queue cannot make a worker run anything else. An address of another kind raises
    InvalidInputError.
    """
    huey = _open(url, folder, {"results": False, "serializer": SignedSerializer(secret=secret, salt="jobs")})

    @huey.task(name="run_job")
    def run_job(job_id: str) -> None:
        run(job_id)

    # one that waited longer than until the next is of no use
    @huey.periodic_task(_always, name="sweep", expires=SWEEP_SECONDS)
    def _sweep() -> None:
        sweep()

    return huey, run_job


def _open(url: str, folder: Path, options: dict[str, Any]) -> Huey:
    if not url:
        return SqliteHuey(NAME, filename=str(folder / "queue.sqlite3"), **options)
    if url.startswith(("postgresql://", "postgres://")):
        return PostgresHuey(NAME, dsn=url, **options)
    if url.startswith(("redis://", "rediss://")):
        return RedisHuey(NAME, url=url, **options)
    raise InvalidInputError("CYPP_QUEUE_URL must start with postgresql:// or redis://, or be empty.")


def _always(moment: datetime) -> bool:
    del moment
    return True


class _Sweeper(Scheduler):
    """huey's scheduler, asking for the periodic task more often than once a minute."""

    periodic_task_seconds = SWEEP_SECONDS


class ForegroundConsumer(Consumer):
    """A consumer that is a process of its own: SIGTERM and Ctrl-C let running jobs finish first."""

    scheduler_class = _Sweeper

    def __init__(self, huey: Huey) -> None:
        """Set up workers that look at the queue at least every second."""
        super().__init__(huey, workers=WORKERS, max_delay=1.0, graceful_signal="TERM", shutdown_timeout=60)


class EmbeddedConsumer(ForegroundConsumer):
    """A consumer in a thread of a web server, which keeps its own signal handlers."""

    def _set_signal_handlers(self) -> None:
        """Leave signals to the server: they cannot be set outside the main thread."""
