"""Guessing is slow: at most ten tries in five minutes for one account from one place."""

from datetime import timedelta

from flask import Flask, abort, make_response, render_template, request, session
from flask_login import current_user
from flask_security import ForgotPasswordForm
from werkzeug.wrappers import Response

from cypp_consult.accounts.sign_in_forms import SignInForm
from cypp_consult.web import throttle
from cypp_consult.web.errors import page

WITHIN = timedelta(minutes=5)
HERE = throttle.Limit("sign-in", 10, WITHIN)
# from everywhere together, so that many addresses do not help; higher, so that nobody is locked out easily
ANYWHERE = throttle.Limit("sign-in anywhere", 50, WITHIN)
BY_EMAIL = {"security.login", "security.forgot_password"}
BY_PERSON = {"security.verify", "security.change_password"}
BY_FIRST_STEP = {"security.two_factor_token_validation", "security.mf_recovery"}
GUARDED = BY_EMAIL | BY_PERSON | BY_FIRST_STEP


def account_of_request() -> str:
    """Return what stands for the account that a guarded request is about; it is hashed before it is kept."""
    if request.endpoint in BY_EMAIL:
        return request.form.get("email", "")[:320]
    if request.endpoint in BY_PERSON:
        return current_user.email if current_user.is_authenticated else ""
    return str(session.get("tf_user_id", ""))


def _guard() -> Response | None:
    if request.blueprint == "security" and request.is_json:
        abort(415)  # its JSON interface would go past our pages and their limits
    if request.method != "POST" or request.endpoint not in GUARDED:
        return None
    name, account = str(request.endpoint), account_of_request()
    wait = throttle.take(HERE, name, account, throttle.neighbourhood()) or throttle.take(ANYWHERE, name, account)
    return None if wait is None else _too_many(wait)


def _too_many(wait: timedelta) -> Response:
    """Return a page that says how long to wait and keeps the e-mail address as typed."""
    words = f"That was too many tries. Wait {throttle.in_minutes(wait)} and try again"
    if request.endpoint == "security.login":
        form = SignInForm()
        html = render_template("security/login_user.html", login_user_form=form, too_many=words)
    elif request.endpoint == "security.forgot_password":
        form = ForgotPasswordForm()
        html = render_template("security/forgot_password.html", forgot_password_form=form, too_many=words)
    else:
        return page(429, f"{words}.")
    response = make_response(html, 429)
    response.headers["Retry-After"] = str(int(wait.total_seconds()) + 1)
    return response


def _begin_anew(response: Response) -> Response:
    # who got in has proved to be no guesser
    if request.endpoint == "security.login" and request.method == "POST" and current_user.is_authenticated:
        throttle.forget(HERE, str(request.endpoint), account_of_request(), throttle.neighbourhood())
    return response


def init_app(app: Flask) -> None:
    """Guard the pages that take a password, a code or an address."""
    app.before_request(_guard)
    app.after_request(_begin_anew)
