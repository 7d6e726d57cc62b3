"""Whom each event was for: so places and groups are reached that nobody is asked about."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.consultations.models import Consultation
from cypp_consult.consultations.targets import queries as target_queries
from cypp_consult.consultations.targets.models import TargetKind
from cypp_consult.core.database import session
from cypp_consult.core.roles import Role
from cypp_consult.events.loading import event_or_404
from cypp_consult.summaries.reach import queries, services
from cypp_consult.summaries.reach.forms import EventForForm
from cypp_consult.summaries.reach.views import bp
from cypp_consult.web.access import requires
from cypp_consult.web.forms import choices

PLACES = (TargetKind.AREA, TargetKind.SCHOOL)


@bp.get("/events")
@requires(Role.LEAD)
def events(slug: str) -> str:
    """Show every event with the place and the groups that it counts for."""
    consultation = consultation_or_404(slug)
    rows = target_queries.every(session(), consultation.id)
    return render_template(
        "summaries/reach/events.html",
        consultation=consultation,
        events=queries.events(session(), consultation.id),
        names={row.id: row.name for row in rows},
        has_targets=any(row.kind is not TargetKind.AGE for row in rows),
    )


@bp.route("/events/<event_slug>", methods=["GET", "POST"])
@requires(Role.LEAD)
def event(slug: str, event_slug: str) -> str | Response:
    """Say which place and groups everybody at an event is of."""
    consultation = consultation_or_404(slug)
    found = queries.of_event(session(), event_or_404(consultation, event_slug))
    form = _form(consultation)
    if not form.is_submitted():
        form.place.data = str(found.place_id or "")
        form.groups.data = [str(key) for key in found.group_ids]
    if form.validate_on_submit():
        rows = {str(row.id): row for row in target_queries.every(session(), consultation.id)}
        groups = [rows[key] for key in form.groups.data or ()]
        services.say_for(session(), found.event, rows.get(form.place.data or ""), groups)
        session().commit()
        flash(f"Saved. “{found.event.name}” counts as you said.", "success")
        return redirect(url_for(".events", slug=slug))
    return render_template("summaries/reach/event.html", consultation=consultation, form=form, event=found.event)


def _form(consultation: Consultation) -> EventForForm:
    form = EventForForm()
    rows = target_queries.every(session(), consultation.id)
    places = [(str(row.id), f"{row.name}, {row.kind.value}") for row in rows if row.kind in PLACES]
    form.place.choices = choices([("", "No one place"), *places])
    form.groups.choices = choices((str(row.id), row.name) for row in rows if row.kind is TargetKind.GROUP)
    return form
