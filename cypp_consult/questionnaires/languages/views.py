"""Pages and interfaces of this part."""

from flask import Blueprint

bp = Blueprint("languages", __name__)
