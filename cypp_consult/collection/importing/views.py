"""Pages of an import: upload, say what the columns mean, try it, import it, see what came of it."""

import csv
import io
from pathlib import Path
from uuid import UUID

from flask import Blueprint, Response, current_app, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as BaseResponse

from cypp_consult.collection.importing import files, forms, queries, reading, services
from cypp_consult.collection.importing.mapping import ImportMap, Source
from cypp_consult.collection.importing.rules import Target
from cypp_consult.collection.models import ImportRun
from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.consultations.models import Consultation
from cypp_consult.core import clock, jobs
from cypp_consult.core.database import session
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.core.roles import Role
from cypp_consult.core.waking import wake
from cypp_consult.text.clean import spreadsheet_safe
from cypp_consult.web.access import requires
from cypp_consult.web.forms import Form

bp = Blueprint("importing", __name__)
BASE = "/consultations/<slug>/answers/import"
PREVIEW_ROWS = 10


@bp.route(BASE, methods=["GET", "POST"])
@requires(Role.LEAD)
def upload(slug: str) -> str | BaseResponse:
    """Take a file and keep it for the next pages."""
    consultation = consultation_or_404(slug)
    form = forms.UploadForm()
    if form.validate_on_submit():
        try:
            run = _kept(consultation, form.file.data)
        except InvalidInputError as error:
            form.file.errors = [str(error)]
        else:
            session().commit()
            return redirect(url_for(".columns", slug=slug, run_id=run.id))
    return render_template(
        "collection/importing/upload.html",
        consultation=consultation,
        form=form,
        runs=queries.runs(session(), consultation.id),
    )


@bp.route(f"{BASE}/<uuid:run_id>", methods=["GET", "POST"])
@requires(Role.LEAD)
def columns(slug: str, run_id: UUID) -> str | BaseResponse:
    """Say which column means what, beside the first ten rows; then try it without storing anything."""
    consultation = consultation_or_404(slug)
    run = queries.run_of(session(), consultation.id, run_id)
    sheet = _sheet(run)
    target = queries.target(session(), consultation)
    theirs: list[str] = []
    form = forms.map_form(sheet, target, theirs)
    if form.is_submitted() and form["audience"].data:
        theirs = _theirs(form, sheet)
        form = forms.map_form(sheet, target, theirs)
    if form.validate_on_submit() and _usable(form, target, theirs, run):
        return _start(run, trial=True)
    return render_template(
        "collection/importing/columns.html",
        consultation=consultation,
        run=run,
        sheet=sheet,
        rows=sheet.rows[:PREVIEW_ROWS],
        form=form,
        facts=forms.FACTS,
        questions=forms.unique_questions(target),
        theirs=theirs,
    )


@bp.route(f"{BASE}/<uuid:run_id>/result", methods=["GET", "POST"])
@requires(Role.LEAD)
def result(slug: str, run_id: UUID) -> str | BaseResponse:
    """Tell what a trial found, or what an import brought; after a trial the import can start."""
    consultation = consultation_or_404(slug)
    run = queries.run_of(session(), consultation.id, run_id)
    form = Form()
    if form.validate_on_submit() and run.is_trial and run.upload:
        return _start(run, trial=False)
    return render_template("collection/importing/result.html", consultation=consultation, run=run, form=form)


@bp.get(f"{BASE}/<uuid:run_id>/rejected.csv")
@requires(Role.LEAD)
def rejected(slug: str, run_id: UUID) -> Response:
    """Give the rejected rows back as CSV, with their row number and the reason, safe to open in a spreadsheet."""
    consultation = consultation_or_404(slug)
    run = queries.run_of(session(), consultation.id, run_id)
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(["row", "reason", *map(spreadsheet_safe, run.columns)])
    for item in run.rejected:
        writer.writerow([item["row"], spreadsheet_safe(item["reason"]), *map(spreadsheet_safe, item["cells"])])
    headers = {"Content-Disposition": f'attachment; filename="rejected-{consultation.slug}.csv"'}
    return Response(out.getvalue().encode("utf-8-sig"), mimetype="text/csv", headers=headers)


def _kept(consultation: Consultation, given: FileStorage) -> ImportRun:
    content = given.read()
    name = Path(given.filename or "file").name
    reading.read(content, name)  # refuse now what no later page could use
    kept = files.keep(Path(current_app.instance_path), content, Path(name).suffix.lower()[:5])
    return services.start_run(
        session(), consultation, name, content, upload=kept, by_name=current_user.name, at=clock.now()
    )


def _sheet(run: ImportRun) -> reading.Sheet:
    path = Path(current_app.instance_path) / run.upload if run.upload else None
    if path is None or not path.is_file():
        raise InvalidInputError("The uploaded file is no longer kept. Upload it again.")
    return reading.read(path.read_bytes(), run.file_name)


def _theirs(form: Form, sheet: reading.Sheet) -> list[str]:
    chosen = form["audience"].data or ""
    if not chosen.startswith(forms.COLUMN):
        return []
    return forms.unknown_audiences(ImportMap(facts={"audience": Source(chosen.removeprefix(forms.COLUMN))}), sheet)


def _usable(form: Form, target: Target, theirs: list[str], run: ImportRun) -> bool:
    # words that are not ours need an answer first: the page comes back with a choice for each
    unasked = [form[f"value_{place}"] for place in range(len(theirs)) if not form[f"value_{place}"].raw_data]
    for field in unasked:
        field.errors = ["Say what this word of the file stands for, or leave it as it is to reject those rows"]
    if unasked:
        return False
    written = dict(forms.map_of(form, target, theirs))
    if not written["answers"]:
        form["audience"].errors = ["Choose the column of at least one question, or there is nothing to import"]
        return False
    run.mapping = written
    return True


def _start(run: ImportRun, *, trial: bool) -> BaseResponse:
    title = f"{'Check' if trial else 'Import'} {run.file_name}"
    job = jobs.enqueue(
        session(),
        "collection.import_file",
        {"run_id": str(run.id), "trial": trial},
        title=title[:200],
        owner_id=current_user.id,
        at=clock.now(),
    )
    session().commit()
    wake(job.id)
    return redirect(url_for("jobs.show", job_id=job.id))
