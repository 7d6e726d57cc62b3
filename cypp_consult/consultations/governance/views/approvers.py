"""Who approves a milestone."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from cypp_consult.consultations import queries as consultations
from cypp_consult.consultations.governance import queries, rules, services
from cypp_consult.consultations.governance.forms import ApproversForm
from cypp_consult.consultations.governance.views import bp
from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.core.database import session
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.core.roles import Role
from cypp_consult.web.access import requires


@bp.route("/consultations/<slug>/milestones/<uuid:milestone_id>/bodies", methods=["GET", "POST"])
@requires(Role.LEAD)
def approvers(slug: str, milestone_id: UUID) -> str | Response:
    """Choose the bodies that approve a milestone."""
    consultation = consultation_or_404(slug)
    row = consultations.milestone(session(), consultation, milestone_id)
    chosen = [approval.body for approval in queries.approvals(session(), [row.id]).get(row.id, ())]
    bodies = sorted({*queries.open_bodies(session()), *chosen}, key=lambda body: body.name)
    form = ApproversForm()
    form.bodies.offer([(body.id, f"{body.name}, {rules.KINDS[body.kind].lower()}") for body in bodies])
    if not form.is_submitted():
        form.bodies.data = [body.id for body in chosen]
    if form.validate_on_submit():
        try:
            services.set_approvers(session(), row, form.bodies.data or [])
        except InvalidInputError as error:
            session().rollback()
            form.bodies.errors = [str(error)]
        else:
            session().commit()
            flash("Saved.", "success")
            return redirect(url_for("signoff.index", slug=slug))
    return render_template(
        "consultations/governance/approvers.html", form=form, consultation=consultation, milestone=row, bodies=bodies
    )
