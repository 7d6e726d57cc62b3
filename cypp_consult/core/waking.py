"""Waking the workers: after a commit say `wake(job.id)`; a wake-up that gets lost is made good by the sweep."""

import threading
from collections.abc import Callable
from functools import cached_property
from typing import Any
from uuid import UUID

import structlog
from flask import Flask, current_app
from huey.api import Huey
from sqlalchemy.exc import SQLAlchemyError

from cypp_consult.core import queue, worker
from cypp_consult.core.database import session

log = structlog.get_logger()
EXTENSION = "cypp_waker"


class Waker:
    """The queue of one application, and the consumer that works on it in this process, if any does."""

    def __init__(self, app: Flask) -> None:
        """Remember the application; the queue is opened when first used."""
        self.app = app
        self._lock = threading.Lock()
        self._consumer: queue.EmbeddedConsumer | None = None
        self._thread: threading.Thread | None = None

    @cached_property
    def _built(self) -> tuple[Huey, Callable[[str], object]]:
        config = self.app.config
        return queue.build(
            config["QUEUE_URL"], config["INSTANCE_PATH"], config["SECRET_KEY"], run=self._run, sweep=self._sweep
        )

    def wake(self, job_id: UUID) -> None:
        """Tell a worker of a committed job. Never fails: what the queue does not take, the sweep finds."""
        if self.app.testing:
            worker.run(session(), job_id)
            return
        try:
            self._built[1](str(job_id))
        except Exception as error:  # noqa: BLE001 - each queue raises its own; the job's row is safe already
            log.warning("queue did not take a wake-up", job=str(job_id), error=repr(error))

    def start(self) -> None:
        """Start working in a thread of this process, once."""
        with self._lock:
            if self._thread is not None:
                return
            self._consumer = queue.EmbeddedConsumer(self._built[0])
            self._thread = threading.Thread(target=self._consumer.run, name="jobs", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Let running jobs of this process finish, for a minute at most; what is left is found again later."""
        with self._lock:
            if self._consumer is not None and self._thread is not None:
                self._consumer.stop(graceful=True)
                self._thread.join(timeout=5)
                self._built[0].storage.close()
            self._consumer = self._thread = None

    def run_here(self) -> None:
        """Work in the foreground until a signal says stop."""
        queue.ForegroundConsumer(self._built[0]).run()
        self._built[0].storage.close()

    def try_queue(self) -> None:
        """Open the queue and close it again; raises what that queue raises."""
        self._built[0].pending_count()
        self._built[0].storage.close()

    def _run(self, job_id: str) -> None:
        with self.app.app_context():
            worker.run(session(), UUID(job_id))

    def _sweep(self) -> None:
        with self.app.app_context():
            try:
                worker.run_due(session())
            except SQLAlchemyError as error:
                # the next sweep asks again; one line is enough
                log.warning("the job table does not answer", error=repr(error))


def waker(app: Flask) -> Waker:
    """Return the application's waker."""
    found: Waker = app.extensions[EXTENSION]
    return found


def wake(job_id: UUID) -> None:
    """Wake a worker for a job that is committed. In tests the job is done at once."""
    waker(current_app).wake(job_id)


def init_app(app: Flask) -> None:
    """Give the app its waker. Where jobs run in the web server, its first request starts the workers."""
    found = app.extensions[EXTENSION] = Waker(app)
    if app.testing or not app.config["JOBS_IN_PROCESS"]:
        return

    def _start() -> Any:
        found.start()

    app.before_request(_start)
