"""Moving the closing day: later or earlier, with a reason that stays on record."""

from datetime import timedelta

from flask import flash, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from cypp_consult.consultations import queries, services
from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.consultations.rules import State
from cypp_consult.consultations.timeline_forms import CloseForm, ExtendForm
from cypp_consult.consultations.views import bp
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.core.roles import Role
from cypp_consult.web.access import requires


@bp.route("/consultations/<slug>/extend", methods=["GET", "POST"])
@requires(Role.LEAD)
def extend(slug: str) -> str | Response:
    """Close later, with the reason."""
    consultation = consultation_or_404(slug)
    if consultation.launched_at is None:
        return redirect(url_for(".edit", slug=slug, section="when"))
    form = ExtendForm()
    if form.validate_on_submit() and form.to_day.data:
        try:
            services.extend(
                session(), consultation, form.to_day.data, form.reason.data or "", by_id=current_user.id, at=clock.now()
            )
        except InvalidInputError as error:
            session().rollback()
            form.to_day.errors = [str(error)]
        else:
            session().commit()
            flash("The last day is moved. It shows on every public page at once.", "success")
            return redirect(url_for(".show", slug=slug))
    state = queries.state_of(consultation, clock.today())
    return render_template(
        "consultations/extend.html", form=form, consultation=consultation, closed=state is State.CLOSED
    )


@bp.route("/consultations/<slug>/close", methods=["GET", "POST"])
@requires(Role.LEAD)
def close(slug: str) -> str | Response:
    """Close earlier than planned, tonight or at once, with the reason."""
    consultation = consultation_or_404(slug)
    today = clock.today()
    if queries.state_of(consultation, today) not in {State.OPEN, State.UPCOMING}:
        return redirect(url_for(".show", slug=slug))
    form = CloseForm()
    if form.validate_on_submit():
        last_day = today - timedelta(days=form.when.data == "now")
        try:
            services.close_early(
                session(), consultation, last_day, form.reason.data or "", by_id=current_user.id, at=clock.now()
            )
        except InvalidInputError as error:
            session().rollback()
            form.when.errors = [str(error)]
        else:
            session().commit()
            flash("It closes sooner. The reason is on record.", "success")
            return redirect(url_for(".show", slug=slug))
    return render_template("consultations/close.html", form=form, consultation=consultation)
