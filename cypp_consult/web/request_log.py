"""One log line per request: what was asked for and how it went; never by whom, from where or with which words."""

import re
import time
from uuid import uuid4

import structlog
from flask import Flask, Response, g, request

log = structlog.get_logger("cypp_consult.request")
HEADER = "X-Request-ID"
GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")


def _begin(app: Flask) -> None:
    given = request.headers.get(HEADER, "") if app.config["TRUSTED_PROXIES"] else ""
    g.request_id = given if GIVEN.fullmatch(given) else uuid4().hex
    g.request_began = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request=g.request_id)


def _end(response: Response) -> Response:
    if "request_began" not in g:
        return response
    # files for tablets on bad networks carry no byte that is not needed
    if not (g.get("bare_headers") or g.get("no_request_id")):
        response.headers[HEADER] = g.request_id
    log.info(
        "request",
        method=request.method,
        # the rule and not the address: an address may hold a receipt code or a token
        route=request.url_rule.rule if request.url_rule else "none",
        status=response.status_code,
        ms=round((time.perf_counter() - g.request_began) * 1000, 1),
    )
    return response


def init_app(app: Flask) -> None:
    """Write the line for every request of the app; tests do without."""
    if app.testing:
        return
    app.before_request(lambda: _begin(app))
    app.after_request(_end)
