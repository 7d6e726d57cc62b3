"""The desk: what is due, for whom. And what every staff page says about the person and the consultation."""

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from cypp_consult.consultations import queries as consultation_queries
from cypp_consult.consultations import rules as consultation_rules
from cypp_consult.consultations.models import Consultation
from cypp_consult.consultations.timeline_forms import KINDS
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.core.roles import Role
from cypp_consult.desk import home, parts_form, queries
from cypp_consult.desk.event_day import page as event_page
from cypp_consult.desk.event_day.rules import Tablet
from cypp_consult.events import queries as event_queries
from cypp_consult.events.models import Event
from cypp_consult.web import line
from cypp_consult.web.access import STAFF, may_open, public, requires

bp = Blueprint("desk", __name__)
line.add(line.Stop(order=0, label="Desk", endpoint="desk.show", roles=STAFF, needs_consultation=False))


def _last_seen(slug: str | None) -> Consultation | None:
    """Return the consultation a person last looked at, or the newest that they may see."""
    mine = consultation_queries.visible_to(session(), current_user)
    return next((item for item in mine if item.slug == slug), mine[0] if mine else None)


line.find_last_by(_last_seen)


@bp.get("/desk")
@requires(*STAFF)
def show() -> str:
    """Show what is late and near, what waits to be read, whom we miss, and where coding stands."""
    today = clock.today()
    partner_only = not current_user.is_any(*consultation_queries.SEE_ALL)
    consultations = queries.consultations(session(), current_user.id if partner_only else None)
    return render_template(
        "desk/home.html",
        today=today,
        home=home.gather(
            session(), current_user, consultations, clock.now(), current_app.config["SUPPRESSION_THRESHOLD"]
        ),
        kinds=KINDS,
        opens_consultations=may_open("consultations.show"),
        live=_live(consultations),
    )


def _live(consultations: list[Consultation]) -> list[tuple[Event, list[Tablet]]]:
    """Return today's events with their tablets, for those who may open the page of that day."""
    if not may_open("event_day.show"):
        return []
    sees_all = current_user.is_any(*event_queries.SEE_ALL)
    ids = [consultation.id for consultation in consultations]
    return event_page.live(session(), ids, clock.now(), None if sees_all else current_user.id)


@bp.get("/go")
@requires(*STAFF)
def go() -> Response:
    """Send a person who has just signed in to where their work is."""
    if current_user.role_names == {Role.ADMINISTRATOR}:
        return redirect(url_for("accounts.people"))
    if current_user.role_names == {Role.YOUNG_ANALYST} and (consultation := line.current()):
        return redirect(url_for("agreement.home", slug=consultation.slug))
    return redirect(url_for("desk.show"))


@bp.get("/design")
@public
def parts() -> str:
    """Show every token and part of the design system, in all its states."""
    return render_template("desk/parts.html", **parts_form.examples())


def bar_words(consultation: Consultation) -> str:
    """Return the state of a consultation for the bar, such as "Open, 18 days left"."""
    today = clock.today()
    state = consultation_queries.state_of(consultation, today)
    if state is consultation_rules.State.OPEN and consultation.closes_on:
        left = consultation_rules.days_left(consultation.closes_on, today)
        return "Open, closes today" if left == 0 else f"Open, {left} day{'s' if left != 1 else ''} left"
    return state.label


@bp.app_context_processor
def _bar() -> dict[str, Any]:
    if not getattr(current_user, "is_authenticated", False):
        return {}
    consultation = line.current()
    pages = [
        ("Your account", "accounts.account"),
        ("Boards and groups", "governance.index"),
        ("Reminders sent", "reminders.record"),
        ("People", "accounts.people"),
        ("Audit log", "accounts.audit_log"),
    ]
    links = [(words, url_for(endpoint)) for words, endpoint in pages if may_open(endpoint)]
    return {
        "home_url": url_for("desk.show"),
        "menu_links": links,
        "my_roles": ", ".join(sorted(role.label for role in current_user.role_names)),
        "bar_state": bar_words(consultation) if consultation else "",
        "bar_change_url": url_for("consultations.index") if consultation and may_open("consultations.index") else "",
    }
