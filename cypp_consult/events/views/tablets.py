"""Pages that pair tablets with an event, and take them away again."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import segno
from flask import current_app, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.consultations.models import Consultation
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.core.errors import NotFoundError
from cypp_consult.core.roles import Role
from cypp_consult.events import addresses, pairing, rules
from cypp_consult.events import tablet_queries as queries
from cypp_consult.events.loading import event_or_404
from cypp_consult.events.models import Event, PairingCode
from cypp_consult.events.views.blueprint import bp
from cypp_consult.web.access import requires

PAIRS = (Role.LEAD, Role.FACILITATOR)


@dataclass(frozen=True)
class NewCode:
    """A code as it is shown, once: to read, to scan, and its row."""

    row: PairingCode
    words: str
    picture: str


@bp.route("/consultations/<slug>/events/<event_slug>/tablets/pair", methods=["GET", "POST"])
@requires(*PAIRS)
def pair(slug: str, event_slug: str) -> str:
    """Show the tablets of an event; when asked, make a code for one more and show it this once."""
    consultation = consultation_or_404(slug)
    event = event_or_404(consultation, event_slug)
    made = _make(event) if request.method == "POST" else None
    if "parts" in request.args:
        return render_template("events/_pairing_parts.html", **_shown(consultation, event), asked=_asked(event))
    return render_template("events/pairing.html", **_shown(consultation, event), made=made)


@bp.post("/consultations/<slug>/events/<event_slug>/tablets/codes/<uuid:code_id>/withdraw")
@requires(*PAIRS)
def withdraw_code(slug: str, event_slug: str, code_id: UUID) -> Response:
    """Let a code pair nothing any more."""
    event = event_or_404(consultation_or_404(slug), event_slug)
    row = queries.code_of(session(), event.id, code_id)
    pairing.revoke_code(session(), row, clock.now())
    session().commit()
    if row.used_at is None:
        flash("The code is withdrawn. It pairs nothing any more.", "success")
    else:
        flash("A tablet has used this code already. Unpair the tablet below if it should not be here.", "error")
    return redirect(url_for(".pair", slug=slug, event_slug=event_slug))


@bp.route("/consultations/<slug>/events/<event_slug>/tablets/<uuid:device_id>/unpair", methods=["GET", "POST"])
@requires(*PAIRS)
def unpair(slug: str, event_slug: str, device_id: UUID) -> str | Response:
    """Say what will happen, then take a tablet's right to send away."""
    consultation = consultation_or_404(slug)
    event = event_or_404(consultation, event_slug)
    device = queries.device_of(session(), event.id, device_id)
    if request.method == "GET":
        return render_template("events/unpair.html", consultation=consultation, event=event, device=device)
    pairing.revoke(session(), device, clock.now())
    session().commit()
    flash(f"Tablet {device.number} is unpaired. It keeps its answers and asks to be paired again.", "success")
    return redirect(url_for(".pair", slug=slug, event_slug=event_slug))


def _make(event: Event) -> NewCode:
    row, secret = pairing.new_code(session(), event, current_user.id, clock.now())
    session().commit()
    address = addresses.for_pairing(current_app.config["BASE_URL"], event.code, secret)
    # in the page itself, so that the code is in no address that a log or a history keeps
    picture = segno.make(address, error="q", micro=False).svg_data_uri(scale=8, border=4, light="#fff", dark="#000")
    return NewCode(row, addresses.in_fours(secret), picture)


def _asked(event: Event) -> PairingCode | None:
    """Return the code whose fate the page asks after, so that it can say that a tablet has used it."""
    try:
        return queries.code_of(session(), event.id, UUID(request.args.get("code", "")))
    except (ValueError, NotFoundError):
        return None


def _shown(consultation: Consultation, event: Event) -> dict[str, Any]:
    now, base = clock.now(), current_app.config["BASE_URL"]
    devices = queries.devices(session(), event.id)
    return {
        "consultation": consultation,
        "event": event,
        "now": now,
        "missing": rules.missing(event.safeguarding_name, event.safeguarding_phone),
        "is_past": rules.when(event.held_on, clock.local_day(now)) is rules.When.PAST,
        "address": addresses.for_tablets(base, event.code),
        "is_secure": addresses.is_secure(base),
        "codes": queries.open_codes(session(), event.id, now),
        "devices": devices,
        "numbers": {device.id: device.number for device in devices},
    }
