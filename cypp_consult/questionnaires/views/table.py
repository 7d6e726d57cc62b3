"""The builder's table: see, order, take out, bring back, compare and freeze."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.core.roles import Role
from cypp_consult.plans.rules import Direction
from cypp_consult.questionnaires import queries, question_services, services, table_queries
from cypp_consult.questionnaires.languages import draft_queries
from cypp_consult.questionnaires.question_rules import QuestionRefusedError
from cypp_consult.questionnaires.views.blueprint import READERS, bp, question_or_404
from cypp_consult.web.access import requires


@bp.get("/consultations/<slug>/questions")
@requires(*READERS)
def questions(slug: str) -> Any:
    """Show one row a question and one column an audience."""
    consultation = consultation_or_404(slug)
    return render_template(
        "questionnaires/table.html",
        consultation=consultation,
        table=table_queries.table(session(), consultation),
        languages=draft_queries.rows(session(), consultation),
        retired=queries.questions(session(), consultation.id, retired=True),
        may_edit=current_user.is_any(Role.LEAD),
    )


@bp.post("/consultations/<slug>/questions/<uuid:question_id>/move")
@requires(Role.LEAD)
def move(slug: str, question_id: UUID) -> Any:
    """Move a question a step up or down."""
    consultation = consultation_or_404(slug)
    question = question_or_404(consultation, question_id)
    try:
        direction = Direction(request.form.get("to", ""))
    except ValueError as error:
        raise InvalidInputError("Use the arrows on the page to move a question.") from error
    try:
        question_services.move(session(), question, direction)
        session().commit()
    except QuestionRefusedError as refusal:
        session().rollback()
        flash(str(refusal), "error")
    return redirect(url_for("questionnaires.questions", slug=slug, _anchor=f"q-{question_id}"), 303)


@bp.get("/consultations/<slug>/questions/<uuid:question_id>/take-out")
@requires(Role.LEAD)
def ask_take_out(slug: str, question_id: UUID) -> Any:
    """Say what taking a question out does before it is done."""
    consultation = consultation_or_404(slug)
    question = question_or_404(consultation, question_id)
    kept = question_services.must_retire(session(), question)
    return render_template("questionnaires/take_out.html", consultation=consultation, question=question, kept=kept)


@bp.post("/consultations/<slug>/questions/<uuid:question_id>/take-out")
@requires(Role.LEAD)
def take_out(slug: str, question_id: UUID) -> Any:
    """Take a question out: deleted if nobody ever saw it, else kept with its answers."""
    consultation = consultation_or_404(slug)
    question = question_or_404(consultation, question_id)
    name = question.name
    try:
        retired = question_services.take_out(session(), question, clock.now())
        session().commit()
    except QuestionRefusedError as refusal:
        session().rollback()
        flash(str(refusal), "error")
    else:
        if retired:
            undo = url_for("questionnaires.bring_back", slug=slug, question_id=question_id)
            told = (f"“{name}” is taken out. Its answers are kept.", undo)
            flash(told, "undo")  # type: ignore[arg-type]  # parts.flashes shows a pair as words and their undo
        else:
            flash(f"“{name}” is deleted.", "done")
    return redirect(url_for("questionnaires.questions", slug=slug), 303)


@bp.post("/consultations/<slug>/questions/<uuid:question_id>/bring-back")
@requires(Role.LEAD)
def bring_back(slug: str, question_id: UUID) -> Any:
    """Put a question that was taken out back at the end."""
    consultation = consultation_or_404(slug)
    question = question_or_404(consultation, question_id, retired=True)
    question_services.bring_back(session(), consultation, question)
    session().commit()
    flash(f"“{question.name}” is back, at the end.", "done")
    return redirect(url_for("questionnaires.questions", slug=slug, _anchor=f"q-{question_id}"), 303)


@bp.get("/consultations/<slug>/questions/compare")
@requires(*READERS)
def compare(slug: str) -> Any:
    """Say how the draft differs from the version in use, audience by audience."""
    consultation = consultation_or_404(slug)
    return render_template(
        "questionnaires/compare.html",
        consultation=consultation,
        version=queries.version(session(), consultation.id),
        compared=table_queries.compared(session(), consultation),
        standing=table_queries.table(session(), consultation).standing,
        may_edit=current_user.is_any(Role.LEAD),
    )


@bp.post("/consultations/<slug>/questions/freeze")
@requires(Role.LEAD)
def freeze(slug: str) -> Any:
    """Freeze the draft as the next version; before the consultation opened, lead to what is missing."""
    consultation = consultation_or_404(slug)
    if consultation.launched_at is None:
        flash("The questions are frozen when the consultation opens.", "error")
        return redirect(url_for("questionnaires.ready", slug=slug), 303)
    before = queries.version(session(), consultation.id)
    try:
        number = services.freeze(session(), consultation, current_user.id, clock.now())
        session().commit()
    except services.NotFrozenError as problem:
        session().rollback()
        flash(str(problem), "error")
    else:
        told = f"Version {number} is frozen. New responses use it; old answers stay valid."
        flash(told if number != before else f"Nothing has changed since version {number}.", "done")
    return redirect(url_for("questionnaires.questions", slug=slug), 303)
