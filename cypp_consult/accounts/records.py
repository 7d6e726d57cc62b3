"""What is written down of signing in: who came in and went, and that a try failed; never where from."""

import time
from typing import Any

from flask import Flask, request
from flask import session as browser_session
from flask_login import current_user, user_logged_out
from flask_security import (
    password_changed,
    password_reset,
    reset_password_instructions_sent,
    tf_disabled,
    tf_profile_changed,
    user_authenticated,
)
from werkzeug.wrappers import Response

from cypp_consult.accounts import sign_in_guard
from cypp_consult.accounts.models import User
from cypp_consult.core import audit
from cypp_consult.core.database import session
from cypp_consult.web import throttle

NOBODY = audit.Actor(None, "not signed in")
STEPS = {
    "security.login": "password",
    "security.verify": "password again",
    "security.two_factor_token_validation": "code",
    "security.mf_recovery": "recovery code",
}
OK = 200


def _record(person: User, action: str) -> None:
    audit.act_as(audit.Actor(person.id, f"{person.name} <{person.email}>"))
    audit.record(session(), action, "person", person.id)


def _signed_in(sender: Flask, user: User, **more: Any) -> None:
    del sender, more
    browser_session["since"] = time.time()
    _record(user, "person.signed_in")


def _signed_out(sender: Flask, user: Any, **more: Any) -> None:
    del sender, more
    if getattr(user, "is_authenticated", False):
        _record(user, "person.signed_out")
        session().commit()


def _asked_for_link(sender: Flask, user: User, **more: Any) -> None:
    # whoever asked is not known to be that person
    del sender, more
    audit.act_as(NOBODY)
    audit.record(session(), "person.reset_link_sent", "person", user.id)


def _reset(sender: Flask, user: User, **more: Any) -> None:
    del sender, more
    _record(user, "person.password_reset")


def _changed(sender: Flask, user: User, **more: Any) -> None:
    del sender, more
    _record(user, "person.password_changed")


def _two_step_on(sender: Flask, user: User, **more: Any) -> None:
    del sender, more
    _record(user, "person.second_step_set")


def _two_step_off(sender: Flask, user: User, **more: Any) -> None:
    del sender, more
    # what was counted belonged to the key that is gone
    user.totp_last_counter = None
    _record(user, "person.second_step_dropped")


def _failed(response: Response) -> Response:
    # a try that worked is answered with a redirect, so a page again means that it did not
    if request.method == "POST" and request.endpoint in STEPS and response.status_code == OK:
        if not current_user.is_authenticated:
            audit.act_as(NOBODY)
        account = throttle.key_for(sign_in_guard.HERE, sign_in_guard.account_of_request())[:16]
        session().rollback()
        audit.record(session(), "sign_in.failed", "sign_in", account, {"step": STEPS[request.endpoint]})
        session().commit()
    return response


def init_app(app: Flask) -> None:
    """Write lines for what Flask-Security does."""
    user_authenticated.connect(_signed_in, app)
    user_logged_out.connect(_signed_out, app)
    reset_password_instructions_sent.connect(_asked_for_link, app)
    password_reset.connect(_reset, app)
    password_changed.connect(_changed, app)
    tf_profile_changed.connect(_two_step_on, app)
    tf_disabled.connect(_two_step_off, app)
    app.after_request(_failed)


def audit_words(action: str) -> str:
    """Return the name of an action in words: "person.roles_changed" becomes "Person: roles changed"."""
    subject, _, verb = action.partition(".")
    words = f"{subject}: {verb}" if verb else subject
    words = words.replace("_", " ")
    return words[:1].upper() + words[1:]
