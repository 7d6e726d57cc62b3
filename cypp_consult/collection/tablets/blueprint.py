"""The blueprint of what tablets fetch and of the rescue page."""

from flask import Blueprint

bp = Blueprint("tablets", __name__)
