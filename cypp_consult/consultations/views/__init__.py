"""Pages of consultations."""

from flask import Blueprint

from cypp_consult.consultations import queries
from cypp_consult.core.roles import Role
from cypp_consult.plans import uses
from cypp_consult.web import line

bp = Blueprint("consultations", __name__)

# who may look at a consultation and its timeline; partners only at those they are members of
VIEWERS = (Role.LEAD, Role.ANALYST, Role.SAFEGUARDING_LEAD, Role.ADMINISTRATOR, Role.PARTNER)

line.add(
    line.Stop(order=10, label="Plan and timeline", endpoint="consultations.show", roles=frozenset(VIEWERS)),
)
uses.add_check(queries.launched_plans)

from cypp_consult.consultations.views import (  # noqa: E402 - they hang their pages on bp
    dates,
    due,
    edit,
    laying,
    links,
    listing,
    moving,
    overview,
    proofs,
    special,
    steps,
    timeline,
)

__all__ = [
    "bp",
    "dates",
    "due",
    "edit",
    "laying",
    "links",
    "listing",
    "moving",
    "overview",
    "proofs",
    "special",
    "steps",
    "timeline",
]
