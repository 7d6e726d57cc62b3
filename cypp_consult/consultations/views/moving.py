"""Moving days: what it means is shown first, then kept with a reason."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from cypp_consult.consultations import queries, services
from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.consultations.models import Consultation
from cypp_consult.consultations.rules.moving import Change, Consequences, Reach, Step, consequences
from cypp_consult.consultations.timeline_forms import MoveForm
from cypp_consult.consultations.views import bp
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.core.roles import Role
from cypp_consult.web.access import requires
from cypp_consult.web.forms import choices


@bp.route("/consultations/<slug>/timeline/move", methods=["GET", "POST"])
@requires(Role.LEAD)
def move(slug: str) -> str | Response:
    """Show what moving a day means; keep it once somebody has said why."""
    consultation = consultation_or_404(slug)
    steps = queries.steps(session(), consultation.id, clock.today())
    form = _form(consultation, steps)
    found: Consequences | None = None
    if request.values.get("to") and form.validate():
        target, reach = _target(form, steps), Reach(form.reach.data)
        try:
            found = consequences(steps, target, reach, queries.work_calendar(session(), consultation.division))
        except InvalidInputError as error:
            form.to.errors = [str(error)]
        if found and request.method == "POST":
            try:
                return _keep(consultation, target, reach, form.reason.data or "")
            except InvalidInputError as error:
                session().rollback()
                form.reason.errors = [str(error)]
    return render_template(
        "consultations/move.html",
        consultation=consultation,
        form=form,
        found=found,
        beyond=_beyond(consultation, found),
        today=clock.today(),
        ticked=request.form.getlist("instead"),
    )


@bp.post("/consultations/<slug>/timeline/moves/<uuid:batch>/put-back")
@requires(Role.LEAD)
def put_back(slug: str, batch: UUID) -> Response:
    """Put what one move moved back on its days."""
    consultation = consultation_or_404(slug)
    try:
        changes = services.put_back(session(), consultation, batch, by_id=current_user.id, at=clock.now())
    except InvalidInputError as error:
        session().rollback()
        flash(str(error), "error")
    else:
        session().commit()
        flash(f"Put back: {_dates(changes)}. Both moves stay on record.", "success")
    return redirect(url_for(".timeline", slug=slug))


def _form(consultation: Consultation, steps: list[Step]) -> MoveForm:
    """Return the form filled from the address or from what was posted; what moves with it follows from what it is."""
    form = MoveForm(request.values, meta={"csrf": False})
    form.step.choices = choices([(str(step.id), f"{step.name}, {_days(step)}") for step in steps if not step.done])
    decision = next((step for step in steps if step.ends == consultation.decision_on and not step.starts), None)
    if "step" not in request.values and decision:
        form.step.data = str(decision.id)
    if "reach" not in request.values:
        is_decision = decision and form.step.data == str(decision.id)
        form.reach.data = (Reach.ALL if is_decision else Reach.DEPENDENTS).value
    return form


def _target(form: MoveForm, steps: list[Step]) -> Step:
    """Return the step on the days that were asked for; a stage keeps its length unless both days are given."""
    before = next(step for step in steps if str(step.id) == form.step.data)
    to = form.to.data or before.first
    if before.starts is None:
        return replace(before, ends=to)
    if form.until.data:
        return replace(before, starts=to, ends=form.until.data)
    return before.on(to)


def _keep(consultation: Consultation, target: Step, reach: Reach, reason: str) -> Response:
    changes = services.move(
        session(),
        consultation,
        target,
        reach,
        queries.work_calendar(session(), consultation.division),
        reason,
        by_id=current_user.id,
        at=clock.now(),
        instead=_instead(),
    )
    session().commit()
    undo = url_for(".put_back", slug=consultation.slug, batch=queries.slips(session(), consultation.id)[-1].batch)
    words = f"Moved: {_dates(changes)}. The reason is on record."
    flash({"words": words, "url": undo}, "undo")  # type: ignore[arg-type]  # flash takes what templates read
    return redirect(url_for(".timeline", slug=consultation.slug))


def _instead() -> dict[UUID, date]:
    """Return the working days that were ticked, as "id=day" each."""
    found = {}
    for value in request.form.getlist("instead"):
        key, _, day = value.partition("=")
        try:
            found[UUID(key)] = date.fromisoformat(day)
        except ValueError as error:
            raise InvalidInputError("Tick the working days that you want.") from error
    return found


def _beyond(consultation: Consultation, found: Consequences | None) -> str | None:
    if found is None:
        return None
    calendar = queries.work_calendar(session(), consultation.division)
    return calendar.beyond(day for change in found.changes for day in (change.after.first, change.after.ends))


def _dates(changes: list[Change]) -> str:
    return "1 date" if len(changes) == 1 else f"{len(changes)} dates"


def _days(step: Step) -> str:
    ends = f"{step.ends.day} {step.ends:%b %Y}"
    return f"{step.starts.day} {step.starts:%b} to {ends}" if step.starts else ends
