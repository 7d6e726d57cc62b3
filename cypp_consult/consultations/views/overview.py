"""The overview of a consultation: where it stands, what is missing, and the partners who may look on."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from cypp_consult.consultations import queries, rules, services
from cypp_consult.consultations.governance import queries as governance
from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.consultations.timeline_forms import KINDS, MembersForm
from cypp_consult.consultations.views import VIEWERS, bp
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.core.roles import Role
from cypp_consult.web.access import requires


@bp.get("/consultations/<slug>")
@requires(*VIEWERS)
def show(slug: str) -> str:
    """Show where a consultation stands, what is missing before it can open, and its facts."""
    consultation = consultation_or_404(slug)
    today = clock.today()
    milestones = queries.milestones(session(), consultation.id)
    return render_template(
        "consultations/show.html",
        consultation=consultation,
        today=today,
        state=queries.state_of(consultation, today),
        state_words=queries.words_of(consultation, today),
        missing=rules.readiness(queries.facts(consultation)),
        checks=queries.checks(session(), consultation, today),
        days_open=rules.days_open,
        feedback_due=rules.feedback_due,
        next_due=[(row, rules.due_state(row.due_on, today, done=False)) for row in milestones if not row.done_at][:5],
        kinds=KINDS,
        members=queries.members(session(), consultation.id),
        approving=governance.members_of_bodies(session(), consultation.id),
        may_edit=current_user.is_any(Role.LEAD),
        is_staff=current_user.is_any(*queries.SEE_ALL),
    )


@bp.route("/consultations/<slug>/partners", methods=["GET", "POST"])
@requires(Role.LEAD)
def partners(slug: str) -> str | Response:
    """Choose the partners who may see this consultation's timeline and frozen packs."""
    consultation = consultation_or_404(slug)
    people = queries.people(session(), Role.PARTNER)
    form = MembersForm(user_ids=[person.id for person in queries.members(session(), consultation.id)])
    form.user_ids.offer(people)
    if form.validate_on_submit():
        services.set_members(session(), consultation, form.user_ids.data or [])
        session().commit()
        flash("Saved.", "success")
        return redirect(url_for(".show", slug=slug))
    return render_template("consultations/partners.html", form=form, consultation=consultation, people=people)
