"""Pages of the exchange with other tools: the code frame out and in, coded answers out."""

import io

from flask import Blueprint, redirect, render_template, send_file, url_for
from flask import Response as FlaskResponse
from flask_login import current_user
from werkzeug.wrappers import Response

from cypp_consult.coding import queries as coding
from cypp_consult.coding.exchange import services, tasks
from cypp_consult.coding.exchange.forms import ImportForm
from cypp_consult.coding.exchange.reading import LARGEST, UnreadableFrameError, read
from cypp_consult.coding.exchange.rules import Fate
from cypp_consult.coding.views.shared import EDITORS
from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.consultations.models import Consultation
from cypp_consult.core import clock, jobs
from cypp_consult.core.database import session
from cypp_consult.core.roles import Role
from cypp_consult.core.waking import wake
from cypp_consult.web import line
from cypp_consult.web.access import requires

bp = Blueprint("exchange", __name__, url_prefix="/consultations/<slug>/coding/exchange")
line.add_pages("Coding", "exchange")

QDC = "application/xml"
FATES = {
    Fate.MADE: "Made",
    Fate.THERE: "There already",
    Fate.OF_THE_PLAN: "Of the plan",
    Fate.LEFT_OUT: "Left out",
}


@bp.get("")
@requires(*EDITORS)
def index(slug: str) -> str:
    """Offer the code frame and the coded answers as files, and take a code frame."""
    return _page(consultation_or_404(slug), ImportForm(formdata=None))


@bp.post("/codebook")
@requires(*EDITORS)
def codebook(slug: str) -> FlaskResponse:
    """Give the code frame as a .qdc file."""
    consultation = consultation_or_404(slug)
    content = services.export_code_frame(session(), consultation, clock.now())
    session().commit()
    name = f"{consultation.slug}-codes.qdc"
    return send_file(io.BytesIO(content), mimetype=QDC, as_attachment=True, download_name=name)


@bp.post("/import")
@requires(*EDITORS)
def take(slug: str) -> str | tuple[str, int]:
    """Make themes of a code frame from another tool, and say what became of each code."""
    consultation = consultation_or_404(slug)
    form = ImportForm()
    if not form.validate_on_submit():
        return _page(consultation, form), 422
    try:
        # one byte more than may be, so that a larger file is known by it
        codes = read(form.file.data.stream.read(LARGEST + 1))
        lines = services.import_codes(session(), consultation, codes, by_id=current_user.id, at=clock.now())
        session().commit()
    except UnreadableFrameError as error:
        session().rollback()
        form.file.errors = [*form.file.errors, str(error)]
        return _page(consultation, form), 422
    counts = [(sum(one.fate is fate for one in lines), FATES[fate]) for fate in Fate]
    return render_template(
        "coding/exchange/imported.html", consultation=consultation, lines=lines, fates=FATES, counts=counts
    )


@bp.post("/project")
@requires(Role.LEAD)
def project(slug: str) -> Response:
    """Make a .qdpx file of the coded answers in the background."""
    consultation = consultation_or_404(slug)
    services.record_project(session(), consultation, clock.now())
    job = jobs.enqueue(
        session(),
        tasks.KIND,
        {"consultation_id": str(consultation.id)},
        title=f"Coded answers of “{consultation.title}” for other tools"[:200],
        owner_id=current_user.id,
        at=clock.now(),
    )
    session().commit()
    wake(job.id)
    return redirect(url_for("jobs.show", job_id=job.id))


def _page(consultation: Consultation, form: ImportForm) -> str:
    return render_template(
        "coding/exchange/index.html",
        consultation=consultation,
        form=form,
        coded=coding.progress(session(), consultation.id).coded,
        may_take_answers=current_user.is_any(Role.LEAD),
    )
