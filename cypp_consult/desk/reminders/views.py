"""Pages of reminders: what each person wants to be told, and what was sent to whom."""

from flask import Blueprint

bp = Blueprint("reminders", __name__)
