"""Pages of reach: who was heard, and what was hoped for."""

from flask import Blueprint, current_app

from cypp_consult.core.roles import Role
from cypp_consult.web import line

bp = Blueprint("reach", __name__, url_prefix="/consultations/<slug>/reach")

READERS = (Role.LEAD, Role.ANALYST)
line.add_pages("Answers", "reach")


def threshold() -> int:
    """Return from which number on counts are shown, as set for this installation."""
    return int(current_app.config["SUPPRESSION_THRESHOLD"])


from cypp_consult.summaries.reach.views import events, pages, targets, upload  # noqa: E402 - they hang their pages on bp

__all__ = ["bp", "events", "pages", "targets", "upload"]
