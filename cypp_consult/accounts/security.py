"""Flask-Security on our accounts: settings, mail, who acts, and what is written down of it."""

import base64
import hashlib
import time
from datetime import timedelta

from flask import Flask
from flask import session as flask_session
from flask_login import current_user
from flask_security import Security, SQLAlchemyUserDatastore, logout_user

from cypp_consult.accounts import records, sign_in_guard
from cypp_consult.accounts.mails import OutboxMail
from cypp_consult.accounts.models import Role, User, WebAuthn
from cypp_consult.accounts.sign_in_forms import FORMS
from cypp_consult.accounts.sign_in_settings import SETTINGS, WORDS
from cypp_consult.accounts.totp import OnceTotp
from cypp_consult.core import audit
from cypp_consult.core.database import db

SESSION_LASTS = timedelta(hours=12)
datastore = SQLAlchemyUserDatastore(db, User, Role, WebAuthn)


def _who_acts() -> None:
    # the audit log names the person signed in, and nobody for a respondent
    if current_user.is_authenticated:
        audit.act_as(audit.Actor(current_user.id, f"{current_user.name} <{current_user.email}>"))
    else:
        audit.act_as(audit.RESPONDENT)


def _end_old_session() -> None:
    # a browser that restores its tabs keeps a session for ever; shared computers must not
    if not current_user.is_authenticated:
        return
    if time.time() - flask_session.setdefault("since", time.time()) > SESSION_LASTS.total_seconds():
        logout_user()


def _key(secret: str, purpose: str) -> bytes:
    """Return a key of 32 bytes for one purpose, so that no two uses share the secret itself."""
    return base64.urlsafe_b64encode(hashlib.sha256(f"{purpose}:{secret}".encode()).digest())


def init_app(app: Flask) -> None:
    """Set up sign-in on the app; settings given by tests win."""
    secret = app.config["SECRET_KEY"]
    for name, value in SETTINGS.items():
        app.config.setdefault(name, value)
    for name, words in WORDS.items():
        app.config.setdefault(f"SECURITY_MSG_{name}", (words, "error" if "INVALID" in name else "info"))
    app.config.setdefault("SECURITY_PASSWORD_SALT", secret)
    app.config.setdefault("SECURITY_TOTP_SECRETS", {"1": _key(secret, "two-step").decode()})
    app.config.setdefault("SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS", [_key(secret, "recovery codes")])
    Security(app, datastore, mail_util_cls=OutboxMail, totp_cls=OnceTotp, **FORMS)
    app.before_request(_end_old_session)
    app.before_request(_who_acts)
    sign_in_guard.init_app(app)
    records.init_app(app)
    app.add_template_filter(records.audit_words)
