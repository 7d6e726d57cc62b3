"""What the pages of summaries share: the blueprint, the stop on the line, and loading."""

from flask import Blueprint, current_app

from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.consultations.models import Milestone
from cypp_consult.core.database import session
from cypp_consult.core.errors import NotFoundError
from cypp_consult.core.roles import Role
from cypp_consult.summaries.models import EvidencePack
from cypp_consult.summaries.queries import packs
from cypp_consult.web import line

bp = Blueprint("summaries", __name__, url_prefix="/consultations/<slug>/summaries")

READERS = (Role.LEAD, Role.ANALYST, Role.PARTNER)
line.add(line.Stop(order=70, label="Summaries", endpoint="summaries.index", roles=frozenset(READERS)))


def milestone_or_404(slug: str, milestone_slug: str) -> Milestone:
    """Return a milestone of a consultation that this person may see."""
    found = packs.milestone_of(session(), consultation_or_404(slug).id, milestone_slug)
    if found is None:
        raise NotFoundError
    return found


def pack_or_404(milestone: Milestone, version: int) -> EvidencePack:
    """Return a frozen pack of a milestone."""
    found = packs.pack_of(session(), milestone.id, version)
    if found is None:
        raise NotFoundError
    return found


def threshold() -> int:
    """Return from which number on counts are shown, as set for this installation."""
    return int(current_app.config["SUPPRESSION_THRESHOLD"])
