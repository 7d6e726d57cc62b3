"""The list of consultations, and making one."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from cypp_consult.consultations import queries, services
from cypp_consult.consultations.forms import NewForm
from cypp_consult.consultations.models import Division
from cypp_consult.consultations.rules import starters
from cypp_consult.consultations.views import VIEWERS, bp
from cypp_consult.consultations.views.known import organisation
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.core.errors import NotFoundError
from cypp_consult.core.roles import Role
from cypp_consult.plans import queries as plan_queries
from cypp_consult.plans.models import Plan
from cypp_consult.web.access import requires
from cypp_consult.web.forms import choices

FACTS = ("purpose", "open_to_influence", "already_decided", "legal_basis", "what_happens_next")


@bp.get("/consultations")
@requires(*VIEWERS)
def index() -> str:
    """List the consultations this person may see, newest first."""
    rows = queries.visible_to(session(), current_user)
    today = clock.today()
    return render_template(
        "consultations/index.html",
        rows=[(row, queries.state_of(row, today), queries.words_of(row, today)) for row in rows],
    )


@bp.route("/consultations/new", methods=["GET", "POST"])
@requires(Role.LEAD)
def new() -> str | Response:
    """Make a consultation for a plan; its other pages follow one by one."""
    plans = plan_queries.every(session())
    if not plans:
        return render_template("consultations/no_plan.html")
    form = NewForm()
    form.plan.choices = choices([(plan.slug, plan.title) for plan in plans])
    if not form.is_submitted():
        form.plan.data = request.args.get("plan", plans[0].slug)
        known = starters.Known(organisation(), plans[0].title)
        form.what_happens_next.data = starters.happens_next(known)
    if form.validate_on_submit():
        made = services.create(
            session(),
            _plan(str(form.plan.data)),
            title=str(form.title.data),
            at=clock.now(),
            lead_id=current_user.id,
            division=Division(current_app.config["DIVISION"]),
            **{name: form[name].data or "" for name in FACTS},
        )
        session().commit()
        flash("Your consultation is kept as a draft. Nobody else sees it until you open it.", "success")
        return redirect(url_for(".edit", slug=made.slug, section="who", go_on=1))
    return render_template("consultations/new.html", form=form)


def _plan(slug: str) -> Plan:
    found = plan_queries.by_slug(session(), slug)
    if found is None:
        raise NotFoundError
    return found
