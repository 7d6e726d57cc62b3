"""Accepting an invitation: choose a password, and be in."""

from flask import current_app, flash, redirect, render_template
from flask_login import current_user
from flask_security import hash_password, login_user, logout_user
from werkzeug.wrappers import Response

from cypp_consult.accounts import invitations, queries, rules, services
from cypp_consult.accounts.forms import PasswordForm
from cypp_consult.accounts.rules import InvitationOverError
from cypp_consult.accounts.views import bp
from cypp_consult.core import audit, clock
from cypp_consult.core.database import session
from cypp_consult.web.access import public


@bp.route("/invitation/<token>", methods=["GET", "POST"])
@public
def invitation(token: str) -> str | Response | tuple[str, int]:
    """Let an invited person choose a password, once; they are signed in then."""
    try:
        key = invitations.key_of(current_app.config["SECRET_KEY"], token)
        person = queries.invited(session(), key)
        form = PasswordForm()
        if form.validate_on_submit():
            return _accept(key, form)
    except InvitationOverError as error:
        session().rollback()
        return render_template("accounts/invitation_over.html", words=str(error)), error.status
    return render_template("accounts/invitation.html", form=form, person=person, least=rules.MINIMUM_PASSWORD)


def _accept(key: str, form: PasswordForm) -> Response:
    from flask_security.proxies import _security

    # as Flask-Security will see it at sign-in: letters with accents typed on another keyboard are the same letters
    chosen = _security.password_util.normalize(form.password.data or "")
    audit.act_as(audit.Actor(None, "invited person"))
    person = services.accept(session(), key, hash_password(chosen), clock.now())
    session().commit()
    if current_user.is_authenticated:
        logout_user()
    login_user(person, authn_via=["invitation"])
    flash(f"Welcome, {person.name}. Your account is ready.", "success")
    return redirect("/go")
