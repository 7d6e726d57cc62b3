"""Pages of coding."""

from flask import Blueprint

bp = Blueprint("coding", __name__)
