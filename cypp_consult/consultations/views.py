"""Pages of consultations."""

from flask import Blueprint

from cypp_consult.consultations import queries
from cypp_consult.plans import uses

bp = Blueprint("consultations", __name__)

uses.add_check(queries.launched_plans)
