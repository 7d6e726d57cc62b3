"""The pages to read: milestones, the draft of a summary, freezing it, and the packs frozen so far."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.core.roles import Role
from cypp_consult.summaries import services
from cypp_consult.summaries.forms import FreezeForm
from cypp_consult.summaries.queries import packs
from cypp_consult.summaries.views.shared import READERS, bp, milestone_or_404, pack_or_404, threshold
from cypp_consult.web.access import requires


@bp.get("")
@requires(*READERS)
def index(slug: str) -> str:
    """Show the milestones, and what has been frozen for each."""
    consultation = consultation_or_404(slug)
    found = packs.milestones(session(), consultation.id)
    frozen = packs.packs(session(), [milestone.id for milestone in found])
    return render_template(
        "summaries/index.html",
        consultation=consultation,
        milestones=found,
        packs=frozen,
        may_draft=current_user.is_any(Role.LEAD, Role.ANALYST),
        now=clock.now(),
    )


@bp.get("/<milestone_slug>")
@requires(Role.LEAD, Role.ANALYST)
def show(slug: str, milestone_slug: str) -> str:
    """Show what was heard for a milestone, as of now or of its cut-off."""
    milestone = milestone_or_404(slug, milestone_slug)
    summary = services.build(session(), milestone, clock.now(), threshold())
    return render_template(
        "summaries/show.html",
        milestone=milestone,
        summary=summary,
        packs=packs.packs(session(), [milestone.id])[milestone.id],
        may_export=current_user.is_any(Role.LEAD),
    )


@bp.route("/<milestone_slug>/freeze", methods=["GET", "POST"])
@requires(Role.LEAD)
def freeze(slug: str, milestone_slug: str) -> str | Response:
    """Ask, then keep the summary as the next pack."""
    milestone = milestone_or_404(slug, milestone_slug)
    form = FreezeForm()
    if form.validate_on_submit():
        pack = services.freeze(session(), milestone, current_user.id, clock.now(), threshold())
        session().commit()
        flash(f"Frozen as pack {pack.version}. It will not change any more.")
        return redirect(url_for(".pack", slug=slug, milestone_slug=milestone_slug, version=pack.version))
    summary = services.build(session(), milestone, clock.now(), threshold())
    return render_template("summaries/freeze.html", milestone=milestone, summary=summary, form=form)


@bp.get("/<milestone_slug>/packs/<int:version>")
@requires(*READERS)
def pack(slug: str, milestone_slug: str, version: int) -> str:
    """Show a frozen pack, after holding it against its digest."""
    milestone = milestone_or_404(slug, milestone_slug)
    found = pack_or_404(milestone, version)
    summary, withdrawn = services.of_pack(session(), found)
    return render_template(
        "summaries/pack.html",
        milestone=milestone,
        summary=summary,
        pack=found,
        withdrawn=withdrawn,
        may_export=current_user.is_any(Role.LEAD, Role.PARTNER),
    )
