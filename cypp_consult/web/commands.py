"""Commands for operators: the server and the jobs."""

import json
from typing import Any

import click
from flask import current_app

from cypp_consult import settings
from cypp_consult.core import clock, jobs, worker
from cypp_consult.core.commandline import with_app
from cypp_consult.core.database import session
from cypp_consult.core.logs import set_up_logs
from cypp_consult.core.waking import waker
from cypp_consult.web.server import Server, options


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=5000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes.")
@click.option("--threads", default=8, show_default=True, type=click.IntRange(1, 128), help="Threads of each process.")
@click.pass_context
def serve(context: click.Context, host: str, port: int, workers: int, threads: int) -> None:
    """Serve this installation until it is told to stop (SIGTERM or Ctrl-C)."""
    values = settings.load()
    set_up_logs(values["LOG_FORMAT"])
    chosen = options(host=host, port=port, workers=workers, threads=threads, instance=values["INSTANCE_PATH"])
    Server(context.find_root().obj, chosen).run()


@click.group("jobs")
def jobs_group() -> None:
    """Work that outlasts a request: exports, imports, mails."""


@jobs_group.command("run")
@click.option("--once", is_flag=True, help="Do what is due and stop.")
@with_app
def run(*, once: bool) -> None:
    """Do jobs until told to stop; beside `serve` where CYPP_JOBS_IN_PROCESS is 0."""
    if once:
        click.echo(f"done {worker.run_due(session())}")
        return
    app: Any = current_app
    waker(app._get_current_object()).run_here()  # noqa: SLF001 - the way Flask gives the application itself


@jobs_group.command("due")
@with_app
def due() -> None:
    """Print the jobs that wait, oldest first, as JSON."""
    rows = [session().get_one(jobs.Job, job_id) for job_id in jobs.due(session(), clock.now())]
    waiting = [
        {
            "id": str(job.id),
            "kind": job.kind,
            "title": job.title,
            "state": job.state.value,
            "created_at": job.created_at.isoformat(),
            "tries": job.tries,
        }
        for job in rows
    ]
    click.echo(json.dumps(waiting, indent=2, ensure_ascii=False))


COMMANDS = (serve, jobs_group)
