"""Background work: coded answers as a project for other tools, kept for download for a day."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from cypp_consult.coding.exchange import services
from cypp_consult.consultations.models import Consultation
from cypp_consult.core import clock
from cypp_consult.core.errors import NotFoundError
from cypp_consult.core.jobs import Progress, task

KIND = "coding.export_project"
FOLDER = "exports"
_KEPT_SECONDS = 24 * 3600


@task(KIND)
def export_project(session: Session, arguments: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Make the .qdpx file of a consultation's coded answers: {"consultation_id"}."""
    consultation = session.get(Consultation, UUID(arguments["consultation_id"]))
    if consultation is None:
        raise NotFoundError("The consultation is gone.")
    name = f"{consultation.slug}-coded.qdpx"
    content = services.coded_project(session, consultation, clock.now(), progress)
    path = _keep(content, f"{progress.job_id}.qdpx")
    return {"file": path, "download_name": name, "mimetype": "application/zip", "words": f"{name} is ready."}


def _keep(content: bytes, name: str) -> str:
    """Write a file for download and clear away yesterday's; returns its path inside the instance folder."""
    folder = Path(current_app.instance_path) / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in folder.iterdir():
        if old.stat().st_mtime < time.time() - _KEPT_SECONDS:
            old.unlink(missing_ok=True)
    (folder / name).write_bytes(content)
    return f"{FOLDER}/{name}"
