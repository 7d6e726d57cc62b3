"""Errors become kind pages, in one place."""

import structlog
from flask import Flask, Response, current_app, g, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from cypp_consult.core.errors import DomainError

log = structlog.get_logger()

TEXTS = {
    400: ("We could not use that", "Go back, check what you typed and try again."),
    401: ("Please sign in", "Sign in and try again."),
    403: ("You cannot open this page", "It is for other roles. Ask your lead or administrator if you need it."),
    404: ("Page not found", "Check the address, or go back to where you came from."),
    405: ("That did not work", "Go back and use the buttons on the page."),
    409: ("That cannot be done now", "Look at the page again: something has changed, or something is missing."),
    410: ("This is no longer here", "It was taken away."),
    413: ("That file or text is too big", "Choose a smaller one and try again."),
    415: ("We cannot read that kind of file", "Use a CSV or XLSX file."),
    422: ("Something needs another look", "Go back, check it and try again."),
    429: ("Too many tries", "Wait a few minutes and try again."),
    500: ("Sorry, something went wrong on our side", "What you saved before is safe. Try again in a few minutes."),
}


def page(status: int, detail: str | None = None) -> Response:
    """Return a kind page, or JSON for the API, for a status."""
    title, advice = TEXTS.get(status, TEXTS[500])
    if request.path.startswith("/api/"):
        return make_response(jsonify(error=detail or title), status)
    return make_response(
        render_template("errors/error.html", title=title, advice=detail or advice, status=status), status
    )


def _http(error: HTTPException) -> Response:
    # redirects raised as exceptions keep their own answer
    if error.response is not None or error.code is None or error.code < 400:  # noqa: PLR2004 - the line between answers and errors
        return make_response(error.get_response())
    return page(error.code)


def _csrf(error: CSRFError) -> Response:
    del error
    return page(
        400, "This page was open for too long, or its cookie is gone. Go back, reload the page and send it again."
    )


def _domain(error: DomainError) -> Response:
    return page(error.status, str(error))


def _unexpected(error: Exception) -> Response:
    log.error("unexpected error", exc_info=error)
    # the page must come also when the database is what failed, so nobody is looked up for it
    g._login_user = current_app.login_manager.anonymous_user()  # type: ignore[attr-defined]  # noqa: SLF001 - Flask-Login's own place
    return page(500)


def init_app(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(DomainError, _domain)
    app.register_error_handler(HTTPException, _http)
    if not app.testing:
        app.register_error_handler(Exception, _unexpected)
