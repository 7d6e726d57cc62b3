"""What a batch of submissions refers to, read in a few statements before anything is written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from cypp_consult.collection.rules import Submission
from cypp_consult.consultations.models import Consultation
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.events.models import Event
from cypp_consult.questionnaires.models import Question, Questionnaire
from cypp_consult.questionnaires.rules import FrozenQuestion, questions_of

Asked = Mapping[UUID, FrozenQuestion]
# a frozen questionnaire never changes, so reading it once per process is enough
_questionnaires: dict[UUID, tuple[UUID, Asked]] = {}
_MOST_KEPT = 64


@dataclass(frozen=True)
class Known:
    """The consultations, events, questions and questionnaires that a batch names and that exist."""

    consultations: frozenset[UUID]
    events: Mapping[UUID, UUID]
    questions: Mapping[UUID, UUID]
    questionnaires: Mapping[UUID, tuple[UUID, Asked]]

    def asked(self, submission: Submission) -> Asked | None:
        """Return the questions of its questionnaire, none without one. Raises InvalidInputError for what is unknown."""
        home = submission.consultation_id
        if home not in self.consultations:
            raise InvalidInputError("It belongs to a consultation that is not here.")
        if submission.event_id is not None and self.events.get(submission.event_id) != home:
            raise InvalidInputError("It names an event that is not part of this consultation.")
        if any(self.questions.get(question_id) != home for question_id in submission.answers):
            raise InvalidInputError("It answers a question that is not part of this consultation.")
        if submission.questionnaire_id is None:
            return None
        of, asked = self.questionnaires.get(submission.questionnaire_id, (None, None))
        if of != home:
            raise InvalidInputError("It names a questionnaire that is not part of this consultation.")
        return asked


def load(session: Session, submissions: Sequence[Submission]) -> Known:
    """Read all that the batch refers to; a handful of statements whatever its length."""
    consultations = {item.consultation_id for item in submissions}
    rows = session.scalars(select(Consultation.id).where(Consultation.id.in_(consultations)))
    questionnaires = {item.questionnaire_id for item in submissions if item.questionnaire_id}
    return Known(
        consultations=frozenset(rows),
        events=_homes(session, Event.id, Event.consultation_id, consultations),
        questions=_homes(session, Question.id, Question.consultation_id, consultations),
        questionnaires=_asked(session, questionnaires),
    )


def _homes(
    session: Session, key: InstrumentedAttribute[UUID], home: InstrumentedAttribute[UUID], consultations: Iterable[UUID]
) -> Mapping[UUID, UUID]:
    rows: Iterable[Any] = session.execute(select(key, home).where(home.in_(consultations)))
    return {row[0]: row[1] for row in rows}


def _asked(session: Session, ids: Iterable[UUID]) -> Mapping[UUID, tuple[UUID, Asked]]:
    found = {key: kept for key in ids if (kept := _questionnaires.get(key)) is not None}
    missing = [key for key in ids if key not in found]
    if missing:
        if len(_questionnaires) > _MOST_KEPT:
            _questionnaires.clear()
        for row in session.scalars(select(Questionnaire).where(Questionnaire.id.in_(missing))):
            asked = {UUID(question.id): question for question in questions_of(row.questions)}
            found[row.id] = _questionnaires[row.id] = (row.consultation_id, asked)
    return found
