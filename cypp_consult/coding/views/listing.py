"""The workbench: what is to do, the answers, the code frame."""

from typing import Any

from flask import render_template, request
from flask_login import current_user

from cypp_consult.coding import queries, wording
from cypp_consult.coding.filters import TagState
from cypp_consult.coding.forms import target_groups
from cypp_consult.coding.rules import Progress
from cypp_consult.coding.views.shared import CODERS, Way, bp, sees_attributes, way
from cypp_consult.collection.models import Channel
from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.consultations.models import Consultation
from cypp_consult.core.database import session
from cypp_consult.web.access import requires


@bp.get("")
@requires(*CODERS)
def answers(slug: str) -> str:
    """Show a page of the answers that the filters choose, with suggestions to answer and tags to take off."""
    consultation = consultation_or_404(slug)
    here = way(slug, request.args)
    listed = queries.answers(session(), consultation.id, here.filters, after=here.after, before=here.before)
    if not listed.rows and (here.after or here.before):
        # the last answers of this page were coded away
        here = Way(slug, here.filters)
        listed = queries.answers(session(), consultation.id, here.filters)
    progress = queries.progress(session(), consultation.id)
    return render_template("coding/answers.html", **_context(consultation, here, progress), listed=listed)


def _context(consultation: Consultation, here: Way, progress: Progress) -> dict[str, Any]:
    frame = queries.frame(session(), consultation)
    simple = not here.filters.narrowed
    return {
        "consultation": consultation,
        "here": here,
        "filters": here.filters,
        "progress": progress,
        "to_do": to_do(here, progress),
        "total": _count(progress, here.filters.state)
        if simple
        else queries.total(session(), consultation.id, here.filters),
        "audiences": queries.by_audience(session(), consultation.id, here.filters) if sees_attributes() else {},
        "choices": queries.choices(session(), consultation.id),
        "channels": Channel,
        "frame": frame,
        "keys": frame.keys(),
        "counts": queries.counts(session(), consultation.id),
        "groups": target_groups(frame),
        "marks": wording.MARKS,
        "attributes": sees_attributes(),
        "may_read": current_user.is_any("lead", "safeguarding_lead"),
    }


def to_do(here: Way, progress: Progress) -> list[tuple[str, str, int, bool]]:
    """Return the states to choose from as (words, address, how many, chosen)."""
    return [
        (
            state.label,
            here.fresh_url(state="" if state is TagState.SUGGESTED else state.value),
            _count(progress, state),
            state is here.filters.state,
        )
        for state in TagState
    ]


def _count(progress: Progress, state: TagState) -> int:
    return {
        TagState.SUGGESTED: progress.suggested,
        TagState.UNSUGGESTED: progress.unsuggested,
        TagState.UNCODED: progress.uncoded,
        TagState.CODED: progress.coded,
        TagState.ALL: progress.total,
    }[state]
