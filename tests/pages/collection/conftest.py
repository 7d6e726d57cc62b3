"""A form that is open, to walk through."""

from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from cypp_consult.consultations.models import Consultation, ConsultationAudience
from cypp_consult.core import clock
from cypp_consult.core.audiences import Audience
from cypp_consult.questionnaires import services as questionnaires
from cypp_consult.questionnaires.models import Question, QuestionType, ShowIf
from tests import make

SAFE = [{"id": "very", "text": "Very safe"}, {"id": "bit", "text": "A bit safe"}, {"id": "not", "text": "Not safe"}]


@dataclass
class World:
    """The consultation, its four questions, and the public code of each audience."""

    consultation: Consultation
    safe: Question
    why: Question
    first: Question
    words: Question

    def place(self, audience: Audience = Audience.PARENTS_CARERS) -> ConsultationAudience:
        return next(row for row in self.consultation.audiences if row.audience is audience)

    def url(self, page: str = "", audience: Audience = Audience.PARENTS_CARERS) -> str:
        return f"/c/{self.place(audience).code}" + (f"/{page}" if page else "")


def build(session: Session, **given: object) -> World:
    """A launched consultation: how safe (scale); why not (only if not safe); first priorities; own words."""
    of = make.consultation(session, launched=False, **given)
    safe = make.question(session, of, QuestionType.SCALE, text="How safe is it?", options=SAFE, position=1)
    why = make.question(session, of, QuestionType.LONG_TEXT, text="Why is it not safe?", position=2)
    why.show_if_question_id, why.show_if, why.show_if_value = safe.id, ShowIf.IS, "not"
    first = make.question(session, of, QuestionType.PRIORITIES, text="What comes first?", top_n=2, position=3)
    words = make.question(session, of, QuestionType.LONG_TEXT, text="What else should we know?", position=4)
    questionnaires.freeze(session, of, None, clock.now())
    of.launched_at = clock.now()
    session.commit()
    return World(of, safe, why, first, words)


@pytest.fixture
def world(session: Session) -> World:
    return build(session)
