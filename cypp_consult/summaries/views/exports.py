"""Files to take away: small ones at once, the others by a job. Every export is on record."""

import io

from flask import Response as FlaskResponse
from flask import redirect, render_template, send_file, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from cypp_consult.consultations.models import Milestone
from cypp_consult.core import clock, jobs
from cypp_consult.core.database import session
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.core.roles import Role
from cypp_consult.core.waking import wake
from cypp_consult.summaries import services
from cypp_consult.summaries.content import ThemedSummary
from cypp_consult.summaries.forms import AnswersForm, ExportForm
from cypp_consult.summaries.renderers import FORMATS, Format, file_name, format_named
from cypp_consult.summaries.renderers.annex import ANNEX_FORMATS
from cypp_consult.summaries.tasks import KIND
from cypp_consult.summaries.views.shared import bp, milestone_or_404, pack_or_404, threshold
from cypp_consult.web.access import requires

_PURPOSES = {
    "docx": "All answers by theme, to read with a group.",
    "xlsx": "One answer a line, to sort and filter.",
    "csv": "One answer a line, for another program.",
}


@bp.get("/<milestone_slug>/export")
@requires(Role.LEAD)
def export(slug: str, milestone_slug: str) -> str:
    """Offer the formats of the draft, and the answers."""
    milestone = milestone_or_404(slug, milestone_slug)
    answers = [(FORMATS[name], _PURPOSES[name]) for name in ANNEX_FORMATS]
    return render_template(
        "summaries/export.html", milestone=milestone, pack=None, formats=FORMATS.values(), answers=answers
    )


@bp.post("/<milestone_slug>/export")
@requires(Role.LEAD)
def export_draft(slug: str, milestone_slug: str) -> FlaskResponse | Response:
    """Give the draft as a file."""
    milestone = milestone_or_404(slug, milestone_slug)
    form = _chosen(ExportForm())
    if form.in_background:
        return _by_job(milestone, "summary", form, None)
    summary = services.build(session(), milestone, clock.now(), threshold())
    return _at_once(milestone, summary, form, None)


@bp.post("/<milestone_slug>/export/answers")
@requires(Role.LEAD)
def export_answers(slug: str, milestone_slug: str) -> Response:
    """Make a file of the answers."""
    milestone = milestone_or_404(slug, milestone_slug)
    form = AnswersForm()
    if not form.validate_on_submit():
        raise InvalidInputError(_first_error(form.errors))
    return _by_job(milestone, "answers", format_named(form.answers_format.data or ""), None)


@bp.get("/<milestone_slug>/packs/<int:version>/export")
@requires(Role.LEAD, Role.PARTNER)
def export_pack(slug: str, milestone_slug: str, version: int) -> str:
    """Offer the formats of a frozen pack."""
    milestone = milestone_or_404(slug, milestone_slug)
    found = pack_or_404(milestone, version)
    return render_template(
        "summaries/export.html", milestone=milestone, pack=found, formats=FORMATS.values(), answers=[]
    )


@bp.post("/<milestone_slug>/packs/<int:version>/export")
@requires(Role.LEAD, Role.PARTNER)
def export_of_pack(slug: str, milestone_slug: str, version: int) -> FlaskResponse | Response:
    """Give a frozen pack as a file."""
    milestone = milestone_or_404(slug, milestone_slug)
    found = pack_or_404(milestone, version)
    form = _chosen(ExportForm())
    summary, _ = services.of_pack(session(), found)
    if form.in_background:
        return _by_job(milestone, "summary", form, version)
    return _at_once(milestone, summary, form, version)


def _chosen(form: ExportForm) -> Format:
    if not form.validate_on_submit():
        raise InvalidInputError(_first_error(form.errors))
    return format_named(form.format.data or "")


def _first_error(errors: dict[str, list[str]]) -> str:
    return next((messages[0] for messages in errors.values() if messages), "Choose a format") + "."


def _at_once(milestone: Milestone, summary: ThemedSummary, form: Format, version: int | None) -> FlaskResponse:
    content = form.render(summary)
    services.record_export(session(), milestone, "summary", form.name, version=version, at=clock.now())
    session().commit()
    name = file_name(summary, form.name)
    return send_file(io.BytesIO(content), mimetype=form.mimetype, as_attachment=True, download_name=name)


def _by_job(milestone: Milestone, what: str, form: Format, version: int | None) -> Response:
    services.record_export(session(), milestone, what, form.name, version=version, at=clock.now())
    title = f"{form.label}: {'answers' if what == 'answers' else 'summary'} for “{milestone.name}”"
    job = jobs.enqueue(
        session(),
        KIND,
        {"milestone_id": str(milestone.id), "what": what, "format": form.name, "pack": version},
        title=title[:200],
        owner_id=current_user.id,
        at=clock.now(),
    )
    session().commit()
    wake(job.id)
    return redirect(url_for("jobs.show", job_id=job.id))
