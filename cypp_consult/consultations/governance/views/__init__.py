"""Pages of boards and groups."""

from flask import Blueprint

from cypp_consult.core.roles import Role
from cypp_consult.web import line

bp = Blueprint("governance", __name__)

# who may look at boards; partners only at those they sit on, and at the ones next to these
VIEWERS = (Role.LEAD, Role.ANALYST, Role.SAFEGUARDING_LEAD, Role.ADMINISTRATOR, Role.PARTNER)
# who looks after them
KEEPERS = (Role.LEAD, Role.ADMINISTRATOR)

line.add_pages("Plan and timeline", "governance")

from cypp_consult.consultations.governance.views import (  # noqa: E402 - they hang their pages on bp
    approvers,
    boards,
    meetings,
    members,
    reports,
    templates,
)

__all__ = ["approvers", "boards", "bp", "meetings", "members", "reports", "templates"]
