"""Pages of reminders: what each person wants to be told, and what was sent to whom."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.core.roles import Role
from cypp_consult.desk.reminders import queries, services
from cypp_consult.desk.reminders.forms import ChoiceForm
from cypp_consult.desk.reminders.page import told
from cypp_consult.web.access import STAFF, requires

SHOWN_MINE = 10

bp = Blueprint("reminders", __name__)


@bp.route("/account/reminders", methods=["GET", "POST"])
@requires(*STAFF)
def mine() -> str | Response:
    """Show what one is told by mail and change it; below it what was sent of late."""
    form = ChoiceForm.showing(queries.choice(session(), current_user.id))
    if form.validate_on_submit():
        services.choose(
            session(),
            current_user.id,
            wanted=form.chosen_kinds(),
            digest_day=form.chosen_day(),
            muted=form.muted.data,
            at=clock.now(),
        )
        session().commit()
        flash("Your choice is kept.", "success")
        return redirect(url_for(".mine"))
    rows, _ = queries.record(session(), person_id=current_user.id, limit=SHOWN_MINE)
    return render_template("desk/reminders/mine.html", form=form, rows=[told(row) for row in rows])


@bp.get("/reminders")
@requires(Role.LEAD, Role.ADMINISTRATOR)
def record() -> str:
    """Show what was sent to whom and when, newest first, fifty at a time."""
    before = request.args.get("before", type=int)
    rows, next_before = queries.record(session(), before=before)
    return render_template(
        "desk/reminders/record.html",
        rows=[told(row) for row in rows],
        newest=url_for(".record") if before else "",
        older=url_for(".record", before=next_before) if next_before else "",
    )
