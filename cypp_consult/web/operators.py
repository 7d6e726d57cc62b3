"""Addresses for operators: is the process alive, and is it ready to serve."""

import os
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, Flask, Response, current_app, jsonify, make_response
from sqlalchemy.exc import SQLAlchemyError

from cypp_consult.core.database import db
from cypp_consult.web.access import public

bp = Blueprint("operators", __name__)


def migration_head() -> str | None:
    """Return the newest migration that this code brings."""
    folder = current_app.extensions["migrate"].directory
    return ScriptDirectory(str(folder)).get_current_head()


def problems() -> list[str]:
    """Return what keeps this installation from serving, in words; empty when it is ready."""
    found = []
    try:
        with db.engine.connect() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
        if current != migration_head():
            found.append("the database needs `cypp-consult init`")
    except SQLAlchemyError:
        found.append("the database does not answer")
    if not os.access(Path(current_app.instance_path), os.W_OK):
        found.append("the instance folder cannot be written")
    return found


@bp.get("/healthz")
@public
def alive() -> Response:
    """Say that the process answers; asks no database."""
    return jsonify(status="ok")


@bp.get("/readyz")
@public
def ready() -> Response:
    """Say whether database, migrations and storage are in order: 200, or 503 with what is wrong."""
    found = problems()
    return make_response(jsonify(status="not ready" if found else "ready", problems=found), 503 if found else 200)


def init_app(app: Flask) -> None:
    """Add the operators' addresses."""
    app.register_blueprint(bp)
