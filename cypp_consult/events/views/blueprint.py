"""The blueprint that all pages of events belong to, and who may open them."""

from flask import Blueprint

from cypp_consult.core.roles import Role

bp = Blueprint("events", __name__)

VIEWERS = (Role.LEAD, Role.FACILITATOR, Role.SAFEGUARDING_LEAD)
