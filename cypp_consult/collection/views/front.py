"""The front page, the link of an event, the first page of each form, its privacy notice, and saying no."""

from typing import Any

from flask import redirect, render_template, request, url_for

from cypp_consult.collection.queries import Door, door_at
from cypp_consult.collection.services import drafts
from cypp_consult.collection.texts import blocks
from cypp_consult.collection.views.blueprint import bp
from cypp_consult.collection.views.visit import Visit, visit_or_404, visit_or_none
from cypp_consult.collection.walk_rules import Walk, first_to_do
from cypp_consult.consultations.models import LawfulBasis
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.events import queries as events
from cypp_consult.questionnaires.queries import latest
from cypp_consult.text.clean import clean_text
from cypp_consult.web.access import public

# nobody reads faster than this, and most take a little longer per question
_SECONDS_A_QUESTION = 35


@bp.get("/")
@public
def front() -> Any:
    """Show what this is, with a box for the code from a poster; a known code leads on to its form."""
    typed = clean_text(request.args.get("code", "")).strip()[:40]
    if not typed:
        problem = "Type the code from the poster" if "code" in request.args else ""
        return render_template("collection/front.html", typed="", problem=problem)
    visit = visit_or_none(typed)
    if visit is not None:
        return redirect(visit.url("start"))
    event = events.by_code(session(), typed)
    if event is not None:
        return redirect(url_for("collection.join", code=event.code))
    problem = "We do not know that code. Look at the poster and try again"
    return render_template("collection/front.html", typed=typed, problem=problem), 404


@bp.get("/j/<code>")
@public
def join(code: str) -> Any:
    """Ask who somebody is that came by the link of an event, unless it asks one audience alone, and lead on."""
    event = events.by_code(session(), code)
    if event is None:
        # the code of an audience leads to its form from here too; any other gets the kind page
        return redirect(visit_or_404(code).url("start"))
    door, places = door_at(session(), event, clock.now())
    if len(places) == 1:
        return redirect(url_for("collection.start", code=places[0].code, at=event.code))
    if places:
        return render_template("collection/join.html", event=event, places=places, consultation=event.consultation)
    visit = next((Visit(place, is_arriving=True) for place in events.asked(event)), None)
    if visit is None:
        return render_template("collection/unknown.html", typed=code), 404
    return visit.page("collection/shut.html", door=door.value, told=[])


@bp.get("/c/<code>")
@public
def start(code: str) -> Any:
    """Show what the form is about and what taking part means; or, kindly, why it is not open."""
    visit = _arriving(code)
    if visit.event is not None and not events.is_ready(visit.event):
        return redirect(visit.first_url())
    if visit.door is not Door.OPEN:
        return visit.page("collection/shut.html", door=visit.door.value, told=visit.told(to_change=False))
    frozen = latest(session(), visit.consultation.id, visit.place.audience)
    count = len(frozen.questions) if frozen else 0
    minutes = max(1, round(count * _SECONDS_A_QUESTION / 60))
    return visit.page(
        "collection/start.html",
        count=count,
        minutes=minutes,
        by_consent=_is_by_consent(visit),
        carry_on=_carry_on(visit),
    )


def _arriving(code: str) -> Visit:
    return Visit(visit_or_404(code).place, is_arriving=True)


def _carry_on(visit: Visit) -> str:
    """Return where somebody who began in this browser goes on; nothing if nobody did."""
    if visit.walk is None:
        return ""
    place = first_to_do(visit.questions, visit.walk)
    return visit.url("check") if place is None else visit.url("question", number=place + 1)


@bp.post("/c/<code>/begin")
@public
def begin(code: str) -> Any:
    """Begin: a new draft for this browser; what it held before is deleted."""
    visit = _arriving(code)
    frozen = latest(session(), visit.consultation.id, visit.place.audience)
    if visit.door is not Door.OPEN or frozen is None:
        return redirect(visit.url("start"))
    if visit.ticket is not None:
        drafts.discard(session(), visit.ticket)
    walk = Walk(
        questionnaire_id=frozen.id,
        privacy_version=visit.consultation.privacy_version,
        event_id=visit.event.id if visit.event else None,
    )
    ticket = drafts.begin(session(), walk, clock.now())
    session().commit()
    visit.begin(ticket)
    return redirect(visit.url("question", number=1), 303)


@bp.get("/c/<code>/no-thanks")
@public
def no_thanks(code: str) -> Any:
    """Say that saying no is fine. Nothing is stored."""
    return visit_or_404(code).page("collection/no_thanks.html", stopped=False)


@bp.get("/c/<code>/stopped")
@public
def stopped(code: str) -> Any:
    """Say that what was begun here is deleted."""
    return visit_or_404(code).page("collection/no_thanks.html", stopped=True)


@bp.post("/c/<code>/clear")
@public
def clear(code: str) -> Any:
    """Delete what was begun in this browser and forget it, so that somebody else can begin."""
    visit = visit_or_404(code)
    had_begun = visit.ticket is not None
    onward = visit.url("stopped") if had_begun and "stop" in request.form else visit.first_url()
    if visit.ticket is not None:
        drafts.discard(session(), visit.ticket)
        session().commit()
    visit.forget()
    return redirect(onward, 303)


@bp.get("/c/<code>/privacy")
@public
def privacy(code: str) -> Any:
    """Show the notice in its layers: the short one of this audience, the full text, and the facts."""
    visit = visit_or_404(code)
    if visit.consultation.launched_at is None:
        return redirect(visit.url("start"))
    return visit.page("collection/privacy.html", blocks=blocks(visit.consultation.privacy_full), back_url=_back(visit))


def _back(visit: Visit) -> str:
    """Return the page of this form that the notice was opened from, else its first page."""
    number = request.args.get("from", "")
    if number.isdecimal() and visit.walk is not None:
        return visit.url("question", number=int(number))
    return visit.url("start")


def _is_by_consent(visit: Visit) -> bool:
    return visit.consultation.lawful_basis is LawfulBasis.CONSENT
