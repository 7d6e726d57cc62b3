"""The public link of an event: its address, its QR code, and its poster."""

import io

import segno
from flask import Response, render_template

from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.core.roles import Role
from cypp_consult.events import queries
from cypp_consult.events.loading import event_or_404
from cypp_consult.events.models import Event
from cypp_consult.events.views.blueprint import bp
from cypp_consult.web.access import requires
from cypp_consult.web.links import outside

WHO = (Role.LEAD, Role.FACILITATOR)


@bp.get("/consultations/<slug>/events/<event_slug>/poster")
@requires(*WHO)
def poster(slug: str, event_slug: str) -> str:
    """Show the poster of an event, to print on A4."""
    consultation = consultation_or_404(slug)
    event = event_or_404(consultation, event_slug)
    return render_template(
        "events/poster.html",
        consultation=consultation,
        event=event,
        asked=queries.asked(event),
        is_ready=queries.is_ready(event),
        address=address(event),
        short_address=short_address(event),
        site=_site(),
        code=spaced(event.code),
    )


@bp.get("/consultations/<slug>/events/<event_slug>/qr.svg")
@requires(*WHO)
def qr_svg(slug: str, event_slug: str) -> Response:
    """Return the QR code of an event's link as SVG."""
    return _picture(
        event_or_404(consultation_or_404(slug), event_slug), "svg", "image/svg+xml", scale=10, xmldecl=False
    )


@bp.get("/consultations/<slug>/events/<event_slug>/qr.png")
@requires(*WHO)
def qr_png(slug: str, event_slug: str) -> Response:
    """Return the QR code of an event's link as PNG, large enough to print."""
    return _picture(event_or_404(consultation_or_404(slug), event_slug), "png", "image/png", scale=24)


def address(event: Event) -> str:
    """Return an event's public address in full."""
    return outside("collection.join", code=event.code)


def short_address(event: Event) -> str:
    """Return an event's public address as people type it, without what browsers add by themselves."""
    return address(event).partition("://")[2]


def spaced(code: str) -> str:
    """Return a code in two halves, as people read it."""
    middle = (len(code) + 1) // 2
    return f"{code[:middle]} {code[middle:]}"


def _site() -> str:
    return outside("collection.front").partition("://")[2].rstrip("/")


def _picture(event: Event, kind: str, mimetype: str, **options: object) -> Response:
    out = io.BytesIO()
    segno.make(address(event), error="q", micro=False).save(out, kind=kind, border=4, light="#fff", **options)
    answer = Response(out.getvalue(), mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'inline; filename="{event.slug}.{kind}"'
    return answer
