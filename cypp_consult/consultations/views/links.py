"""The public addresses of a consultation: links, QR codes and posters, one for each audience."""

import io

import segno
from flask import Response, render_template

from cypp_consult.consultations import queries
from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.consultations.models import Consultation, ConsultationAudience
from cypp_consult.consultations.views import bp
from cypp_consult.core import clock
from cypp_consult.core.errors import NotFoundError
from cypp_consult.core.roles import Role
from cypp_consult.web.access import requires
from cypp_consult.web.links import outside

WHO = (Role.LEAD, Role.FACILITATOR)


@bp.get("/consultations/<slug>/links")
@requires(*WHO)
def links(slug: str) -> str:
    """Show each audience's link, code and QR code, to copy, download and print."""
    consultation = consultation_or_404(slug)
    today = clock.today()
    return render_template(
        "consultations/links.html",
        consultation=consultation,
        state=queries.state_of(consultation, today),
        state_words=queries.words_of(consultation, today),
        address=address,
        spaced=spaced,
    )


@bp.get("/consultations/<slug>/links/<audience>.svg")
@requires(*WHO)
def qr_svg(slug: str, audience: str) -> Response:
    """Return the QR code of an audience's link as SVG."""
    return _picture(consultation_or_404(slug), audience, "svg", "image/svg+xml", scale=10, xmldecl=False)


@bp.get("/consultations/<slug>/links/<audience>.png")
@requires(*WHO)
def qr_png(slug: str, audience: str) -> Response:
    """Return the QR code of an audience's link as PNG, large enough to print."""
    return _picture(consultation_or_404(slug), audience, "png", "image/png", scale=24)


@bp.get("/consultations/<slug>/links/<audience>/poster")
@requires(*WHO)
def poster(slug: str, audience: str) -> str:
    """Show a poster for an audience, to print on A4."""
    consultation = consultation_or_404(slug)
    return render_template(
        "consultations/poster.html",
        consultation=consultation,
        place=_place(consultation, audience),
        site=site(),
        spaced=spaced,
    )


def address(place: ConsultationAudience) -> str:
    """Return an audience's public address in full."""
    return outside("collection.start", code=place.code)


def site() -> str:
    """Return the address to type, without what browsers add by themselves."""
    return outside("collection.front").partition("://")[2].rstrip("/")


def spaced(code: str) -> str:
    """Return a code in two halves, as people read it."""
    return f"{code[:4]} {code[4:]}"


def _place(consultation: Consultation, audience: str) -> ConsultationAudience:
    found = next((row for row in consultation.audiences if row.audience == audience), None)
    if found is None:
        raise NotFoundError
    return found


def _picture(consultation: Consultation, audience: str, kind: str, mimetype: str, **options: object) -> Response:
    place = _place(consultation, audience)
    out = io.BytesIO()
    segno.make(address(place), error="q", micro=False).save(out, kind=kind, border=4, light="#fff", **options)
    answer = Response(out.getvalue(), mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'inline; filename="{consultation.slug}-{audience}.{kind}"'
    return answer
