"""The themes: made, renamed, put in order, retired and taken up again."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response

from cypp_consult.coding import queries, services
from cypp_consult.coding.forms import NewThemeForm, ThemeForm
from cypp_consult.coding.models import Theme
from cypp_consult.coding.rules import Target, TargetKind
from cypp_consult.coding.views.acting import flash_done
from cypp_consult.coding.views.shared import CODERS, bp, flash_undo, way, way_back
from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.consultations.models import Consultation
from cypp_consult.core import audit, clock
from cypp_consult.core.database import session
from cypp_consult.core.errors import DomainError, InvalidInputError, NotFoundError
from cypp_consult.plans.rules import Direction
from cypp_consult.web.access import requires


@bp.get("/themes")
@requires(*CODERS)
def themes(slug: str) -> str:
    """List the themes where they stand in the plan, with how many answers and people each speaks for."""
    consultation = consultation_or_404(slug)
    frame = queries.frame(session(), consultation)
    return render_template(
        "coding/themes.html",
        consultation=consultation,
        here=way(slug, {"state": "all"}),
        frame=frame,
        counts=queries.counts(session(), consultation.id),
        retired=[code for code in frame.codes.values() if not code.live and code.target.kind is TargetKind.THEME],
    )


@bp.route("/themes/new", methods=["GET", "POST"])
@requires(*CODERS)
def new_theme(slug: str) -> str | Response:
    """Make a theme, from ticked answers or from none."""
    consultation = consultation_or_404(slug)
    frame = queries.frame(session(), consultation)
    given = {"answer": request.args.getlist("answer"), "back": request.args.get("back", "")}
    form = NewThemeForm(**({} if request.method == "POST" else given)).offer(frame)
    if form.validate_on_submit():
        try:
            theme, batch = services.make_theme(
                session(),
                consultation,
                form.name.data or "",
                by_id=current_user.id,
                at=clock.now(),
                definition=form.definition.data or "",
                priority_id=form.priority_id,
                answers=form.answers,
            )
            session().commit()
        except InvalidInputError as error:
            session().rollback()
            form.name.errors = [*form.name.errors, str(error)]
        else:
            return _made(slug, form, theme, batch)
    return render_template(
        "coding/theme_form.html",
        consultation=consultation,
        form=form,
        from_answers=queries.some(session(), consultation.id, form.answers),
        here=way_back(slug, form.back.data or ""),
        theme=None,
    )


def _made(slug: str, form: NewThemeForm, theme: Theme, batch: services.Batch | None) -> Response:
    if not form.back.data:
        flash(f"Theme “{theme.name}” made.")
        return redirect(url_for("coding.themes", slug=slug))
    here = way_back(slug, form.back.data)
    if batch is None:
        flash(f"Theme “{theme.name}” made.")
    else:
        words = f"Theme “{theme.name}” made from {batch.answers} answer{'' if batch.answers == 1 else 's'}."
        flash_done(here, words, batch)
    return redirect(here.url)


@bp.route("/themes/<uuid:theme_id>", methods=["GET", "POST"])
@requires(*CODERS)
def theme(slug: str, theme_id: UUID) -> str | Response:
    """Change a theme's name, meaning and place; show what it was before."""
    consultation = consultation_or_404(slug)
    found = _theme(consultation, theme_id)
    frame = queries.frame(session(), consultation)
    standing = {"name": found.name, "definition": found.definition, "priority": str(found.priority_id or "")}
    form = ThemeForm(data=standing).offer(frame, keep=found.priority_id)
    if form.validate_on_submit():
        try:
            services.rename_theme(
                session(),
                consultation,
                found,
                clock.now(),
                name=form.name.data or "",
                definition=form.definition.data or "",
                priority_id=form.priority_id,
            )
            session().commit()
        except InvalidInputError as error:
            session().rollback()
            form.name.errors = [*form.name.errors, str(error)]
        else:
            flash("Saved.")
            return redirect(url_for("coding.themes", slug=slug))
    return render_template(
        "coding/theme_form.html",
        consultation=consultation,
        form=form,
        theme=found,
        here=way(slug, {"state": "all"}),
        counts=queries.counts(session(), consultation.id).get(Target(TargetKind.THEME, found.id), queries.Counts()),
        changes=audit.history(session(), "theme", found.id),
    )


@bp.post("/themes/<uuid:theme_id>/<any(retire, restore, up, down):do>")
@requires(*CODERS)
def change_theme(slug: str, theme_id: UUID, do: str) -> Response:
    """Retire a theme, take it up again, or move it a step."""
    consultation = consultation_or_404(slug)
    found = _theme(consultation, theme_id)
    try:
        if do == "retire":
            services.retire_theme(session(), found, clock.now())
            restore = url_for("coding.change_theme", slug=slug, theme_id=theme_id, do="restore")
            flash_undo(f"“{found.name}” retired. Its tags stay.", restore)
        elif do == "restore":
            services.restore_theme(session(), consultation, found, clock.now())
            flash(f"“{found.name}” is in the frame again.")
        else:
            services.move_theme(session(), found, Direction(do), clock.now())
        session().commit()
    except DomainError as error:
        session().rollback()
        flash(str(error), "error")
    return redirect(url_for("coding.themes", slug=slug, _anchor=f"t-{theme_id}"))


def _theme(consultation: Consultation, theme_id: UUID) -> Theme:
    found = session().scalar(select(Theme).where(Theme.id == theme_id, Theme.consultation_id == consultation.id))
    if found is None:
        raise NotFoundError
    return found
