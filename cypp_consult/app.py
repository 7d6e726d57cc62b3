"""The application: settings, extensions, blueprints, errors."""

import importlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask, url_for
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from cypp_consult import settings
from cypp_consult.accounts import security as accounts_security
from cypp_consult.core import waking
from cypp_consult.core.database import Base, db
from cypp_consult.core.logs import set_up_logs
from cypp_consult.web import cookieless, errors, filters, jobs_pages, line, links, operators, request_log, security

PACKAGE = Path(__file__).parent
FEATURES = (
    "accounts",
    "plans",
    "consultations",
    "consultations.governance",
    "questionnaires",
    "questionnaires.languages",
    "events",
    "collection",
    "collection.importing",
    "collection.tablets",
    "safeguarding",
    "safeguarding.known",
    "coding",
    "coding.translations",
    "coding.finding",
    "coding.exchange",
    "coding.agreement",
    "summaries",
    "summaries.reach",
    "summaries.signoff",
    "desk",
    "desk.reminders",
    "desk.calendars",
    "desk.event_day",
)

# blueprints that browsers' forms do not reach: they take JSON with a bearer token, and know no cookie
INTERFACES = ("collection.tablets.api",)

csrf = CSRFProtect()
migrate = Migrate()


def beside_or_inside(name: str) -> str:
    """Return the folder of templates or static files: inside the package in a wheel, beside it in a checkout."""
    inside = PACKAGE / name
    return str(inside if inside.is_dir() else PACKAGE.parent / name)


def create_app(
    overrides: Mapping[str, str] | None = None, *, testing: bool = False, config: Mapping[str, Any] | None = None
) -> Flask:
    """Return the application. `overrides` are settings by name; `config` are Flask's own keys, for tests."""
    values = settings.load(overrides)
    app = Flask(
        "cypp_consult",
        instance_path=str(values["INSTANCE_PATH"]),
        template_folder=beside_or_inside("templates"),
        static_folder=beside_or_inside("static"),
    )
    app.config.from_mapping(values, TESTING=testing)
    app.config.update(config or {})
    set_up_logs(app.config["LOG_FORMAT"])
    _extensions(app)
    _features(app)
    for part in (errors, filters, jobs_pages, line, links, operators, request_log, security):
        part.init_app(app)
    _serving(app)
    return app


def _extensions(app: Flask) -> None:
    db.init_app(app)
    migrate.init_app(app, db, directory=str(PACKAGE / "migrations"), render_as_batch=True, compare_type=True)
    csrf.init_app(app)
    cookieless.init_app(app)
    accounts_security.init_app(app)
    waking.init_app(app)


def _features(app: Flask) -> None:
    for name in FEATURES:
        for part in ("models", "tasks"):
            if (PACKAGE / name.replace(".", "/") / f"{part}.py").exists():
                importlib.import_module(f"cypp_consult.{name}.{part}")
        app.register_blueprint(importlib.import_module(f"cypp_consult.{name}.views").bp)
    for name in INTERFACES:
        interface = importlib.import_module(f"cypp_consult.{name}").bp
        csrf.exempt(interface)
        app.register_blueprint(interface)


def _serving(app: Flask) -> None:
    if app.config["TRUSTED_PROXIES"]:
        count = app.config["TRUSTED_PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]  # Flask documents this
    assert app.static_folder  # noqa: S101 - set a few lines above; for the type checker
    app.wsgi_app = WhiteNoise(app.wsgi_app, root=app.static_folder, prefix="/static/", autorefresh=app.testing)  # type: ignore[method-assign]  # Flask documents this

    @app.context_processor
    def _common() -> dict[str, Any]:
        return {
            "organisation": app.config["ORGANISATION"],
            "demonstration": app.config["DEMONSTRATION"],
            "asset": lambda name: url_for("static", filename=name),
        }


__all__ = ["Base", "create_app", "csrf"]
