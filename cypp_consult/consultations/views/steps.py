"""The pages of one milestone and one stage."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from cypp_consult.consultations import queries, services
from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.consultations.models import Consultation, Milestone, MilestoneKind, Stage
from cypp_consult.consultations.rules import feedback_due
from cypp_consult.consultations.timeline_forms import MilestoneForm, StageForm
from cypp_consult.consultations.views import bp
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.core.roles import Role
from cypp_consult.web.access import requires

OWNERS = (Role.LEAD, Role.ANALYST, Role.SAFEGUARDING_LEAD, Role.ADMINISTRATOR)
DONE = "It is done, so its day stays. Say that it is not done first."


@bp.route("/consultations/<slug>/milestones/new", methods=["GET", "POST"])
@requires(Role.LEAD)
def new_milestone(slug: str) -> str | Response:
    """Add a milestone."""
    consultation = consultation_or_404(slug)
    form = _offered(MilestoneForm(), consultation, None)
    if not form.is_submitted() and request.args.get("kind") == MilestoneKind.FEEDBACK_DUE and consultation.closes_on:
        form.name.data = "Say what came of it"
        form.kind.data = MilestoneKind.FEEDBACK_DUE.value
        form.due_on.data = feedback_due(consultation.closes_on)
    if form.validate_on_submit():
        row = services.add_milestone(session(), consultation, due_on=form.due_on.data, **_facts(form, None))
        if _keep_needs(form, row):
            flash("Milestone added.", "success")
            return redirect(url_for(".timeline", slug=slug))
    return render_template("consultations/milestone.html", form=form, consultation=consultation, milestone=None)


@bp.route("/consultations/<slug>/milestones/<uuid:milestone_id>", methods=["GET", "POST"])
@requires(Role.LEAD)
def milestone(slug: str, milestone_id: UUID) -> str | Response:
    """Change a milestone. A new day leads on to the page that shows what moves with it."""
    consultation = consultation_or_404(slug)
    row = queries.milestone(session(), consultation, milestone_id)
    form = _offered(MilestoneForm(obj=row), consultation, row)
    if row.cut_off_at and not form.is_submitted():
        form.cut_off_on.data = _last_day(row.cut_off_at)
    if form.validate_on_submit():
        moved = form.due_on.data != row.due_on
        if moved and row.done_at:
            form.due_on.errors = [DONE]
        else:
            services.change_milestone(session(), row, **_facts(form, row))
            if _keep_needs(form, row):
                return _onwards(slug, row.id, form.due_on.data if moved else None)
    return render_template(
        "consultations/milestone.html",
        form=form,
        consultation=consultation,
        milestone=row,
        evidence=queries.evidence(session(), consultation.id).get(row.id, ()),
    )


@bp.route("/consultations/<slug>/milestones/<uuid:milestone_id>/remove", methods=["GET", "POST"])
@requires(Role.LEAD)
def remove_milestone(slug: str, milestone_id: UUID) -> str | Response:
    """Ask, then take a milestone off the timeline."""
    consultation = consultation_or_404(slug)
    row = queries.milestone(session(), consultation, milestone_id)
    if request.method == "GET":
        return render_template("consultations/remove.html", consultation=consultation, name=row.name, kind="milestone")
    try:
        services.remove_milestone(session(), row)
    except InvalidInputError as error:
        session().rollback()
        flash(str(error), "error")
    else:
        session().commit()
        flash("Taken off the timeline.", "success")
    return redirect(url_for(".timeline", slug=slug))


@bp.route("/consultations/<slug>/stages/new", methods=["GET", "POST"])
@requires(Role.LEAD)
def new_stage(slug: str) -> str | Response:
    """Add a stage."""
    consultation = consultation_or_404(slug)
    form = _offered(StageForm(), consultation, None)
    if form.validate_on_submit() and form.starts_on.data and form.ends_on.data:
        row = services.add_stage(
            session(), consultation, starts_on=form.starts_on.data, ends_on=form.ends_on.data, **_about(form)
        )
        if _keep_needs(form, row):
            flash("Stage added.", "success")
            return redirect(url_for(".timeline", slug=slug))
    return render_template("consultations/stage.html", form=form, consultation=consultation, stage=None)


@bp.route("/consultations/<slug>/stages/<uuid:stage_id>", methods=["GET", "POST"])
@requires(Role.LEAD)
def stage(slug: str, stage_id: UUID) -> str | Response:
    """Change a stage. New days lead on to the page that shows what moves with them."""
    consultation = consultation_or_404(slug)
    row = queries.stage(session(), consultation, stage_id)
    form = _offered(StageForm(obj=row), consultation, row)
    if form.validate_on_submit():
        moved = (form.starts_on.data, form.ends_on.data) != (row.starts_on, row.ends_on)
        services.change_stage(session(), row, **_about(form))
        if _keep_needs(form, row):
            return _onwards(slug, row.id, form.starts_on.data if moved else None, form.ends_on.data)
    return render_template("consultations/stage.html", form=form, consultation=consultation, stage=row)


@bp.route("/consultations/<slug>/stages/<uuid:stage_id>/remove", methods=["GET", "POST"])
@requires(Role.LEAD)
def remove_stage(slug: str, stage_id: UUID) -> str | Response:
    """Ask, then take a stage off the timeline."""
    consultation = consultation_or_404(slug)
    row = queries.stage(session(), consultation, stage_id)
    if request.method == "GET":
        return render_template("consultations/remove.html", consultation=consultation, name=row.name, kind="stage")
    services.remove_stage(session(), row)
    session().commit()
    flash("Taken off the timeline.", "success")
    return redirect(url_for(".timeline", slug=slug))


def _onwards(slug: str, step: UUID, to: date | None, until: date | None = None) -> Response:
    """Go back to the timeline, or to the consequences of new days."""
    if to is None:
        flash("Saved.", "success")
        return redirect(url_for(".timeline", slug=slug))
    return redirect(
        url_for(".move", slug=slug, step=step, to=to.isoformat(), until=until.isoformat() if until else None)
    )


def _offered(form: Any, consultation: Consultation, row: Milestone | Stage | None) -> Any:
    """Give a form its people, and the other steps of the timeline."""
    people = list(queries.people(session(), *OWNERS))
    people += [person for person in queries.members(session(), consultation.id) if person not in people]
    form.owner_id.offer(people, row.owner if row else None)
    steps = queries.steps(session(), consultation.id, clock.today())
    mine = next((step for step in steps if row and step.id == row.id), None)
    # what ends later than it begins cannot come first
    offered = [step for step in steps if mine is None or (step.id != mine.id and step.ends <= mine.first)]
    form.needs.offer([(step.id, f"{step.name}, {_day(step.ends)}") for step in offered])
    if mine and not form.is_submitted():
        form.needs.data = list(mine.needs)
    return form


def _keep_needs(form: Any, row: Milestone | Stage) -> bool:
    """Keep what a step needs and commit; say at the field why not, and keep nothing."""
    try:
        services.set_needs(session(), row, form.needs.data or [], clock.today())
    except InvalidInputError as error:
        session().rollback()
        form.needs.errors = [str(error)]
        return False
    session().commit()
    return True


def _facts(form: MilestoneForm, row: Milestone | None) -> dict[str, Any]:
    """Return what the form holds beside the day. A cut-off set to the minute stays while its day does."""
    day = form.cut_off_on.data
    kept = row.cut_off_at if row and row.cut_off_at and day == _last_day(row.cut_off_at) else None
    return {
        "name": form.name.data,
        "kind": MilestoneKind(form.kind.data),
        "owner_id": form.owner_id.data,
        "progress": form.progress.data,
        "delivers": form.delivers.data or "",
        "cut_off_at": kept or (clock.end_of_day(day) if day else None),
        "notes": form.notes.data or "",
    }


def _about(form: StageForm) -> dict[str, Any]:
    return {
        "name": form.name.data or "",
        "owner_id": form.owner_id.data,
        "delivers": form.delivers.data or "",
        "notes": form.notes.data or "",
    }


def _last_day(cut_off: datetime) -> date:
    """Return the last day whose answers count, or count in part."""
    return clock.local_day(cut_off - timedelta(microseconds=1))


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
