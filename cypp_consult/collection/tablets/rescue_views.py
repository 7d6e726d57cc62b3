"""Bringing in the rescue file of a tablet."""

from typing import Any

from flask import current_app, render_template
from flask_wtf.file import FileField, FileRequired

from cypp_consult.collection.tablets import rescue as rescues
from cypp_consult.collection.tablets.blueprint import bp
from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.core.roles import Role
from cypp_consult.events.loading import event_or_404
from cypp_consult.web.access import may_open, requires
from cypp_consult.web.forms import Form


class RescueForm(Form):
    """The file that a tablet saved."""

    file = FileField("Rescue file", [FileRequired("Choose the rescue file that you saved on the tablet")])


@bp.route("/consultations/<slug>/events/<event_slug>/rescue", methods=["GET", "POST"])
@requires(Role.LEAD, Role.FACILITATOR)
def rescue(slug: str, event_slug: str) -> Any:
    """Take a rescue file and say what came of it."""
    consultation = consultation_or_404(slug)
    event = event_or_404(consultation, event_slug)
    form = RescueForm()
    rescued = None
    if form.validate_on_submit():
        try:
            grace = current_app.config["TABLET_GRACE"]
            rescued = rescues.bring_in(session(), event, form.file.data.read(), clock.now(), grace)
            session().commit()
        except InvalidInputError as error:
            session().rollback()
            form.file.errors = [*form.file.errors, str(error)]
    page = render_template(
        "collection/tablets/rescue.html",
        consultation=consultation,
        event=event,
        form=form,
        rescued=rescued,
        may_open=may_open,
    )
    return page, 422 if form.errors else 200
