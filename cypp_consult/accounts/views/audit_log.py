"""The audit log, for administrators."""

from typing import Any

from flask import render_template, request, url_for

from cypp_consult.accounts import queries
from cypp_consult.accounts.forms import AuditForm
from cypp_consult.accounts.views import bp
from cypp_consult.core.database import session
from cypp_consult.core.roles import Role
from cypp_consult.web.access import requires


@bp.get("/audit")
@requires(Role.ADMINISTRATOR)
def audit_log() -> str:
    """Show who did what to which object, newest first, fifty at a time."""
    form = AuditForm(request.args)
    actions, kinds = queries.audit_words(session())
    form.action.choices = [("", "Anything"), *((word, word) for word in actions)]
    form.object_type.choices = [("", "Anything"), *((word, word) for word in kinds)]
    wanted = queries.AuditFilter()
    if form.validate():
        wanted = queries.AuditFilter(
            person=form.person.data or "",
            action=form.action.data or "",
            object_type=form.object_type.data or "",
            object_id=form.object_id.data or "",
            day=form.day.data,
        )
    before = request.args.get("before", type=int)
    lines, next_before = queries.audit_lines(session(), wanted, before)
    asked: dict[str, Any] = {name: value for name, value in request.args.items() if value and name in form.data}
    return render_template(
        "accounts/audit.html",
        form=form,
        lines=lines,
        asked=bool(asked),
        older=url_for(".audit_log", **asked, before=next_before) if next_before else "",
        newest=url_for(".audit_log", **asked) if before else "",
    )
