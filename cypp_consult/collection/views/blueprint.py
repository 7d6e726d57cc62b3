"""The blueprint that all pages of collection belong to."""

from flask import Blueprint

bp = Blueprint("collection", __name__)
