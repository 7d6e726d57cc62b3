"""Pages of events: the list, an event's own page, and taking one away."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from cypp_consult.consultations import queries as consultation_queries
from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.core.roles import Role
from cypp_consult.events import planning_queries, queries, rules, services
from cypp_consult.events.forms import ROUTES
from cypp_consult.events.loading import event_or_404
from cypp_consult.events.views.blueprint import VIEWERS, bp
from cypp_consult.events.views.posters import address, short_address, spaced
from cypp_consult.web import line
from cypp_consult.web.access import may_open, requires

line.add(line.Stop(order=30, label="Events", endpoint="events.index", roles=frozenset(VIEWERS)))

ORDER = (rules.When.TODAY, rules.When.TO_COME, rules.When.PAST)
HEADINGS = {rules.When.TODAY: "Today", rules.When.TO_COME: "To come", rules.When.PAST: "Held"}


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
        expected=queries.expected,
        may_edit=current_user.is_any(Role.LEAD),
    )


@bp.get("/consultations/<slug>/events/<event_slug>")
@requires(*VIEWERS)
def show(slug: str, event_slug: str) -> str:
    """Show an event as it is planned: whom to ring, who is asked and on duty, what is left to do, what to print."""
    consultation = consultation_or_404(slug)
    event = event_or_404(consultation, event_slug)
    today = clock.today()
    is_lead = current_user.is_any(Role.LEAD)
    return render_template(
        "events/show.html",
        consultation=consultation,
        event=event,
        when=rules.in_words(event.held_on, today),
        is_past=rules.when(event.held_on, today) is rules.When.PAST,
        is_today=rules.when(event.held_on, today) is rules.When.TODAY,
        readiness=planning_queries.readiness(session(), event),
        asked=queries.asked(event),
        counts={row.audience: row.expected for row in event.audiences},
        expected=queries.expected(event),
        offers=planning_queries.offers(session(), event),
        routes=ROUTES,
        state=consultation_queries.state_of(consultation, today),
        address=address(event),
        short_address=short_address(event),
        code=spaced(event.code),
        may_edit=is_lead,
        may_enter=current_user.is_any(Role.LEAD, Role.FACILITATOR),
        may_see_pin=is_lead or queries.is_on_duty(event, current_user),
        may_open=may_open,
    )


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
