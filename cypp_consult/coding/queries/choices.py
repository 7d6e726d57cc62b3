"""What a coder may choose from: questions answered in words, and events."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from cypp_consult.events.models import Event
from cypp_consult.questionnaires.models import Question, QuestionType, QuestionWording


@dataclass(frozen=True)
class Choices:
    """(id, name) pairs to filter by."""

    questions: Sequence[tuple[UUID, str]]
    events: Sequence[tuple[UUID, str]]


def choices(session: Session, consultation_id: UUID) -> Choices:
    """Return the questions of a consultation that are answered in words, and its events. Two statements."""
    texts = [kind for kind in QuestionType if kind.is_text]
    # an audience may be asked for words where others choose
    worded = select(QuestionWording.question_id).where(QuestionWording.type.in_(texts))
    questions = (
        select(Question.id, Question.name)
        .where(Question.consultation_id == consultation_id, Question.type.in_(texts) | Question.id.in_(worded))
        .order_by(Question.position, Question.key)
    )
    events = (
        select(Event.id, Event.name).where(Event.consultation_id == consultation_id).order_by(Event.held_on, Event.name)
    )
    return Choices(
        [(row.id, row.name) for row in session.execute(questions)],
        [(row.id, row.name) for row in session.execute(events)],
    )
