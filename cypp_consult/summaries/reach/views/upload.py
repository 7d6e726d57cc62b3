"""Targets and reference populations from a file, and as one."""

import io

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, send_file, url_for
from werkzeug.wrappers import Response

from cypp_consult.collection.importing.reading import UnreadableFileError, read
from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.consultations.models import Consultation
from cypp_consult.consultations.targets import queries, rules, services
from cypp_consult.consultations.targets.models import TargetKind
from cypp_consult.core.database import session
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.core.roles import Role
from cypp_consult.summaries.reach import files, forms
from cypp_consult.summaries.reach.views import bp
from cypp_consult.web.access import requires

MOST_SHOWN = 100


@bp.route("/targets/import", methods=["GET", "POST"])
@requires(Role.LEAD)
def upload(slug: str) -> str | Response:
    """Take a file whole, or say row by row what to mend and change nothing."""
    consultation = consultation_or_404(slug)
    form = forms.ImportForm()
    problems: list[rules.RowProblem] = []
    if form.validate_on_submit():
        try:
            found = _read(consultation, form.file.data.read(), form.file.data.filename or "")
            problems = found.problems
            if not problems:
                new, changed = services.keep(session(), consultation, found)
                session().commit()
                flash(f"{new} new, {changed} with the numbers of the file.", "success")
                return redirect(url_for(".targets", slug=slug))
            form.file.errors = ["Some rows cannot be used. Nothing was changed"]
        except InvalidInputError as error:
            session().rollback()
            form.file.errors = [str(error)]
    return render_template(
        "summaries/reach/import.html",
        consultation=consultation,
        form=form,
        problems=problems[:MOST_SHOWN],
        more=max(0, len(problems) - MOST_SHOWN),
        columns=rules.COLUMNS,
    )


@bp.get("/targets.csv")
@requires(Role.LEAD)
def template(slug: str) -> FlaskResponse:
    """Give the targets as they are as a file, to fill in and send back."""
    consultation = consultation_or_404(slug)
    content = files.targets_csv(consultation.audiences, queries.every(session(), consultation.id))
    name = f"{consultation.slug}-targets.csv"
    return send_file(io.BytesIO(content), mimetype="text/csv", as_attachment=True, download_name=name)


def _read(consultation: Consultation, content: bytes, file_name: str) -> rules.Read:
    sheet = read(content, file_name)
    missing = {*rules.NEEDED} - {column.strip().casefold() for column in sheet.columns}
    if missing:
        raise UnreadableFileError(f"Row 1 must name the columns. Missing: {', '.join(sorted(missing))}.")
    if len(sheet.rows) > rules.MOST_TARGETS:
        raise UnreadableFileError(f"The file has more than {rules.MOST_TARGETS} rows.")
    asked = [row.audience for row in consultation.audiences]
    areas = [row.name for row in queries.every(session(), consultation.id) if row.kind is TargetKind.AREA]
    rows = [(row.number, row.cells) for row in sheet.rows if not row.is_empty]
    found = rules.read_rows(rows, asked, {audience: forms.bands(audience) for audience in asked}, areas)
    if not rows:
        raise UnreadableFileError("The file has no rows below the names of the columns.")
    return found
