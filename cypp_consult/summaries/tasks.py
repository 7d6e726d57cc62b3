"""Exports that take a while: made in the background, with progress, and kept for download for a day."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from cypp_consult.consultations.models import Milestone
from cypp_consult.core import clock
from cypp_consult.core.errors import NotFoundError
from cypp_consult.core.jobs import Progress, task
from cypp_consult.summaries import services
from cypp_consult.summaries.content import ThemedSummary
from cypp_consult.summaries.queries import packs
from cypp_consult.summaries.renderers import file_name, format_named
from cypp_consult.summaries.renderers.annex import annex_file
from cypp_consult.summaries.services.annex import annex_of

KIND = "summaries.export"
FOLDER = "exports"
_KEPT_SECONDS = 24 * 3600


@task(KIND)
def export(session: Session, arguments: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Make a file of a summary, a pack or the answers: {"milestone_id", "what", "format", "pack"}."""
    milestone = session.get(Milestone, UUID(arguments["milestone_id"]))
    if milestone is None:
        raise NotFoundError("The milestone of this export is gone.")
    form = format_named(arguments["format"])
    if arguments["what"] == "answers":
        annex = annex_of(session, milestone, clock.now(), progress)
        total = max(len(annex.answers), 1)
        progress(len(annex.answers), total, f"Writing the {form.label}")
        content, name = annex_file(annex, form.name), f"{annex.slug}-{annex.milestone_slug}-answers.{form.name}"
    else:
        progress(0, 2, "Counting")
        summary = _summary(session, milestone, arguments.get("pack"))
        progress(1, 2, f"Writing the {form.label}")
        content, name = form.render(summary), file_name(summary, form.name)
        progress(2, 2, "Done")
    path = _keep(content, f"{progress.job_id}.{form.name}")
    return {"file": path, "download_name": name, "mimetype": form.mimetype, "words": f"{name} is ready."}


def _summary(session: Session, milestone: Milestone, version: int | None) -> ThemedSummary:
    if version is None:
        return services.build(session, milestone, clock.now(), current_app.config["SUPPRESSION_THRESHOLD"])
    pack = packs.pack_of(session, milestone.id, version)
    if pack is None:
        raise NotFoundError("This pack is gone.")
    return services.of_pack(session, pack)[0]


def _keep(content: bytes, name: str) -> str:
    """Write a file for download and clear away yesterday's; returns its path inside the instance folder."""
    folder = Path(current_app.instance_path) / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    for old in folder.iterdir():
        if old.stat().st_mtime < time.time() - _KEPT_SECONDS:
            old.unlink(missing_ok=True)
    (folder / name).write_bytes(content)
    return f"{FOLDER}/{name}"
