"""When a body meets, and its papers."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from cypp_consult.consultations.governance import queries, services
from cypp_consult.consultations.governance.forms import MeetingForm
from cypp_consult.consultations.governance.models import Body, Meeting
from cypp_consult.consultations.governance.views import KEEPERS, VIEWERS, bp
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.core.errors import InvalidInputError, NotAllowedError
from cypp_consult.web.access import requires


@bp.route("/boards/<slug>/meetings/new", methods=["GET", "POST"])
@requires(*KEEPERS)
def new_meeting(slug: str) -> str | Response:
    """Add a meeting."""
    return _page(queries.body(session(), slug, current_user), None)


@bp.route("/boards/<slug>/meetings/<uuid:meeting_id>", methods=["GET", "POST"])
@requires(*KEEPERS)
def meeting(slug: str, meeting_id: UUID) -> str | Response:
    """Change a meeting."""
    body = queries.body(session(), slug, current_user)
    return _page(body, queries.meeting(session(), body, meeting_id))


@bp.route("/boards/<slug>/meetings/<uuid:meeting_id>/remove", methods=["GET", "POST"])
@requires(*KEEPERS)
def remove_meeting(slug: str, meeting_id: UUID) -> str | Response:
    """Ask, then take a meeting off."""
    body = queries.body(session(), slug, current_user)
    row = queries.meeting(session(), body, meeting_id)
    if request.method == "GET":
        return render_template("consultations/governance/remove_meeting.html", body=body, meeting=row)
    services.remove_meeting(session(), row)
    session().commit()
    flash("Taken off. The audit log keeps it.", "success")
    return redirect(url_for(".show", slug=slug, _anchor="meetings"))


@bp.post("/boards/<slug>/meetings/<uuid:meeting_id>/papers-sent")
@requires(*VIEWERS)
def papers_sent(slug: str, meeting_id: UUID) -> Response:
    """Say that the papers of a meeting are out."""
    return _papers(slug, meeting_id, sent=True)


@bp.post("/boards/<slug>/meetings/<uuid:meeting_id>/papers-not-sent")
@requires(*VIEWERS)
def papers_not_sent(slug: str, meeting_id: UUID) -> Response:
    """Take back that the papers of a meeting are out."""
    return _papers(slug, meeting_id, sent=False)


def _papers(slug: str, meeting_id: UUID, *, sent: bool) -> Response:
    body = queries.body(session(), slug, current_user)
    if not (current_user.is_any(*KEEPERS) or body.secretary_id == current_user.id):
        raise NotAllowedError("Leads, and whoever sends the papers of this body, say that they are out.")
    row = queries.meeting(session(), body, meeting_id)
    services.set_papers_sent(session(), row, clock.now(), sent=sent)
    session().commit()
    if sent:
        undo = url_for(".papers_not_sent", slug=slug, meeting_id=meeting_id)
        flash({"words": f"Papers sent for {row.held_on.day} {row.held_on:%B}", "url": undo}, "undo")  # type: ignore[arg-type]  # flash takes what templates read
    else:
        flash("Papers not sent yet.", "success")
    return redirect(url_for(".show", slug=slug, _anchor="meetings"))


def _page(body: Body, row: Meeting | None) -> str | Response:
    form = MeetingForm(obj=row)
    if form.validate_on_submit() and form.held_on.data:
        try:
            if row:
                services.change_meeting(session(), row, **_facts(form))
            else:
                row = services.add_meeting(session(), body, **_facts(form))
        except InvalidInputError as error:
            session().rollback()
            form.held_on.errors = [str(error)]
        else:
            session().commit()
            flash("Saved.", "success")
            return redirect(url_for(".show", slug=body.slug, _anchor="meetings"))
    due = queries.papers_day(session(), body, row.held_on) if row and row.id else None
    return render_template("consultations/governance/meeting.html", form=form, body=body, meeting=row, due=due)


def _facts(form: Any) -> dict[str, Any]:
    return {
        "held_on": form.held_on.data,
        "starts_at": form.starts_at.data,
        "place": form.place.data or "",
        "agenda": form.agenda.data or "",
        "papers_on": form.papers_on.data,
    }
