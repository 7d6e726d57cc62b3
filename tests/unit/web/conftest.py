"""Templates drawn on their own: no database, no features, nobody signed in."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import html5lib
import pytest
from flask import Flask, render_template
from flask_wtf import CSRFProtect

ROOT = Path(__file__).parents[3]
IMPORTS = """{% import "components/fields.html" as fields %}{% import "components/parts.html" as parts with context %}
{%- from "components/art.html" import face, face_kinds, pic, pictures %}
{%- from "components/icons.html" import icon, icon_names, state, state_kinds %}<!doctype html><title>x</title>"""


def parsed(text: str) -> Any:
    """Return the document; markup that is not valid HTML fails the test."""
    return html5lib.HTMLParser(tree=html5lib.getTreeBuilder("lxml"), strict=True).parse(text)


@pytest.fixture
def bare() -> Flask:
    """An application that has the templates and the static files and nothing else."""
    app = Flask("look", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.config.update(SECRET_KEY="for this test alone", WTF_CSRF_ENABLED=True)
    CSRFProtect(app)
    app.add_url_rule("/sign-out", endpoint="security.logout", view_func=lambda: "", methods=["POST"])
    return app


@pytest.fixture
def draw(bare: Flask) -> Callable[..., Any]:
    """Return a function that renders one line of a template, with all macros at hand, and gives the parsed document."""

    def _draw(line: str, **context: Any) -> Any:
        with bare.test_request_context():
            return parsed(bare.jinja_env.from_string(IMPORTS + line).render(**context))

    return _draw


@pytest.fixture
def page_of(bare: Flask) -> Callable[..., Any]:
    """Return a function that renders a whole template and gives the parsed document."""

    def _page(name: str, **context: Any) -> Any:
        with bare.test_request_context():
            return parsed(render_template(name, **context))

    return _page


@pytest.fixture
def lay_out(bare: Flask) -> Callable[..., Any]:
    """Return a function that renders a few lines of template on a layout."""

    def _lay_out(layout: str, source: str, **context: Any) -> Any:
        with bare.test_request_context():
            base = {**bare.jinja_env.globals}
            bare.update_template_context(base)
            text = bare.jinja_env.from_string(f'{{% extends "layouts/{layout}.html" %}}{source}').render(
                **{**base, **context}
            )
            return parsed(text)

    return _lay_out
