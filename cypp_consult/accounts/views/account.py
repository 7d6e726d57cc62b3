"""One's own account."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user
from flask_security import logout_user
from werkzeug.wrappers import Response

from cypp_consult.accounts import rules, services
from cypp_consult.accounts.forms import NameForm
from cypp_consult.accounts.views import bp
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.web.access import STAFF, requires


@bp.route("/account", methods=["GET", "POST"])
@requires(*STAFF)
def account() -> str | Response:
    """Show one's own name, e-mail and roles; change the name."""
    form = NameForm(obj=current_user)
    if form.validate_on_submit():
        services.rename(session(), current_user, form.name.data or "", clock.now())
        session().commit()
        flash("Your name is changed.", "success")
        return redirect(url_for(".account"))
    return render_template(
        "accounts/account.html",
        form=form,
        roles=rules.in_words(current_user.role_names),
        two_step=bool(current_user.tf_primary_method),
        codes=len(current_user.mf_recovery_codes or []),
    )


@bp.post("/account/sign-out-everywhere")
@requires(*STAFF)
def sign_out_everywhere() -> Response:
    """End every session of this person, this one included."""
    services.end_sessions(session(), current_user, clock.now())
    session().commit()
    logout_user()
    flash("You are signed out on every device.", "success")
    return redirect(url_for("security.login"))
