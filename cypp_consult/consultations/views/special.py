"""Days that matter to this installation: closures, school holidays, the time before an election."""

from collections.abc import Sequence
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from cypp_consult.consultations import queries, services
from cypp_consult.consultations.fields import DIVISIONS
from cypp_consult.consultations.holidays import bank_holidays
from cypp_consult.consultations.models import Division, SpecialDays, SpecialKind
from cypp_consult.consultations.timeline_forms import SPECIAL, SpecialDaysForm
from cypp_consult.consultations.views import bp
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.core.roles import Role
from cypp_consult.web.access import requires

WHO = (Role.LEAD, Role.ADMINISTRATOR)


@bp.get("/days")
@requires(*WHO)
def special_days() -> str:
    """Show the days that matter, and how far ahead bank holidays are known."""
    rows = queries.special_days(session())
    today = clock.today()
    return render_template(
        "consultations/special_days.html",
        groups=[(words, _of(rows, kind)) for kind, words in SPECIAL.items()],
        divisions=DIVISIONS,
        horizons=[(words, max(bank_holidays(item))) for item, words in DIVISIONS.items()],
        today=today,
    )


@bp.route("/days/new", methods=["GET", "POST"])
@requires(*WHO)
def new_special_days() -> str | Response:
    """Add days that matter."""
    form = SpecialDaysForm(kind=request.args.get("kind", SpecialKind.CLOSURE.value))
    if form.validate_on_submit():
        return _keep(form, None)
    return render_template("consultations/special_day.html", form=form, row=None)


@bp.route("/days/<uuid:key>", methods=["GET", "POST"])
@requires(*WHO)
def special_day(key: UUID) -> str | Response:
    """Change days that matter."""
    row = queries.special_day(session(), key)
    form = SpecialDaysForm(obj=row)
    if not form.is_submitted():
        form.division.data = row.division.value if row.division else ""
    if form.validate_on_submit():
        return _keep(form, row)
    return render_template("consultations/special_day.html", form=form, row=row)


@bp.route("/days/<uuid:key>/remove", methods=["GET", "POST"])
@requires(*WHO)
def remove_special_days(key: UUID) -> str | Response:
    """Ask, then remove days that matter."""
    row = queries.special_day(session(), key)
    if request.method == "GET":
        return render_template("consultations/remove_days.html", row=row)
    services.remove_special_days(session(), row)
    session().commit()
    flash("Removed.", "success")
    return redirect(url_for(".special_days"))


def _keep(form: SpecialDaysForm, row: SpecialDays | None) -> Response:
    services.set_special_days(
        session(),
        row,
        kind=SpecialKind(form.kind.data),
        name=form.name.data or "",
        starts_on=form.starts_on.data,
        ends_on=form.ends_on.data,
        division=Division(form.division.data) if form.division.data else None,
    )
    session().commit()
    flash("Saved. Every timeline looks at these days from now on.", "success")
    return redirect(url_for(".special_days"))


def _of(rows: Sequence[SpecialDays], kind: SpecialKind) -> list[SpecialDays]:
    return [row for row in rows if row.kind is kind]
