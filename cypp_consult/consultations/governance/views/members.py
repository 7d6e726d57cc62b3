"""Who sits on a body."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from cypp_consult.consultations import queries as consultations
from cypp_consult.consultations.governance import queries, services
from cypp_consult.consultations.governance.forms import SeatForm
from cypp_consult.consultations.governance.models import Body, Office, Seat, SeatLevel
from cypp_consult.consultations.governance.views import KEEPERS, bp
from cypp_consult.core.database import session
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.web.access import requires


@bp.route("/boards/<slug>/members/new", methods=["GET", "POST"])
@requires(*KEEPERS)
def new_seat(slug: str) -> str | Response:
    """Add a member."""
    return _page(queries.body(session(), slug, current_user), None)


@bp.route("/boards/<slug>/members/<uuid:seat_id>", methods=["GET", "POST"])
@requires(*KEEPERS)
def seat(slug: str, seat_id: UUID) -> str | Response:
    """Change a member."""
    body = queries.body(session(), slug, current_user)
    return _page(body, queries.seat(session(), body, seat_id))


@bp.route("/boards/<slug>/members/<uuid:seat_id>/remove", methods=["GET", "POST"])
@requires(*KEEPERS)
def remove_seat(slug: str, seat_id: UUID) -> str | Response:
    """Ask, then take a member off."""
    body = queries.body(session(), slug, current_user)
    row = queries.seat(session(), body, seat_id)
    if request.method == "GET":
        return render_template("consultations/governance/remove_seat.html", body=body, seat=row)
    services.remove_seat(session(), row)
    session().commit()
    flash("Taken off. Votes they gave stay on record.", "success")
    return redirect(url_for(".show", slug=slug, _anchor="members"))


def _page(body: Body, row: Seat | None) -> str | Response:
    form = _offered(SeatForm(obj=row), row)
    if row and not form.is_submitted():
        form.level.data, form.office.data = row.level.value, row.office.value if row.office else ""
    if form.validate_on_submit():
        try:
            if row:
                services.change_seat(session(), row, **_facts(form))
            else:
                services.add_seat(session(), body, **_facts(form))
        except InvalidInputError as error:
            session().rollback()
            form.person_id.errors = [str(error)]
        else:
            session().commit()
            flash("Saved." if row else "Added.", "success")
            return redirect(url_for(".show", slug=body.slug, _anchor="members"))
    return render_template("consultations/governance/seat.html", form=form, body=body, seat=row)


def _offered(form: Any, row: Seat | None) -> Any:
    people = list(consultations.people(session(), *queries.SITTERS))
    form.person_id.offer(people, row.person if row else None)
    return form


def _facts(form: Any) -> dict[str, Any]:
    return {
        "name": form.name.data,
        "level": SeatLevel(form.level.data),
        "office": Office(form.office.data) if form.office.data else None,
        "person_id": form.person_id.data,
    }
