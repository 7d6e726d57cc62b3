"""Links that leave the page: in mails, on paper, in QR codes.

They lead to `CYPP_BASE_URL` and never to a host that a browser named.
"""

from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app


def outside(endpoint: str, **values: Any) -> str:
    """Return the full address of a page as people outside reach it; works in jobs and commands too."""
    base = urlsplit(current_app.config["BASE_URL"])
    adapter = current_app.url_map.bind(base.netloc, script_name=base.path or "/", url_scheme=base.scheme)
    return adapter.build(endpoint, values, force_external=True)


def init_app(app: Flask) -> None:
    """Make `outside` known to templates, those of mails above all."""
    app.add_template_global(outside)
