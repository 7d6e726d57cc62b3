"""The pages to read, and the file to take away."""

import io

from flask import Response as FlaskResponse
from flask import render_template, request, send_file
from flask_login import current_user

from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.core.roles import Role
from cypp_consult.summaries.reach import files, services
from cypp_consult.summaries.reach.building import build
from cypp_consult.summaries.reach.forms import ExportForm
from cypp_consult.summaries.reach.views import READERS, bp, threshold
from cypp_consult.web.access import requires

TABS = {"group": "By group", "age": "By age", "place": "By area", "channel": "By channel"}
# which sections each tab shows
SHOWN = {"group": ("audience", "group"), "age": ("age",), "place": ("place",), "channel": ()}


@bp.get("")
@requires(*READERS)
def show(slug: str) -> str:
    """Show who was heard against what was hoped for, and what would close the gap."""
    consultation = consultation_or_404(slug)
    tab = request.args.get("by", "group")
    tab = tab if tab in TABS else "group"
    return render_template(
        "summaries/reach/show.html",
        consultation=consultation,
        reached=build(session(), consultation, clock.now(), threshold()),
        tab=tab,
        tabs=TABS,
        shown=SHOWN[tab],
        may_edit=current_user.is_any(Role.LEAD),
        form=ExportForm(),
    )


@bp.get("/print")
@requires(*READERS)
def printed(slug: str) -> str:
    """Show every table on one page made to be printed."""
    consultation = consultation_or_404(slug)
    at = clock.now()
    reached = build(session(), consultation, at, threshold())
    return render_template("summaries/reach/print.html", consultation=consultation, reached=reached, at=at)


@bp.post("/csv")
@requires(Role.LEAD)
def export(slug: str) -> FlaskResponse:
    """Give what the page shows as a file; the export is on record."""
    consultation = consultation_or_404(slug)
    at = clock.now()
    content = files.reach_csv(build(session(), consultation, at, threshold()))
    name = f"{consultation.slug}-reach-{clock.local_day(at).isoformat()}.csv"
    services.record_export(session(), consultation, name)
    session().commit()
    return send_file(io.BytesIO(content), mimetype="text/csv", as_attachment=True, download_name=name)
