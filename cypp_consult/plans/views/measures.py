"""The readings of a measure."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.core.errors import NotFoundError
from cypp_consult.core.roles import Role
from cypp_consult.plans import queries, services
from cypp_consult.plans.forms import ReadingForm
from cypp_consult.plans.models import Measure, Plan
from cypp_consult.plans.rules import Level
from cypp_consult.plans.views import bp
from cypp_consult.plans.views.plans import plan_or_404
from cypp_consult.web.access import requires


@bp.route("/plans/<slug>/readings/<uuid:measure_id>", methods=["GET", "POST"])
@requires(Role.LEAD)
def readings(slug: str, measure_id: UUID) -> str | Response:
    """Show the readings of a measure and take a new one."""
    plan = plan_or_404(slug)
    measure = _measure(plan, measure_id)
    form = ReadingForm()
    if form.validate_on_submit():
        given = {field.name: str(field.data or "") for field in (form.period, form.value, form.note)}
        services.add_reading(session(), measure, at=clock.now(), **given)
        session().commit()
        flash("Reading added.", "success")
        return redirect(url_for(".readings", slug=slug, measure_id=measure_id))
    return render_template("plans/readings.html", form=form, plan=plan, measure=measure)


@bp.post("/plans/<slug>/readings/<uuid:measure_id>/<uuid:reading_id>/remove")
@requires(Role.LEAD)
def remove_reading(slug: str, measure_id: UUID, reading_id: UUID) -> Response:
    """Take back a reading that was wrong."""
    measure = _measure(plan_or_404(slug), measure_id)
    reading = next((row for row in measure.readings if row.id == reading_id), None)
    if reading is None:
        raise NotFoundError
    services.remove_reading(session(), reading)
    session().commit()
    flash("Reading taken back.", "success")
    return redirect(url_for(".readings", slug=slug, measure_id=measure_id))


def _measure(plan: Plan, measure_id: UUID) -> Measure:
    found = queries.node(session(), plan, Level.MEASURE, measure_id)
    if not isinstance(found, Measure):
        raise NotFoundError
    return found
