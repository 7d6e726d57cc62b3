"""Pages of plans."""

from flask import Blueprint

from cypp_consult.core.roles import Role

bp = Blueprint("plans", __name__)

READERS = (Role.LEAD, Role.ANALYST, Role.YOUNG_ANALYST, Role.SAFEGUARDING_LEAD, Role.ADMINISTRATOR)

from cypp_consult.plans.views import measures, plans, start, tree  # noqa: E402 - they hang their pages on bp

__all__ = ["bp", "measures", "plans", "start", "tree"]
