"""Short reports of a body, which the page of the one it reports to gathers."""

from datetime import timedelta
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from cypp_consult.consultations.governance import queries, services
from cypp_consult.consultations.governance.forms import ReportForm
from cypp_consult.consultations.governance.models import Body, ReportStatus
from cypp_consult.consultations.governance.views import KEEPERS, bp
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.core.errors import InvalidInputError, NotAllowedError
from cypp_consult.core.roles import Role
from cypp_consult.web.access import requires

OTHERS = "Members of this body and leads file its reports."


@bp.route("/boards/<slug>/reports/new", methods=["GET", "POST"])
@requires(*KEEPERS, Role.ANALYST, Role.PARTNER)
def new_report(slug: str) -> str | Response:
    """File a report: full and associate members of the body may, and leads."""
    body = queries.body(session(), slug, current_user)
    if not current_user.is_any(*KEEPERS) and queries.sits_on(session(), body, current_user) is None:
        raise NotAllowedError(OTHERS)
    form = ReportForm()
    if not form.is_submitted():
        _begin(form, body)
    if form.validate_on_submit() and form.from_day.data and form.to_day.data:
        try:
            services.file_report(
                session(),
                body,
                UUID(form.key.data),
                from_day=form.from_day.data,
                to_day=form.to_day.data,
                status=ReportStatus(form.stands.data),
                words=form.words.data or "",
                by_id=current_user.id,
                at=clock.now(),
            )
        except InvalidInputError as error:
            session().rollback()
            form.words.errors = [str(error)]
        else:
            session().commit()
            above = body.reports_to
            flash(f"Filed. It is on the page of {above.name}." if above else "Filed.", "success")
            return redirect(url_for(".show", slug=slug, _anchor="reports"))
    return render_template("consultations/governance/report.html", form=form, body=body)


def _begin(form: ReportForm, body: Body) -> None:
    """Offer the days since the last report, or the last three months."""
    today = clock.today()
    earlier = queries.reports(session(), body)
    form.from_day.data = earlier[0].to_day + timedelta(days=1) if earlier else today - timedelta(days=91)
    form.from_day.data = min(form.from_day.data, today)
    form.to_day.data = today
