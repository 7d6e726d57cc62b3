"""The one-page guide that a facilitator takes along, printed on A4."""

from flask import current_app, render_template, request
from flask_login import current_user

from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.core.roles import Role
from cypp_consult.events import addresses, queries, rules
from cypp_consult.events.loading import event_or_404
from cypp_consult.events.views.blueprint import VIEWERS, bp
from cypp_consult.web.access import requires


@bp.get("/consultations/<slug>/events/<event_slug>/guide")
@requires(*VIEWERS)
def guide(slug: str, event_slug: str) -> str:
    """Show the guide. The PIN is on it only when a lead or somebody on duty asks with `?pin=1`."""
    consultation = consultation_or_404(slug)
    event = event_or_404(consultation, event_slug)
    may_show_pin = current_user.is_any(Role.LEAD) or queries.is_on_duty(event, current_user)
    base = current_app.config["BASE_URL"]
    return render_template(
        "events/guide.html",
        consultation=consultation,
        event=event,
        missing=rules.missing(event.safeguarding_name, event.safeguarding_phone),
        address=addresses.for_tablets(base, event.code),
        is_secure=addresses.is_secure(base),
        may_show_pin=may_show_pin,
        shows_pin=may_show_pin and request.args.get("pin") == "1",
    )
