"""Addresses that know no cookies: the tablets' documents and interface neither read nor set any.

A browser on which somebody is signed in shows and sends there exactly what any other does.
"""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, current_app, g, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask.wrappers import Response

PREFIXES = ("/e/", "/api/v1/")


def _is_ours(path: str) -> bool:
    return path.startswith(PREFIXES)


class Sessions(SecureCookieSessionInterface):
    """Flask's sessions, but never written, nor told of in `Vary`, at our addresses."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the session elsewhere than at our addresses."""
        if not _is_ours(request.path):
            super().save_session(app, session, response)


def without_cookies(inner: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """Return a WSGI application that is given no cookies at our addresses."""

    def outer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if _is_ours(environ.get("PATH_INFO", "")):
            environ.pop("HTTP_COOKIE", None)
        return inner(environ, start_response)

    return outer


def _be_nobody() -> None:
    # otherwise the person is looked for in the session, and then in a token within the JSON that was sent
    if _is_ours(request.path):
        g._login_user = current_app.login_manager.anonymous_user()  # type: ignore[attr-defined]  # noqa: SLF001 - Flask-Login's own place


def init_app(app: Flask) -> None:
    """Let the app be without cookies at our addresses. Comes before everything that looks for a person."""
    app.before_request(_be_nobody)
    app.session_interface = Sessions()
    app.wsgi_app = without_cookies(app.wsgi_app)  # type: ignore[method-assign]  # Flask documents this
