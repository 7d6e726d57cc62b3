"""The report as one semantic HTML document that stands alone: no outside file, no script."""

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from flask import current_app

from cypp_consult.summaries.content import ThemedSummary

TEMPLATE = "summaries/report.html"
_STYLES = ("css/tokens.css", "css/report.css")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def html(summary: ThemedSummary) -> bytes:
    """Return the report as a file to download and to publish."""
    return report(summary).encode()


def report(summary: ThemedSummary, *, for_word: bool = False) -> str:
    """Return the report as HTML; `for_word` leaves out styles and drawings, which pandoc would carry over badly."""
    return render(TEMPLATE, summary=summary, for_word=for_word)


def render(template: str, **values: Any) -> str:
    """Return a template rendered without the site around it; `direction` and `style` are known to it."""
    style = "" if values.get("for_word") else _style(str(current_app.static_folder))
    found = current_app.jinja_env.get_template(template)
    return found.render(direction=direction, style=style, demonstration=current_app.config["DEMONSTRATION"], **values)


@cache
def _style(folder: str) -> str:
    text = "\n".join((Path(folder) / name).read_text(encoding="utf-8") for name in _STYLES)
    return _COMMENT.sub("", text)


def direction(text: str) -> str:
    """Return "rtl" or "ltr" by the first letter that has a direction."""
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in {"R", "AL"}:
            return "rtl"
        if kind == "L":
            return "ltr"
    return "ltr"
