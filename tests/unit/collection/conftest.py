"""A consultation with one frozen questionnaire for young people, and submissions to it."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from cypp_consult.collection.models import Channel
from cypp_consult.collection.services import Submission
from cypp_consult.consultations.models import Consultation
from cypp_consult.core import clock
from cypp_consult.core.audiences import Audience
from cypp_consult.questionnaires import services as questionnaires
from cypp_consult.questionnaires.models import Question, QuestionType
from cypp_consult.questionnaires.queries import latest
from cypp_consult.questionnaires.rules import Given
from tests import make


@dataclass
class World:
    """What a test of storing needs at hand."""

    consultation: Consultation
    words: Question
    safe: Question
    many: Question
    questionnaire_id: UUID

    def submission(self, text: str = "More things to do after school", **given: object) -> Submission:
        values: dict[str, object] = {
            "id": uuid4(),
            "consultation_id": self.consultation.id,
            "questionnaire_id": self.questionnaire_id,
            "audience": Audience.YOUNG_PEOPLE,
            "channel": Channel.WEB,
            "answers": {self.words.id: Given(text=text), self.safe.id: Given(value=("very",))},
        }
        return Submission(**{**values, **given})  # type: ignore[arg-type]  # tests name only what matters to them


OPTIONS = [{"id": "very", "text": "Very safe"}, {"id": "bit", "text": "A bit safe"}, {"id": "not", "text": "Not safe"}]


@pytest.fixture
def world(session: Session) -> World:
    of = make.consultation(session, launched=False)
    words = make.question(session, of, QuestionType.LONG_TEXT, key="words", position=1)
    safe = make.question(session, of, QuestionType.SCALE, key="safe", options=OPTIONS, position=2)
    many = make.question(session, of, QuestionType.MULTIPLE, key="many", options=OPTIONS, position=3)
    questionnaires.freeze(session, of, None, clock.now())
    of.launched_at = clock.now()
    session.commit()
    frozen = latest(session, of.id, Audience.YOUNG_PEOPLE)
    assert frozen is not None
    return World(of, words, safe, many, frozen.id)


Build = Callable[..., Submission]
