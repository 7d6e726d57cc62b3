"""What the pages of blind coding share: the blueprint, who may do what, and what waits for somebody."""

from typing import Any
from uuid import UUID

from flask import Blueprint
from flask_login import current_user

from cypp_consult.coding.agreement import queries, rules, wording
from cypp_consult.coding.agreement.queries import Card, Line
from cypp_consult.coding.queries import CodeFrame
from cypp_consult.coding.rules import TargetKind
from cypp_consult.coding.views.shared import CODERS, EDITORS, sees_attributes
from cypp_consult.consultations.models import Consultation
from cypp_consult.core.database import session
from cypp_consult.core.roles import Role
from cypp_consult.web import line

# adults code samples too; children have pages of their own
READERS = (Role.LEAD, Role.ANALYST, Role.YOUNG_ANALYST)

bp = Blueprint("agreement", __name__, url_prefix="/consultations/<slug>/coding/agreement")
line.add_pages("Coding", "agreement")
# children have this stop in place of the workbench
line.add(line.Stop(order=60, label="Read", endpoint="agreement.home", roles=frozenset({Role.YOUNG_ANALYST})))

__all__ = ["CODERS", "EDITORS", "READERS", "bp", "cards_of", "line_of", "names", "sees_attributes"]


def line_of(consultation: Consultation, sample_id: UUID) -> Line:
    """Return a sample with its coders; NotFoundError if this consultation has none such."""
    return queries.line(session(), consultation.id, sample_id)


def cards_of(consultation: Consultation, level: TargetKind | None = None) -> tuple[CodeFrame, list[Card]]:
    """Return the code frame, and the cards of a level, the best one where none is named."""
    frame = queries.frame(session(), consultation)
    return frame, queries.cards(session(), consultation, frame, level or queries.best_level(frame))


def names(frame: CodeFrame) -> dict[str, str]:
    """Return what each code is called, marks among them."""
    found = {code.target.token: code.name for code in frame.codes.values()}
    return found | {rules.mark_code(mark): words for mark, words in wording.MARKS.items()}


@bp.app_context_processor
def _second_reading() -> dict[str, Any]:
    # a function, so that pages that do not ask do no work
    def asked(consultation: Consultation) -> list[tuple[Line, int]]:
        """Return the samples that wait for this person, with how many answers are left."""
        waiting = queries.asked(session(), consultation.id, current_user.id)
        return [(one, one.answers - own.done) for one in waiting if (own := one.coder(current_user.id))]

    return {"second_reading": asked}
