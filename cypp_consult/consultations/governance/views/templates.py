"""Making the bodies that a published framework names."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from cypp_consult.consultations import queries as consultations
from cypp_consult.consultations.governance import patterns, rules, services
from cypp_consult.consultations.governance.forms import FrameworkForm
from cypp_consult.consultations.governance.views import KEEPERS, bp
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.plans import framework_store
from cypp_consult.web.access import requires
from cypp_consult.web.forms import choices


@bp.get("/boards/from")
@requires(*KEEPERS)
def frameworks() -> str:
    """Show the frameworks that name boards and groups."""
    found = [(one, patterns.bodies_of(one), patterns.approvals_of(one)) for one in framework_store.every(session())]
    return render_template(
        "consultations/governance/frameworks.html", found=[item for item in found if item[1]], kinds=rules.KINDS
    )


@bp.route("/boards/from/<framework_id>", methods=["GET", "POST"])
@requires(*KEEPERS)
def make(framework_id: str) -> str | Response:
    """Show the bodies of a framework with their places; make those that are chosen."""
    framework = framework_store.find(session(), framework_id)
    bodies = patterns.bodies_of(framework)
    said = patterns.approvals_of(framework)
    visible = consultations.visible_to(session(), current_user) if said else ()
    form = FrameworkForm()
    form.bodies.choices = choices([(body.id, body.name) for body in bodies])
    form.consultation.choices = choices([("", "No consultation"), *((row.slug, row.title) for row in visible)])
    if not form.is_submitted():
        form.bodies.data = [body.id for body in bodies]
        form.consultation.data = next((row.slug for row in visible if row.plan.template == framework.id), "")
    elif form.consultation.data is None:
        # not offered where the framework names no approvals
        form.consultation.data = ""
    if form.validate_on_submit():
        consultation = next((row for row in visible if row.slug == form.consultation.data), None)
        made = services.make_from(session(), framework, form.bodies.data or [], clock.now(), consultation)
        session().commit()
        flash(_told(made), "success")
        return redirect(url_for(".index"))
    return render_template(
        "consultations/governance/make.html",
        form=form,
        framework=framework,
        bodies=bodies,
        said=said,
        kinds=rules.KINDS,
        levels=rules.LEVELS,
        offices=rules.OFFICES,
    )


def _told(made: services.Made) -> str:
    parts = [f"{made.added} added"] if made.added else []
    parts += [f"{made.known} there already"] if made.known else []
    parts += [f"{made.milestones} milestone{'s' * (made.milestones != 1)} to approve"] if made.milestones else []
    return f"Boards and groups: {', '.join(parts)}. Now say who sits where."
