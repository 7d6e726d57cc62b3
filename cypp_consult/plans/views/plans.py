"""The list of plans, a plan to read, and its facts."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from cypp_consult.core.database import session
from cypp_consult.core.errors import NotFoundError
from cypp_consult.core.roles import Role
from cypp_consult.plans import queries, services
from cypp_consult.plans.forms import PlanForm
from cypp_consult.plans.models import Plan
from cypp_consult.plans.outline import outline
from cypp_consult.plans.views import READERS, bp
from cypp_consult.web.access import requires


def plan_or_404(slug: str) -> Plan:
    """Return the plan of an address with its tree; NotFoundError if there is none."""
    found = queries.by_slug(session(), slug)
    if found is None:
        raise NotFoundError
    return found


@bp.get("/plans")
@requires(*READERS)
def index() -> str:
    """List the plans, newest first."""
    return render_template("plans/index.html", plans=queries.every(session()), counts=queries.counts(session()))


@bp.get("/plans/<slug>")
@requires(*READERS)
def show(slug: str) -> str:
    """Show a plan and its tree, to read."""
    plan = plan_or_404(slug)
    return render_template("plans/show.html", plan=plan, tree=outline(plan))


@bp.route("/plans/<slug>/facts", methods=["GET", "POST"])
@requires(Role.LEAD)
def facts(slug: str) -> str | Response:
    """Change a plan's title, area, period and its word for outcomes."""
    plan = plan_or_404(slug)
    form = PlanForm(obj=plan)
    if not form.is_submitted():
        form.show_label(plan.outcome_label)
    if form.validate_on_submit():
        services.change_plan(session(), plan, **given(form))
        session().commit()
        flash("Saved.", "success")
        return redirect(url_for(".show", slug=plan.slug))
    return render_template("plans/facts.html", form=form, plan=plan)


def given(form: PlanForm) -> dict[str, Any]:
    """Return the facts that a form holds, as the services take them."""
    return {
        "title": form.title.data,
        "area": form.area.data,
        "period_start": form.period_start.data,
        "period_end": form.period_end.data,
        "outcome_label": form.label,
    }
