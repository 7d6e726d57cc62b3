"""Pages of work that outlasts a request: how far it is, what came of it, and the file it made."""

from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Blueprint, Flask, Response, current_app, jsonify, render_template, send_file, url_for
from flask_login import current_user

from cypp_consult.core import audit
from cypp_consult.core.database import session
from cypp_consult.core.errors import DomainError, NotFoundError
from cypp_consult.core.jobs import Job, JobState
from cypp_consult.core.roles import Role
from cypp_consult.web.access import STAFF, requires

bp = Blueprint("jobs", __name__, url_prefix="/jobs")
WAITING = "Waiting for its turn. It starts within half a minute."
WORKING = "At work. You can leave this page; the work goes on."
DONE = "Done."
FAILED = "Something went wrong on our side."


class FileGoneError(DomainError):
    """A file that a job made and that was cleared away since."""

    status = 410

    def __init__(self) -> None:
        """Say how to get it again."""
        super().__init__("This file is no longer here. Make it again from the page where you asked for it.")


def job_or_404(job_id: UUID) -> Job:
    """Return a job of this person, or any job for an administrator; to everybody else it is not there."""
    job = session().get(Job, job_id)
    if job is None or (job.owner_id != current_user.id and not current_user.is_any(Role.ADMINISTRATOR)):
        raise NotFoundError
    return job


def words(job: Job) -> str:
    """Return where a job stands, in a sentence."""
    if job.state == JobState.QUEUED:
        return WAITING
    if job.state == JobState.RUNNING:
        return job.message or WORKING
    if job.state == JobState.FAILED:
        return job.message or FAILED
    return str(job.result.get("words") or DONE)


def act(job: Job) -> tuple[str, str]:
    """Return what to do with what came of a job: the words of a link and its address; empty where there is nothing."""
    onward = str(job.result.get("next") or "")
    if job.state != JobState.DONE:
        return "", ""
    if job.result.get("file"):
        return "Download", url_for("jobs.download", job_id=job.id)
    # only to a page of ours: "//host" would lead elsewhere
    if onward.startswith("/") and not onward.startswith("//") and "\\" not in onward:
        return "Continue", onward
    return "", ""


def as_json(job: Job) -> dict[str, Any]:
    """Return a job as the progress part and its script read it."""
    label, url = act(job)
    return {
        "state": job.state.value,
        "done": job.done,
        "all": job.total,
        "words": words(job),
        "act": label,
        "url": url,
    }


@bp.get("/<uuid:job_id>")
@requires(*STAFF)
def show(job_id: UUID) -> str:
    """Show how far a job is."""
    job = job_or_404(job_id)
    return render_template("jobs/job.html", job=job, shown=as_json(job), states=JobState)


@bp.get("/<uuid:job_id>/state")
@requires(*STAFF)
def state(job_id: UUID) -> Response:
    """Return how far a job is, for the script of its page."""
    return jsonify(as_json(job_or_404(job_id)))


@bp.get("/<uuid:job_id>/download")
@requires(*STAFF)
def download(job_id: UUID) -> Response:
    """Return the file a job made, and write down that it went out."""
    job = job_or_404(job_id)
    if job.kind.startswith("safeguarding.") and job.owner_id != current_user.id:
        raise NotFoundError
    path = file_of(job)
    audit.record(session(), "file.downloaded", "job", job.id, {"kind": job.kind, "name": path.name})
    session().commit()
    return send_file(
        path,
        as_attachment=True,
        download_name=str(job.result.get("download_name") or path.name),
        mimetype=job.result.get("mimetype"),
    )


def file_of(job: Job) -> Path:
    """Return the file a job made; NotFoundError where it names none of the instance folder, FileGoneError if gone."""
    named = job.result.get("file")
    if job.state != JobState.DONE or not isinstance(named, str) or not named:
        raise NotFoundError
    folder = Path(current_app.instance_path).resolve()
    path = (folder / named).resolve()
    # the database, the secret key and the queue lie in the folder itself: files to hand out lie deeper
    if not path.is_relative_to(folder) or path.parent == folder:
        raise NotFoundError
    if not path.is_file():
        raise FileGoneError
    return path


def init_app(app: Flask) -> None:
    """Add the pages of jobs."""
    app.register_blueprint(bp)
