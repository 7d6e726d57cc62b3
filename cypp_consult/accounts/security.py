"""Flask-Security on our accounts: settings, mail and who acts."""

from datetime import timedelta
from typing import Any

from flask import Flask
from flask_login import current_user
from flask_security import Security, SQLAlchemyUserDatastore

from cypp_consult.accounts.models import Role, User, WebAuthn
from cypp_consult.core import audit
from cypp_consult.core.database import db

datastore = SQLAlchemyUserDatastore(db, User, Role, WebAuthn)

SETTINGS: dict[str, Any] = {
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {"argon2__memory_cost": 19456, "argon2__rounds": 2, "argon2__parallelism": 1},
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    "SECURITY_PASSWORD_LENGTH_MIN": 12,
    "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
    "SECURITY_RECOVERABLE": True,
    "SECURITY_CHANGEABLE": True,
    "SECURITY_RESET_PASSWORD_WITHIN": timedelta(minutes=30),
    "SECURITY_LOGIN_URL": "/sign-in",
    "SECURITY_LOGOUT_URL": "/sign-out",
    "SECURITY_LOGOUT_METHODS": ["POST"],
    "SECURITY_RESET_URL": "/reset-password",
    "SECURITY_CHANGE_URL": "/change-password",
    "SECURITY_POST_LOGIN_VIEW": "/desk",
    "SECURITY_POST_LOGOUT_VIEW": "/",
    "SECURITY_SEND_REGISTER_EMAIL": False,
    "SECURITY_UNAUTHORIZED_VIEW": None,
}


def _who_acts() -> None:
    # the audit log names the person signed in, and nobody for a respondent
    if current_user.is_authenticated:
        audit.act_as(audit.Actor(current_user.id, f"{current_user.name} <{current_user.email}>"))
    else:
        audit.act_as(audit.RESPONDENT)


def init_app(app: Flask) -> None:
    """Set up sign-in on the app; settings given by tests win."""
    for name, value in SETTINGS.items():
        app.config.setdefault(name, value)
    app.config.setdefault("SECURITY_PASSWORD_SALT", app.config["SECRET_KEY"])
    Security(app, datastore)
    app.before_request(_who_acts)
