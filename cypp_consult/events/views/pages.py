"""Pages of events."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from cypp_consult.accounts.models import User
from cypp_consult.consultations import queries as consultation_queries
from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.core.roles import Role
from cypp_consult.events import queries, rules, services
from cypp_consult.events.forms import ROUTES, EventForm
from cypp_consult.events.loading import event_or_404
from cypp_consult.events.models import Event
from cypp_consult.events.views.blueprint import VIEWERS, bp
from cypp_consult.web import line
from cypp_consult.web.access import requires

STAFF = (Role.FACILITATOR, Role.LEAD, Role.SAFEGUARDING_LEAD)
FACTS = (
    "name",
    "venue",
    "held_on",
    "starts_at",
    "ends_at",
    "expected_headcount",
    "safeguarding_name",
    "safeguarding_phone",
    "permission_reason",
)

line.add(line.Stop(order=30, label="Events", endpoint="events.index", roles=frozenset(VIEWERS)))


@bp.get("/consultations/<slug>/events")
@requires(*VIEWERS)
def index(slug: str) -> str:
    """List the events this person may see: today's, those to come, those that were."""
    consultation = consultation_or_404(slug)
    today = clock.today()
    found = queries.for_person(session(), consultation.id, current_user)
    groups = [(when, [event for event in found if rules.when(event.held_on, today) is when]) for when in ORDER]
    return render_template(
        "events/index.html",
        consultation=consultation,
        groups=[(HEADINGS[when], events if when is not rules.When.PAST else events[::-1]) for when, events in groups],
        today=today,
        in_words=rules.in_words,
        is_ready=queries.is_ready,
        may_edit=current_user.is_any(Role.LEAD),
    )


@bp.route("/consultations/<slug>/events/new", methods=["GET", "POST"])
@requires(Role.LEAD)
def new(slug: str) -> str | Response:
    """Plan an event; the consultation's safeguarding lead is offered as the one on duty."""
    consultation = consultation_or_404(slug)
    form = _form(None)
    if not form.is_submitted():
        lead = consultation.safeguarding_lead
        form.safeguarding_name.data = lead.name if lead else ""
        form.safeguarding_phone.data = consultation.safeguarding_phone
    if form.validate_on_submit():
        event = services.create(session(), consultation, **_facts(form))
        services.set_staff(session(), event, form.user_ids.data or [])
        session().commit()
        _say_kept(event)
        return redirect(url_for(".show", slug=slug, event_slug=event.slug))
    return render_template("events/edit.html", form=form, consultation=consultation, event=None)


@bp.get("/consultations/<slug>/events/<event_slug>")
@requires(*VIEWERS)
def show(slug: str, event_slug: str) -> str:
    """Show an event: whom to ring, who is on duty, and the ways to enter what was said there."""
    consultation = consultation_or_404(slug)
    event = event_or_404(consultation, event_slug)
    today = clock.today()
    return render_template(
        "events/show.html",
        consultation=consultation,
        event=event,
        when=rules.in_words(event.held_on, today),
        is_past=rules.when(event.held_on, today) is rules.When.PAST,
        missing=rules.missing(event.safeguarding_name, event.safeguarding_phone),
        routes=ROUTES,
        state=consultation_queries.state_of(consultation, today),
        may_edit=current_user.is_any(Role.LEAD),
        may_enter=current_user.is_any(Role.LEAD, Role.FACILITATOR),
    )


@bp.route("/consultations/<slug>/events/<event_slug>/edit", methods=["GET", "POST"])
@requires(Role.LEAD)
def edit(slug: str, event_slug: str) -> str | Response:
    """Change an event and who is on duty at it."""
    consultation = consultation_or_404(slug)
    event = event_or_404(consultation, event_slug)
    form = _form(event)
    if form.validate_on_submit():
        services.change(session(), event, **_facts(form))
        services.set_staff(session(), event, form.user_ids.data or [])
        session().commit()
        _say_kept(event)
        return redirect(url_for(".show", slug=slug, event_slug=event.slug))
    return render_template("events/edit.html", form=form, consultation=consultation, event=event)


@bp.route("/consultations/<slug>/events/<event_slug>/remove", methods=["GET", "POST"])
@requires(Role.LEAD)
def remove(slug: str, event_slug: str) -> str | Response:
    """Ask, then take away an event at which nothing was collected."""
    consultation = consultation_or_404(slug)
    event = event_or_404(consultation, event_slug)
    if request.method == "GET":
        return render_template("events/remove.html", consultation=consultation, event=event)
    try:
        services.remove(session(), event)
    except InvalidInputError as error:
        session().rollback()
        flash(str(error), "error")
        return redirect(url_for(".show", slug=slug, event_slug=event_slug))
    session().commit()
    flash("The event is taken away.", "success")
    return redirect(url_for(".index", slug=slug))


ORDER = (rules.When.TODAY, rules.When.TO_COME, rules.When.PAST)
HEADINGS = {rules.When.TODAY: "Today", rules.When.TO_COME: "To come", rules.When.PAST: "Held"}


def _form(event: Event | None) -> EventForm:
    staff = _staff(event)
    form = EventForm(obj=event, user_ids=[row.user_id for row in event.staff] if event else [])
    form.user_ids.offer(staff)
    return form


def _staff(event: Event | None) -> Sequence[User]:
    """Return who can be on duty: people of the roles, and those already on duty whatever they are now."""
    people = list(consultation_queries.people(session(), *STAFF))
    return people + [row.user for row in (event.staff if event else []) if row.user not in people]


def _facts(form: EventForm) -> dict[str, Any]:
    """Return what the form holds as the services take it."""
    facts = {name: form[name].data for name in FACTS}
    texts = ("venue", "safeguarding_name", "safeguarding_phone", "permission_reason")
    return {**facts, **{name: facts[name] or "" for name in texts}, "permission_route": form.route}


def _say_kept(event: Event) -> None:
    if queries.is_ready(event):
        flash("Saved. The event is ready.", "success")
    else:
        flash(
            "Saved as a plan. Nobody can be asked there until a safeguarding lead and their phone are named.", "error"
        )
