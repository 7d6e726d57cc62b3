"""What is due, across every consultation that a person may see."""

from flask import render_template, request
from flask_login import current_user

from cypp_consult.consultations import queries
from cypp_consult.consultations.governance import queries as governance
from cypp_consult.consultations.timeline_forms import KINDS
from cypp_consult.consultations.views import VIEWERS, bp
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.core.roles import Role
from cypp_consult.web.access import requires


@bp.get("/due")
@requires(*VIEWERS)
def due() -> str:
    """Show what is overdue, due this week and due in 30 days: mine or everyone's."""
    today = clock.today()
    everything = governance.due_for(session(), current_user, today)
    mine = [row for row in everything if row.owner and row.owner.id == current_user.id]
    whose = "mine" if request.args.get("whose") == "mine" else "everyone"
    return render_template(
        "consultations/due.html",
        found=queries.by_nearness(mine if whose == "mine" else everything, today),
        whose=whose,
        mine=queries.by_nearness(mine, today).count,
        everyone=queries.by_nearness(everything, today).count,
        kinds=KINDS,
        today=today,
        may_edit=current_user.is_any(Role.LEAD),
    )
