"""Starting a plan: choosing a template, looking at it, and giving the plan its name."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.core.roles import Role
from cypp_consult.plans import framework_store, services
from cypp_consult.plans.forms import PlanForm
from cypp_consult.plans.framework import Framework
from cypp_consult.plans.framework_facts import facts_of
from cypp_consult.plans.views import bp
from cypp_consult.plans.views.plans import given
from cypp_consult.web.access import requires


@bp.get("/plans/new")
@requires(Role.LEAD)
def new() -> str:
    """Show the templates that a plan can start from, and the way to start from nothing."""
    return render_template(
        "plans/new.html",
        frameworks=framework_store.every(session()),
        imported=framework_store.imported_ids(session()),
    )


@bp.get("/plans/templates/<framework_id>")
@requires(Role.LEAD)
def template(framework_id: str) -> str:
    """Show the tree of a template and what else its source tells."""
    framework = framework_store.find(session(), framework_id)
    return render_template("plans/template.html", framework=framework, facts=facts_of(framework))


@bp.route("/plans/start", methods=["GET", "POST"])
@requires(Role.LEAD)
def start() -> str | Response:
    """Give a new plan its facts and start it, from the template named in the address or from nothing."""
    named = request.args.get("template", "")
    framework = framework_store.find(session(), named) if named else None
    form = PlanForm()
    if not form.is_submitted() and framework is not None:
        form.show_label(framework.outcome_label)
    if form.validate_on_submit():
        plan = _start(framework, given(form))
        session().commit()
        flash("Your plan is started. Change what you like: nothing is fixed.", "success")
        return redirect(url_for(".show", slug=plan.slug))
    return render_template("plans/start.html", form=form, framework=framework)


def _start(framework: Framework | None, facts: dict[str, Any]) -> Any:
    if framework is None:
        return services.start_empty(session(), at=clock.now(), **facts)
    return services.start_from_template(session(), framework.id, at=clock.now(), **facts)
