"""Pages of calendars: a person's own address, and dates to take along."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from cypp_consult.accounts.models import User
from cypp_consult.consultations import queries as consultations
from cypp_consult.consultations.governance import queries as governance
from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.core.errors import NotFoundError
from cypp_consult.core.roles import Role
from cypp_consult.desk.calendars import items, queries, services, writing
from cypp_consult.desk.calendars.items import Item
from cypp_consult.web.access import STAFF, public, requires
from cypp_consult.web.links import outside

MIMETYPE = "text/calendar; charset=utf-8"

bp = Blueprint("calendars", __name__)


@bp.get("/calendar/<token>.ics")
@public
def feed(token: str) -> Response:
    """Give a calendar program the dates of the person whose private address this is."""
    address = queries.behind(session(), token)
    if address is None:
        raise NotFoundError
    now = clock.now()
    services.note_read(session(), address, clock.local_day(now))
    found = queries.for_person(session(), address.person, clock.local_day(now))
    answer = _answer(found, address.person, name=f"{current_app.config['ORGANISATION']}: dates", key=address.id)
    session().commit()
    return answer


@bp.get("/consultations/<slug>/milestones/<uuid:milestone_id>.ics")
@requires(*queries.SEES_TIMELINE)
def milestone(slug: str, milestone_id: UUID) -> Response:
    """Give one milestone as a file that any calendar opens."""
    consultation = consultation_or_404(slug)
    row = consultations.milestone(session(), consultation, milestone_id)
    answer = _answer([items.of_milestone(row, consultation)], current_user, name=row.name, key=None)
    session().commit()
    answer.headers.set("Content-Disposition", "attachment", filename=f"{row.slug}.ics")
    return answer


@bp.get("/boards/<slug>/meetings/<uuid:meeting_id>.ics")
@requires(*queries.SEES_TIMELINE)
def meeting(slug: str, meeting_id: UUID) -> Response:
    """Give one meeting of a body, and the day its papers are due, as a file that any calendar opens."""
    body = governance.body(session(), slug, current_user)
    row = governance.meeting(session(), body, meeting_id)
    today = clock.today()
    found = governance.meetings(session(), [body.id], today, first=row.held_on, last=row.held_on)
    listed = [item for dated in found for item in items.of_meeting(dated)]
    answer = _answer(listed, current_user, name=body.name, key=None)
    session().commit()
    answer.headers.set("Content-Disposition", "attachment", filename=f"{body.slug}-{row.held_on.isoformat()}.ics")
    return answer


@bp.get("/account/calendar")
@requires(*STAFF)
def mine() -> str:
    """Show whether one has a calendar address, and make or revoke it."""
    return _page("")


@bp.post("/account/calendar")
@requires(*STAFF)
def make() -> str:
    """Make a new calendar address and show it, this once: only its digest is kept."""
    token = services.make_address(session(), current_user.id, clock.now())
    session().commit()
    return _page(outside("calendars.feed", token=token))


@bp.post("/account/calendar/revoke")
@requires(*STAFF)
def revoke() -> Response:
    """Let one's calendar address lead nowhere."""
    services.revoke_address(session(), current_user.id, clock.now())
    session().commit()
    flash("Your calendar address is revoked. Calendars that use it get nothing more.", "success")
    return redirect(url_for(".mine"))


def _page(url: str) -> str:
    address = queries.address_of(session(), current_user.id)
    webcal = f"webcal:{url.partition(':')[2]}" if url else ""
    return render_template("desk/calendars/mine.html", address=address, url=url, webcal=webcal)


def _answer(found: Sequence[Item], person: User, *, name: str, key: UUID | None) -> Response:
    """Return dates as a file that only the asker's own programs may keep, and that is sent again only when changed."""
    editions = services.editions(session(), found, clock.now())

    def link(item: Item) -> str:
        # no link leads to a refusal
        roles: frozenset[Role] = getattr(current_app.view_functions[item.endpoint], "allowed_roles", frozenset())
        return outside(item.endpoint, slug=item.slug) if person.is_any(*roles) else ""

    body = writing.calendar(found, editions, name=name, key=key, link=link)
    answer = current_app.response_class(body, content_type=MIMETYPE)
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.add_etag()
    return answer.make_conditional(request)
