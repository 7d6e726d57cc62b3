"""The page of an event's day. It refreshes itself by parts; without a script it is looked at again by a link."""

from flask import Blueprint, render_template, request
from flask_login import current_user

from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.core.roles import Role
from cypp_consult.desk.event_day import page
from cypp_consult.events import rules as event_rules
from cypp_consult.events.forms import ROUTES
from cypp_consult.events.loading import event_or_404
from cypp_consult.web import line
from cypp_consult.web.access import may_open, requires

bp = Blueprint("event_day", __name__)
line.add_pages("Events", bp.name)


@bp.get("/consultations/<slug>/events/<event_slug>/day")
@requires(Role.LEAD, Role.FACILITATOR, Role.SAFEGUARDING_LEAD)
def show(slug: str, event_slug: str) -> str:
    """Show the day of an event; with `?parts=1` only what changes, with `?words=0` nobody's words."""
    consultation = consultation_or_404(slug)
    event = event_or_404(consultation, event_slug)
    now = clock.now()
    return render_template(
        "desk/event_day/_parts.html" if "parts" in request.args else "desk/event_day/show.html",
        consultation=consultation,
        event=event,
        day=page.gather(session(), event, now, reads=current_user.is_any(Role.SAFEGUARDING_LEAD)),
        shows_words=request.args.get("words") != "0",
        when=event_rules.in_words(event.held_on, clock.local_day(now)),
        missing=event_rules.missing(event.safeguarding_name, event.safeguarding_phone),
        routes=ROUTES,
        may_enter=current_user.is_any(Role.LEAD, Role.FACILITATOR),
        may_look_aside=may_open("collection.parked"),
        may_rescue=may_open("tablets.rescue"),
    )
