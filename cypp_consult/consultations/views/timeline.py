"""The timeline: its picture, its list, and its stages and milestones."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from cypp_consult.consultations import queries, rules, services
from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.consultations.models import Consultation, Milestone, MilestoneKind
from cypp_consult.consultations.rules import feedback_due
from cypp_consult.consultations.timeline_forms import MilestoneForm, StageForm
from cypp_consult.consultations.timeline_page import picture, rows_of
from cypp_consult.consultations.views import VIEWERS, bp
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.core.roles import Role
from cypp_consult.web.access import requires

OWNERS = (Role.LEAD, Role.ANALYST, Role.SAFEGUARDING_LEAD, Role.PARTNER, Role.ADMINISTRATOR)


@bp.get("/consultations/<slug>/timeline")
@requires(*VIEWERS)
def timeline(slug: str) -> str:
    """Show stages and milestones as a picture and as a table."""
    consultation = consultation_or_404(slug)
    today = clock.today()
    stages, milestones = (
        queries.stages(session(), consultation.id),
        queries.milestones(session(), consultation.id),
    )
    rows = rows_of(consultation, stages, milestones, today)
    return render_template(
        "consultations/timeline.html",
        consultation=consultation,
        today=today,
        drawing=picture(consultation, stages, milestones, today),
        rows=rows,
        feedback=_feedback(consultation, milestones),
        may_edit=current_user.is_any(Role.LEAD),
    )


@bp.route("/consultations/<slug>/milestones/new", methods=["GET", "POST"])
@requires(Role.LEAD)
def new_milestone(slug: str) -> str | Response:
    """Add a milestone."""
    consultation = consultation_or_404(slug)
    form = _milestone_form(consultation)
    if not form.is_submitted() and request.args.get("kind") == MilestoneKind.FEEDBACK_DUE and consultation.closes_on:
        form.name.data = "Say what came of it"
        form.kind.data = MilestoneKind.FEEDBACK_DUE.value
        form.due_on.data = feedback_due(consultation.closes_on)
    if form.validate_on_submit():
        services.add_milestone(session(), consultation, **_facts(form, None))
        session().commit()
        flash("Milestone added.", "success")
        return redirect(url_for(".timeline", slug=slug))
    return render_template("consultations/milestone.html", form=form, consultation=consultation, milestone=None)


@bp.route("/consultations/<slug>/milestones/<uuid:milestone_id>", methods=["GET", "POST"])
@requires(Role.LEAD)
def milestone(slug: str, milestone_id: UUID) -> str | Response:
    """Change a milestone."""
    consultation = consultation_or_404(slug)
    row = queries.milestone(session(), consultation, milestone_id)
    form = _milestone_form(consultation, row)
    if form.validate_on_submit():
        services.change_milestone(session(), row, **_facts(form, row))
        session().commit()
        flash("Saved.", "success")
        return redirect(url_for(".timeline", slug=slug))
    return render_template("consultations/milestone.html", form=form, consultation=consultation, milestone=row)


@bp.post("/consultations/<slug>/milestones/<uuid:milestone_id>/done")
@requires(Role.LEAD)
def done(slug: str, milestone_id: UUID) -> Response:
    """Say that a milestone is met."""
    row = queries.milestone(session(), consultation_or_404(slug), milestone_id)
    services.mark_done(session(), row, clock.now())
    session().commit()
    undo = url_for(".not_done", slug=slug, milestone_id=milestone_id)
    flash({"words": f"Done: {row.name}", "url": undo}, "undo")  # type: ignore[arg-type]  # flash takes what templates read
    return redirect(url_for(".timeline", slug=slug))


@bp.post("/consultations/<slug>/milestones/<uuid:milestone_id>/not-done")
@requires(Role.LEAD)
def not_done(slug: str, milestone_id: UUID) -> Response:
    """Take back that a milestone is met."""
    row = queries.milestone(session(), consultation_or_404(slug), milestone_id)
    services.mark_not_done(session(), row)
    session().commit()
    flash(f"Not done yet: {row.name}", "success")
    return redirect(url_for(".timeline", slug=slug))


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
    form = StageForm()
    if form.validate_on_submit() and form.starts_on.data and form.ends_on.data:
        services.add_stage(session(), consultation, form.name.data or "", form.starts_on.data, form.ends_on.data)
        session().commit()
        flash("Stage added.", "success")
        return redirect(url_for(".timeline", slug=slug))
    return render_template("consultations/stage.html", form=form, consultation=consultation, stage=None)


@bp.route("/consultations/<slug>/stages/<uuid:stage_id>", methods=["GET", "POST"])
@requires(Role.LEAD)
def stage(slug: str, stage_id: UUID) -> str | Response:
    """Change a stage."""
    consultation = consultation_or_404(slug)
    row = queries.stage(session(), consultation, stage_id)
    form = StageForm(obj=row)
    if form.validate_on_submit() and form.starts_on.data and form.ends_on.data:
        services.change_stage(
            session(), row, name=form.name.data or "", starts_on=form.starts_on.data, ends_on=form.ends_on.data
        )
        session().commit()
        flash("Saved.", "success")
        return redirect(url_for(".timeline", slug=slug))
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


def _milestone_form(consultation: Consultation, row: Milestone | None = None) -> MilestoneForm:
    form = MilestoneForm(obj=row)
    people = list(queries.people(session(), *(role for role in OWNERS if role is not Role.PARTNER)))
    people += [person for person in queries.members(session(), consultation.id) if person not in people]
    form.owner_id.offer(people, row.owner if row else None)
    if row and row.cut_off_at and not form.is_submitted():
        form.cut_off_on.data = _last_day(row.cut_off_at)
    return form


def _facts(form: MilestoneForm, row: Milestone | None) -> dict[str, Any]:
    """Return what the form holds as the services take it. A cut-off set to the minute stays while its day does."""
    day = form.cut_off_on.data
    kept = row.cut_off_at if row and row.cut_off_at and day == _last_day(row.cut_off_at) else None
    return {
        "name": form.name.data,
        "kind": MilestoneKind(form.kind.data),
        "due_on": form.due_on.data,
        "owner_id": form.owner_id.data,
        "cut_off_at": kept or (clock.end_of_day(day) if day else None),
        "notes": form.notes.data or "",
    }


def _last_day(cut_off: datetime) -> Any:
    """Return the last day whose answers count, or count in part."""
    return clock.local_day(cut_off - timedelta(microseconds=1))


def _feedback(consultation: Consultation, milestones: Sequence[Milestone]) -> Any:
    """Return the day by which people should hear what came of it, unless a milestone says so already."""
    if consultation.closes_on is None or any(row.kind is MilestoneKind.FEEDBACK_DUE for row in milestones):
        return None
    return rules.feedback_due(consultation.closes_on)
