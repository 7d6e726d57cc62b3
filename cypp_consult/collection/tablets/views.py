"""Pages and interfaces of this part."""

from flask import Blueprint

bp = Blueprint("tablets", __name__)
