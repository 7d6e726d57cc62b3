"""The pages on which a lead plans an event: its facts, and its staff PIN."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from cypp_consult.accounts.models import User
from cypp_consult.consultations import queries as consultation_queries
from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.consultations.models import Consultation
from cypp_consult.core.database import session
from cypp_consult.core.roles import Role
from cypp_consult.events import queries, services
from cypp_consult.events.forms import EventForm, PinForm
from cypp_consult.events.loading import event_or_404
from cypp_consult.events.models import Event
from cypp_consult.events.views.blueprint import bp
from cypp_consult.web.access import requires

STAFF = (Role.FACILITATOR, Role.LEAD, Role.SAFEGUARDING_LEAD)
FACTS = ("name", "held_on", "starts_at", "ends_at", "expected_headcount")
TEXTS = (
    "venue",
    "quiet_room",
    "safeguarding_name",
    "safeguarding_phone",
    "permission_reason",
    "permission_decided_by",
)


@bp.route("/consultations/<slug>/events/new", methods=["GET", "POST"])
@requires(Role.LEAD)
def new(slug: str) -> str | Response:
    """Plan an event; the consultation's safeguarding lead is offered as the one on duty, and all are asked."""
    consultation = consultation_or_404(slug)
    form = _form(consultation, None)
    if not form.is_submitted():
        lead = consultation.safeguarding_lead
        form.safeguarding_name.data = lead.name if lead else ""
        form.safeguarding_phone.data = consultation.safeguarding_phone
    if not _is_rearranged(form) and form.validate_on_submit():
        event = services.create(session(), consultation, **_facts(form))
        return _keep_rest(event, form)
    return render_template("events/edit.html", form=form, consultation=consultation, event=None)


@bp.route("/consultations/<slug>/events/<event_slug>/edit", methods=["GET", "POST"])
@requires(Role.LEAD)
def edit(slug: str, event_slug: str) -> str | Response:
    """Change an event, who is asked and who is on duty at it."""
    consultation = consultation_or_404(slug)
    event = event_or_404(consultation, event_slug)
    form = _form(consultation, event)
    if not _is_rearranged(form) and form.validate_on_submit():
        services.change(session(), event, **_facts(form))
        return _keep_rest(event, form)
    return render_template("events/edit.html", form=form, consultation=consultation, event=event)


@bp.route("/consultations/<slug>/events/<event_slug>/pin", methods=["GET", "POST"])
@requires(Role.LEAD)
def pin(slug: str, event_slug: str) -> str | Response:
    """Choose another staff PIN, or have one made."""
    consultation = consultation_or_404(slug)
    event = event_or_404(consultation, event_slug)
    form = PinForm()
    is_random = request.method == "POST" and "make" in request.form
    if is_random or form.validate_on_submit():
        services.set_pin(session(), event, "" if is_random else form.pin.data or "")
        session().commit()
        flash("The staff PIN is changed. Each tablet takes it when it next reaches us.", "success")
        return redirect(url_for(".show", slug=slug, event_slug=event.slug, _anchor="pin"), 303)
    return render_template("events/pin.html", form=form, consultation=consultation, event=event)


def _form(consultation: Consultation, event: Event | None) -> EventForm:
    form = EventForm(obj=event, user_ids=[row.user_id for row in event.staff] if event else [])
    form.user_ids.offer(_staff(event))
    asked = [place.audience for place in consultation.audiences]
    form.offer_audiences(asked)
    if not form.is_submitted():
        rows = {row.audience: row.expected for row in event.audiences} if event else {}
        form.ask(rows or dict.fromkeys(asked))
    return form


def _staff(event: Event | None) -> Sequence[User]:
    """Return who can be on duty: people of the roles, and those already on duty whatever they are now."""
    people = list(consultation_queries.people(session(), *STAFF))
    return people + [row.user for row in (event.staff if event else []) if row.user not in people]


def _is_rearranged(form: EventForm) -> bool:
    """Add a row for a session or take one out, where a button asked for that, and say whether it did."""
    if "add_session" in request.form:
        form.add_session()
    elif "remove_session" in request.form:
        form.remove_session(request.form["remove_session"])
    else:
        return False
    return True


def _facts(form: EventForm) -> dict[str, Any]:
    """Return what the form holds as the services take it."""
    texts = {name: form[name].data or "" for name in TEXTS}
    return {name: form[name].data for name in FACTS} | texts | {"permission_route": form.route}


def _keep_rest(event: Event, form: EventForm) -> Response:
    """Keep who is asked, the sessions and the staff; commit, say how it stands, and show the event."""
    services.set_audiences(session(), event, form.asked())
    services.set_sessions(session(), event, form.session_plans())
    services.set_staff(session(), event, form.user_ids.data or [])
    session().commit()
    if queries.is_ready(event):
        flash("Saved. The event is ready.", "success")
    else:
        flash(
            "Saved as a plan. Nobody can be asked there until a safeguarding lead and their phone are named.", "error"
        )
    return redirect(url_for(".show", slug=event.consultation.slug, event_slug=event.slug))
