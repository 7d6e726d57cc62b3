"""Checking and importing a file in the background, with progress."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from cypp_consult.collection.importing import files, mapping, reading, services
from cypp_consult.collection.models import ImportRun
from cypp_consult.consultations.models import Consultation
from cypp_consult.core import clock
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.core.jobs import Progress, task


@task("collection.import_file")
def import_file(session: Session, arguments: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Check or import the file of a run; the result leads to the page that tells what came of it."""
    run = session.get_one(ImportRun, UUID(arguments["run_id"]))
    consultation = session.get_one(Consultation, run.consultation_id)
    instance = Path(current_app.instance_path)
    if run.upload is None or not (instance / run.upload).is_file():
        raise InvalidInputError("The uploaded file is no longer kept. Upload it again.")
    sheet = reading.read((instance / run.upload).read_bytes(), run.file_name)
    mapped = mapping.from_json(run.mapping)
    act = services.check if arguments["trial"] else services.carry_out
    act(
        session,
        consultation,
        run,
        sheet,
        mapped,
        clock.now(),
        lambda done, total: progress(done, total, "Reading rows"),
    )
    if not arguments["trial"]:
        files.drop(instance, run.upload)
        run.upload = None
    session.commit()
    return {"next": f"/consultations/{consultation.slug}/answers/import/{run.id}/result"}
