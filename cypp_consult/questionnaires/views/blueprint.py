"""The blueprint of questionnaires, its stop on the line, and loading a question of a consultation."""

from uuid import UUID

from flask import Blueprint

from cypp_consult.consultations.models import Consultation
from cypp_consult.core.database import session
from cypp_consult.core.errors import NotFoundError
from cypp_consult.core.roles import Role
from cypp_consult.questionnaires.models import Question
from cypp_consult.web import line

bp = Blueprint("questionnaires", __name__)

READERS = (Role.LEAD, Role.ANALYST)

line.add(line.Stop(order=20, label="Questions", endpoint="questionnaires.questions", roles=frozenset(READERS)))


def question_or_404(consultation: Consultation, question_id: UUID, *, retired: bool = False) -> Question:
    """Return a question of the consultation that is in the draft, or with `retired` one that was taken out."""
    question = session().get(Question, question_id)
    if question is None or question.consultation_id != consultation.id or (question.retired_at is not None) != retired:
        raise NotFoundError
    return question
