"""Evidence of a milestone, and reasons for which a warning may stand."""

from io import BytesIO
from uuid import UUID

from flask import flash, redirect, render_template, request, send_file, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from cypp_consult.consultations import queries, services
from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.consultations.rules import papers
from cypp_consult.consultations.timeline_forms import EvidenceForm, ReasonForm
from cypp_consult.consultations.views import VIEWERS, bp
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.core.errors import InvalidInputError, NotFoundError
from cypp_consult.core.roles import Role
from cypp_consult.web.access import requires


@bp.route("/consultations/<slug>/milestones/<uuid:milestone_id>/evidence", methods=["GET", "POST"])
@requires(Role.LEAD)
def new_evidence(slug: str, milestone_id: UUID) -> str | Response:
    """Attach a link, a file or a note that shows what a milestone delivered."""
    consultation = consultation_or_404(slug)
    row = queries.milestone(session(), consultation, milestone_id)
    form = EvidenceForm()
    if form.validate_on_submit():
        try:
            services.add_evidence(
                session(),
                row,
                form.title.data or "",
                link=form.link.data or "",
                note=form.note.data or "",
                file=form.sent(),
                by_id=current_user.id,
                at=clock.now(),
            )
        except InvalidInputError as error:
            session().rollback()
            (form.file if form.sent() else form.link).errors = [str(error)]
        else:
            session().commit()
            flash("Attached.", "success")
            return redirect(url_for(".milestone", slug=slug, milestone_id=milestone_id, _anchor="evidence"))
    return render_template(
        "consultations/evidence.html",
        consultation=consultation,
        milestone=row,
        form=form,
        accept=",".join(papers.KINDS),
    )


@bp.get("/consultations/<slug>/evidence/<uuid:evidence_id>")
@requires(*VIEWERS)
def evidence_file(slug: str, evidence_id: UUID) -> Response:
    """Send the file of a piece of evidence, always as a download."""
    found = queries.evidence_file(session(), consultation_or_404(slug), evidence_id)
    answer = send_file(BytesIO(found.content), found.media_type, as_attachment=True, download_name=found.name)
    answer.set_etag(found.digest)
    return answer


@bp.post("/consultations/<slug>/milestones/<uuid:milestone_id>/evidence/<uuid:evidence_id>/remove")
@requires(Role.LEAD)
def remove_evidence(slug: str, milestone_id: UUID, evidence_id: UUID) -> Response:
    """Take a link, a file or a note off a milestone."""
    row = queries.milestone(session(), consultation_or_404(slug), milestone_id)
    try:
        services.remove_evidence(session(), row, evidence_id)
    except InvalidInputError as error:
        session().rollback()
        flash(str(error), "error")
    else:
        session().commit()
        flash("Removed. The audit log keeps what it was.", "success")
    return redirect(url_for(".milestone", slug=slug, milestone_id=milestone_id, _anchor="evidence"))


@bp.route("/consultations/<slug>/checks/<key>", methods=["GET", "POST"])
@requires(Role.LEAD)
def settle(slug: str, key: str) -> str | Response:
    """Say why a warning may stand, or take that back."""
    consultation = consultation_or_404(slug)
    checks = queries.checks(session(), consultation, clock.today())
    found = next((item for item in checks if item.check.key == key), None)
    if found is None:
        raise NotFoundError
    form = ReasonForm(obj=found.reason)
    if request.method == "POST" and "take-back" in request.form:
        services.unjustify(session(), consultation, found.check)
        session().commit()
        flash("It warns again.", "success")
        return redirect(url_for(".timeline", slug=slug))
    if form.validate_on_submit():
        services.justify(
            session(), consultation, found.check, form.reason.data or "", by_id=current_user.id, at=clock.now()
        )
        session().commit()
        flash("Kept, with your name and the day.", "success")
        return redirect(url_for(".timeline", slug=slug, _anchor="checks"))
    return render_template("consultations/settle.html", consultation=consultation, found=found, form=form)
