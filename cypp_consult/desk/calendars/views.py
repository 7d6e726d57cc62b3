"""Pages of calendars: a person's own address, and dates to take along."""

from flask import Blueprint

bp = Blueprint("calendars", __name__)
