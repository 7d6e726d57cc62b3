"""The production server: gunicorn with threads, set up in code, so that no flag is forgotten."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from cypp_consult.core.waking import waker


class QuietLogger(Logger):
    """gunicorn's own messages go where ours go; its line per request, which holds addresses, is not written."""

    def setup(self, cfg: Any) -> None:
        """Leave writing to the handler of `core.logs`."""
        super().setup(cfg)
        self.error_log.handlers = []
        self.error_log.propagate = True

    def access(self, resp: Any, req: Any, environ: Any, request_time: Any) -> None:
        """Write nothing: `web.request_log` does, without addresses."""


def _begin_jobs(worker: Any) -> None:
    app: Flask = worker.wsgi
    if app.config["JOBS_IN_PROCESS"]:
        waker(app).start()


def _end_jobs(server: Any, worker: Any) -> None:
    del server
    # a worker that could not start has none
    app = getattr(worker, "wsgi", None)
    if isinstance(app, Flask):
        waker(app).stop()


def options(*, host: str, port: int, workers: int, threads: int, instance: Path) -> dict[str, Any]:
    """Return gunicorn's settings for this machine."""
    return {
        "bind": f"{host}:{port}",
        "workers": workers,
        "threads": threads,
        "worker_class": "gthread",
        "timeout": 120,
        "graceful_timeout": 30,
        "keepalive": 5,
        "accesslog": None,
        "logger_class": QuietLogger,
        # who stands in front is told by CYPP_TRUSTED_PROXIES; gunicorn itself trusts nobody
        "forwarded_allow_ips": "",
        # gunicorn would put it into the home folder, where a second installation would meet it
        "control_socket": str(instance / "gunicorn.ctl"),
        "post_worker_init": _begin_jobs,
        "worker_exit": _end_jobs,
    }


class Server(BaseApplication):
    """gunicorn serving the application that a function makes, once in each worker."""

    def __init__(self, make_app: Callable[[], Flask], settings: dict[str, Any]) -> None:
        """Take the function and gunicorn's settings."""
        self.make_app = make_app
        self.settings = settings
        super().__init__()

    def load_config(self) -> None:
        """Hand gunicorn the settings."""
        for name, value in self.settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Make the application."""
        return self.make_app()
