"""The end of the form: check your answers, a few questions about you, send, and what happens next."""

from typing import Any

from flask import current_app, redirect, request

from cypp_consult.collection import equality, receipt_rules, walk_rules
from cypp_consult.collection.models import Response
from cypp_consult.collection.queries import is_stored
from cypp_consult.collection.services import ShutError, send
from cypp_consult.collection.texts import lines
from cypp_consult.collection.views.blueprint import bp
from cypp_consult.collection.views.questions import elsewhere
from cypp_consult.collection.views.visit import Visit, visit_or_404
from cypp_consult.consultations.models import IdentityLevel
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.web.access import public


def _asks_about(visit: Visit) -> bool:
    return visit.consultation.identity_level is IdentityLevel.DEMOGRAPHICS


@bp.get("/c/<code>/check")
@public
def check(code: str) -> Any:
    """Show every answer with a way to change it, once all questions were answered or skipped."""
    visit = visit_or_404(code)
    away = elsewhere(visit)
    if away is not None or visit.walk is None:
        return away
    undone = walk_rules.first_to_do(visit.questions, visit.walk)
    if undone is not None:
        return redirect(visit.url("question", number=undone + 1))
    last = walk_rules.last_before(visit.questions, visit.walk.answers, len(visit.questions))
    back = visit.url("start") if last is None else visit.url("question", number=last + 1)
    return visit.page("collection/check.html", told=visit.told(), about_next=_asks_about(visit), back_url=back)


@bp.get("/c/<code>/about")
@public
def about(code: str) -> Any:
    """Show the equality questions, all of them to be skipped at one press."""
    visit = visit_or_404(code)
    away = elsewhere(visit)
    if away is not None:
        return away
    if not _asks_about(visit):
        return redirect(visit.url("check"))
    return visit.page(
        "collection/about.html", asked=equality.page_for(visit.place.audience), back_url=visit.url("check")
    )


@bp.post("/c/<code>/send")
@public
def send_answers(code: str) -> Any:
    """Store the answers once, however often this is posted, and lead to the page that says so."""
    visit = visit_or_404(code)
    if visit.walk is None or visit.ticket is None:
        return elsewhere(visit)
    ticket, about_you = visit.ticket, {}
    if _asks_about(visit) and "skip" not in request.form:
        about_you = equality.page_for(visit.place.audience).accepted(request.form)
    try:
        send(
            session(), visit.place, ticket, visit.walk,
            about=about_you, secret=current_app.config["SECRET_KEY"], at=clock.now(),
        )  # fmt: skip
    except ShutError:
        return redirect(visit.url("start"), 303)
    session().commit()
    visit.finish(ticket.id)
    return redirect(visit.url("done"), 303)


@bp.get("/c/<code>/done")
@public
def done(code: str) -> Any:
    """Say that the answers are in, what happens next, where to get help, and the receipt code."""
    visit = visit_or_404(code)
    if visit.sent_id is None:
        return elsewhere(visit) or redirect(visit.url("start"))
    happens = lines(visit.consultation.what_happens_next)
    return visit.page("collection/done.html", receipt=_receipt(visit), happens=happens)


def _receipt(visit: Visit) -> str:
    """Return the code of this browser's response as people copy it; nothing if it would not lead to it."""
    stored = session().get(Response, visit.sent_id)
    code = receipt_rules.code_of(current_app.config["SECRET_KEY"], stored.id) if stored else ""
    if stored is None or stored.receipt_digest != receipt_rules.digest_of(code):
        return ""
    return receipt_rules.spaced(code)


@bp.get("/c/<code>/gone")
@public
def gone(code: str) -> Any:
    """Explain that answers nobody finished are deleted after a while."""
    visit = visit_or_404(code)
    if visit.walk is not None:
        return redirect(visit.url("start"))
    if visit.ticket is not None and is_stored(session(), visit.ticket.id):
        return elsewhere(visit)
    return visit.page("collection/gone.html")
