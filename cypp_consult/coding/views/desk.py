"""How each coder works: notes beside answers, keys of their own, saved views, what they did last."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from cypp_consult.coding import queries, wording
from cypp_consult.coding.forms import ActForm, HabitForm, NoteForm, ViewForm
from cypp_consult.coding.rules import Target
from cypp_consult.coding.views import parts
from cypp_consult.coding.views.listing import keys_of
from cypp_consult.coding.views.shared import CODERS, Way, bp, place_after, way_back
from cypp_consult.coding.workbench import queries as workbench
from cypp_consult.coding.workbench import services
from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.core.errors import DomainError, InvalidInputError
from cypp_consult.web.access import requires

_KEY = "key-"


@bp.post("/notes")
@requires(*CODERS)
def note(slug: str) -> Response:
    """Put a memo beside an answer, or ask a colleague about it; go back to the same row."""
    consultation = consultation_or_404(slug)
    form = NoteForm()
    here = way_back(slug, form.back.data or "")
    try:
        if not form.validate():
            raise InvalidInputError(next(iter(form.text.errors), "Write the note first."))
        answer, asked, words = form.answer_id, form.asked_id, form.text.data or ""
        given: Mapping[str, Any] = {"by_id": current_user.id, "at": clock.now()}
        if asked is None:
            services.write_memo(session(), consultation, answer, words, **given)
            said = "Note kept."
        else:
            put = services.flag(session(), consultation, [answer], for_id=asked, note=words, **given)
            said = "Your colleague is asked." if put else "You have asked about this already."
        session().commit()
    except DomainError as error:
        session().rollback()
        if parts.wanted():
            return parts.refusal(str(error))
        flash(str(error), "error")
        return redirect(here.url)
    if parts.wanted():
        return parts.rows(consultation, here, [answer], said)
    flash(said)
    return redirect(place_after(here, consultation, answer))


@bp.post("/<uuid:answer_id>/notes/<uuid:memo_id>/remove")
@requires(*CODERS)
def remove_note(slug: str, answer_id: UUID, memo_id: UUID) -> Response:
    """Take one's own memo away."""
    consultation_or_404(slug)
    here = way_back(slug, ActForm().back.data or "")
    services.remove_memo(session(), answer_id, memo_id, by_id=current_user.id, at=clock.now())
    session().commit()
    flash("Note taken away.")
    return redirect(here.url)


@bp.route("/keys", methods=["GET", "POST"])
@requires(*CODERS)
def keys(slug: str) -> str | Response:
    """Choose which key stands for which code, and whether single keys do anything at all."""
    consultation = consultation_or_404(slug)
    frame = queries.frame(session(), consultation)
    habit = workbench.habit(session(), consultation.id, current_user.id)
    form = HabitForm(data={"keys_on": habit.keys_on, "go_on": habit.go_on, "back": request.args.get("back", "")})
    standing = {target.token: key for target, key in keys_of(frame, habit).items()}
    problem = ""
    if form.validate_on_submit():
        standing = {code.target.token: request.form.get(_KEY + code.target.token, "") for code in frame.live()}
        given = {} if "numbers" in request.form else {Target.parse(token): key for token, key in standing.items()}
        try:
            services.choose_keys(
                session(),
                consultation,
                current_user.id,
                given,
                keys_on=bool(form.keys_on.data),
                go_on=bool(form.go_on.data),
                at=clock.now(),
            )
            session().commit()
        except InvalidInputError as error:
            session().rollback()
            problem = str(error)
        else:
            flash("Your keys are kept.")
            return redirect(way_back(slug, form.back.data or "").list_url())
    page = {"consultation": consultation, "frame": frame, "form": form, "standing": standing, "problem": problem}
    return render_template("coding/keys.html", **page, here=way_back(slug, form.back.data or ""))


@bp.post("/keys/switch")
@requires(*CODERS)
def switch_keys(slug: str) -> Response:
    """Turn single keys on or off, and stay where one is."""
    consultation = consultation_or_404(slug)
    keys_on = request.form.get("on") == "1"
    services.switch_keys(session(), consultation, current_user.id, keys_on=keys_on, at=clock.now())
    session().commit()
    return redirect(way_back(slug, ActForm().back.data or "").url)


@bp.post("/views")
@requires(*CODERS)
def save_view(slug: str) -> Response:
    """Keep the choice of answers one is looking at under a name."""
    consultation = consultation_or_404(slug)
    form = ViewForm()
    here = way_back(slug, form.back.data or "")
    try:
        if not form.validate():
            raise InvalidInputError(next(iter(form.name.errors), "Give the view a name."))
        name, arguments = form.name.data or "", here.filters.as_arguments()
        view = services.save_view(
            session(), consultation, current_user.id, name, arguments, shared=bool(form.shared.data), at=clock.now()
        )
        session().commit()
    except DomainError as error:
        session().rollback()
        flash(str(error), "error")
    else:
        flash(f"“{view.name}” is kept.")
    return redirect(here.list_url())


@bp.post("/views/<uuid:view_id>/remove")
@requires(*CODERS)
def remove_view(slug: str, view_id: UUID) -> Response:
    """Take one's own view away; the answers stay as they are."""
    consultation = consultation_or_404(slug)
    name = services.remove_view(session(), consultation, current_user.id, view_id, clock.now())
    session().commit()
    flash(f"“{name}” is gone from your views.")
    return redirect(way_back(slug, ActForm().back.data or "").list_url())


@bp.get("/done")
@requires(*CODERS)
def done(slug: str) -> str:
    """Show what this person did last, with a way to undo each batch as a whole."""
    consultation = consultation_or_404(slug)
    here = way_back(slug, request.args.get("back", ""))
    found = queries.recent(session(), consultation.id, current_user.id)
    return render_template(
        "coding/done.html",
        consultation=consultation,
        here=Way(slug, here.filters, here.after, here.before),
        batches=found,
        names=queries.names(session(), consultation, [one.target for one in found if one.target]),
        marks=wording.MARKS,
        list_url=url_for("coding.answers", slug=slug, **here.arguments),
    )
