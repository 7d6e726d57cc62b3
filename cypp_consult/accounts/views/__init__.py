"""Pages of accounts: people, one's own account, invitations and the audit log."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)

from cypp_consult.accounts.views import account, audit_log, invitation, people, person  # noqa: E402 - they hang their pages on bp

__all__ = ["account", "audit_log", "bp", "invitation", "people", "person"]
