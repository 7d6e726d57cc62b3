"""Pages of signing off: what is to be approved, the record of each approval, and voting."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from cypp_consult.consultations.governance import queries as governance
from cypp_consult.consultations.governance.models import Approval
from cypp_consult.consultations.governance.rules import rule_in_words
from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.core.errors import InvalidInputError, NotFoundError
from cypp_consult.core.roles import Role
from cypp_consult.summaries.signoff import queries, rules, services
from cypp_consult.summaries.signoff.forms import VoteForm
from cypp_consult.summaries.signoff.models import Verdict
from cypp_consult.summaries.views.shared import milestone_or_404, pack_or_404
from cypp_consult.web import line
from cypp_consult.web.access import requires

bp = Blueprint("signoff", __name__, url_prefix="/consultations/<slug>/approvals")

READERS = (Role.LEAD, Role.ANALYST, Role.PARTNER)
line.add_pages("Plan and timeline", "signoff")


@bp.get("")
@requires(*READERS)
def index(slug: str) -> str:
    """Show what is to be approved, by whom, and how far each is."""
    consultation = consultation_or_404(slug)
    milestones = governance.approval_milestones(session(), consultation.id)
    approvals = governance.approvals(session(), [row.id for row in milestones])
    current = queries.current(session(), [row for rows in approvals.values() for row in rows])
    today = clock.today()
    return render_template(
        "summaries/signoff/index.html",
        consultation=consultation,
        rows=[(row, [current[approval.id] for approval in approvals.get(row.id, ())]) for row in milestones],
        today=today,
        may_edit=current_user.is_any(Role.LEAD),
    )


@bp.get("/<milestone_slug>/<body_slug>")
@requires(*READERS)
def show(slug: str, milestone_slug: str, body_slug: str) -> str:
    """Show the record of an approval: who, when, on which pack; and the vote of those who may."""
    approval = _approval_or_404(slug, milestone_slug, body_slug)
    return _page(approval, VoteForm())


@bp.post("/<milestone_slug>/<body_slug>/packs/<int:version>/vote")
@requires(*READERS)
def vote(slug: str, milestone_slug: str, body_slug: str, version: int) -> str | Response:
    """Vote on a pack. Only full members may; the service refuses everybody else."""
    approval = _approval_or_404(slug, milestone_slug, body_slug)
    pack = pack_or_404(approval.milestone, version)
    form = VoteForm()
    # who may not vote is told so, whatever else they sent
    services.voting_seat(session(), approval, current_user)
    if form.validate_on_submit():
        verdict, note = Verdict(form.verdict.data), form.note.data or ""
        try:
            given = services.cast(
                session(), approval, pack, form.digest.data or "", current_user, verdict, note, clock.now()
            )
        except InvalidInputError as error:
            session().rollback()
            form.note.errors = [str(error)]
        else:
            session().commit()
            flash(_told(given), "success")
            return redirect(url_for(".show", slug=slug, milestone_slug=milestone_slug, body_slug=body_slug))
    return _page(approval, form)


@bp.post("/<milestone_slug>/done")
@requires(Role.LEAD)
def settle(slug: str, milestone_slug: str) -> Response:
    """Say that a milestone is done which all its bodies have signed off."""
    milestone = milestone_or_404(slug, milestone_slug)
    if not services.settle(session(), milestone, clock.now()):
        raise InvalidInputError("Not every body has signed this off on the newest pack.")
    session().commit()
    flash(f"Done: {milestone.name}", "success")
    return redirect(url_for(".index", slug=slug))


def _approval_or_404(slug: str, milestone_slug: str, body_slug: str) -> Approval:
    found = queries.approval_of(session(), consultation_or_404(slug).id, milestone_slug, body_slug)
    if found is None:
        raise NotFoundError
    return found


def _page(approval: Approval, form: VoteForm) -> str:
    found = queries.ballots(session(), approval)
    newest = found[0]
    place = newest.place_of(current_user.id)
    if not form.is_submitted() and place and place.vote:
        form.verdict.data, form.note.data = place.vote.verdict.value, place.vote.note
    # what is voted on is what this page shows
    form.digest.data = newest.pack.digest if newest.pack else ""
    open_to_vote = newest.pack is not None and newest.sound and approval.body.closed_at is None
    return render_template(
        "summaries/signoff/show.html",
        consultation=approval.milestone.consultation,
        approval=approval,
        ballots=found,
        place=place,
        form=form,
        may_vote=open_to_vote and place is not None and place.votes and not (newest.signed and place.vote),
        rule=rule_in_words(approval.body.approval_rule, approval.body.quorum),
        rules=rules,
        sees_body=governance.may_see(session(), approval.body, current_user),
        me=current_user.id,
        today=clock.today(),
        may_edit=current_user.is_any(Role.LEAD),
    )


def _told(given: services.Cast) -> str:
    if not given.is_new:
        return "Your vote stands as it was."
    return "Your vote is on record. With it the approval is whole." if given.is_whole else "Your vote is on record."
