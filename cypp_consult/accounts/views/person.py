"""One person: roles, and the acts of an administrator."""

from collections.abc import Callable
from datetime import datetime

from flask import flash, redirect, render_template, url_for
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from cypp_consult.accounts import mails, queries, rules, services
from cypp_consult.accounts.forms import RolesForm
from cypp_consult.accounts.models import User
from cypp_consult.accounts.rules import AccountState, LastAdministratorError
from cypp_consult.accounts.views import bp
from cypp_consult.accounts.views.people import state_of
from cypp_consult.core import audit, clock
from cypp_consult.core.database import session
from cypp_consult.core.roles import Role
from cypp_consult.core.waking import wake
from cypp_consult.web.access import requires


@bp.route("/people/<int:person_id>", methods=["GET", "POST"])
@requires(Role.ADMINISTRATOR)
def person(person_id: int) -> str | Response:
    """Show a person and change their roles."""
    found = queries.person(session(), person_id)
    form = RolesForm(roles=[role.value for role in found.role_names])
    if form.validate_on_submit():
        return _tried(lambda db, at: services.set_roles(db, found, form.chosen(), at), found, "The roles are changed.")
    return render_template(
        "accounts/person.html",
        form=form,
        person=found,
        state=state_of(found),
        states=AccountState,
        in_words=rules.in_words,
        meanings={role.value: text for role, text in rules.ROLE_MEANINGS.items()},
        is_me=found.id == current_user.id,
        history=audit.history(session(), "person", found.id, limit=20),
    )


@bp.post("/people/<int:person_id>/switch-off")
@requires(Role.ADMINISTRATOR)
def switch_off(person_id: int) -> Response:
    """Let a person no longer sign in."""
    found = queries.person(session(), person_id)
    return _tried(
        lambda db, at: services.switch_off(db, found, at),
        found,
        f"{found.name} can no longer sign in.",
        undo=".switch_on",
    )


@bp.post("/people/<int:person_id>/switch-on")
@requires(Role.ADMINISTRATOR)
def switch_on(person_id: int) -> Response:
    """Let a person sign in again."""
    found = queries.person(session(), person_id)
    return _tried(lambda db, at: services.switch_on(db, found, at), found, f"{found.name} can sign in again.")


@bp.post("/people/<int:person_id>/second-step-off")
@requires(Role.ADMINISTRATOR)
def clear_second_step(person_id: int) -> Response:
    """Turn two-step sign-in off for somebody who lost their phone."""
    found = queries.person(session(), person_id)
    return _tried(
        lambda db, at: services.clear_second_step(db, found, at), found, "Two-step sign-in is off for this person."
    )


@bp.post("/people/<int:person_id>/invite-again")
@requires(Role.ADMINISTRATOR)
def invite_again(person_id: int) -> Response:
    """Send a new invitation; the link of the old one stops working."""
    found = queries.person(session(), person_id)
    if state_of(found) not in {AccountState.INVITED, AccountState.LAPSED}:
        flash("This person needs no invitation.", "error")
        return redirect(url_for(".person", person_id=person_id))
    at = clock.now()
    services.invite_again(session(), found, at)
    job_id = mails.post_invitation(session(), found, at)
    session().commit()
    wake(job_id)
    flash("We have sent a new invitation. The link of the one before no longer works.", "success")
    return redirect(url_for(".person", person_id=person_id))


def _tried(act: Callable[[Session, datetime], None], found: User, words: str, undo: str = "") -> Response:
    """Do an act and say so, or say why it cannot be done; back to the person's page."""
    person_id = found.id
    try:
        act(session(), clock.now())
    except LastAdministratorError as error:
        session().rollback()
        flash(str(error), "error")
    else:
        session().commit()
        if undo:
            flash((words, url_for(undo, person_id=person_id)), "undo")  # type: ignore[arg-type]  # the part takes a pair
        else:
            flash(words, "success")
    # who takes the role away from themselves cannot come back here
    stays = current_user.is_authenticated and current_user.is_any(Role.ADMINISTRATOR)
    return redirect(url_for(".person", person_id=person_id) if stays else "/")
