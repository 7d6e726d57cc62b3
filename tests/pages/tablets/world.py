"""A made-up event with questions for two audiences, and a tablet paired with it, for tests."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from cypp_consult.consultations.models import Consultation
from cypp_consult.core import clock
from cypp_consult.core.audiences import Audience
from cypp_consult.events import pairing
from cypp_consult.events.models import Device, Event
from cypp_consult.questionnaires import services as questionnaire_services
from cypp_consult.questionnaires.models import Question, Questionnaire, QuestionType, ShowIf
from cypp_consult.questionnaires.queries import latest
from tests import make
from tests.unit.events.keys import KEY

FACES = [{"id": "good", "text": "Good"}, {"id": "ok", "text": "OK"}, {"id": "bad", "text": "Bad"}]
SPORTS = [{"id": "run", "text": "Run", "picture": "ball"}, {"id": "swim", "text": "Swim", "picture": None}]


@dataclass
class World:
    """An open consultation, its event, and what is asked there."""

    session: Session
    consultation: Consultation
    event: Event
    feeling: Question
    why: Question
    sports: Question

    def questionnaire(self, audience: Audience = Audience.YOUNGER_CHILDREN) -> Questionnaire:
        """Return what this audience answers now."""
        found = latest(self.session, self.consultation.id, audience)
        assert found
        return found

    def paired(self, event: Event | None = None) -> tuple[Device, str]:
        """Pair a new tablet and return it with its token."""
        at, where = clock.now(), event or self.event
        made = pairing.pair(self.session, pairing.new_code(self.session, where, None, at)[1], uuid4(), at)
        self.session.commit()
        return made

    def item(self, seq: int = 1, **given: Any) -> dict[str, Any]:
        """Return a response as a tablet sends it."""
        at = clock.now().isoformat()
        return {
            "id": str(uuid4()),
            "seq": seq,
            "questionnaire": str(self.questionnaire().id),
            "language": "en",
            "started_at": at,
            "completed_at": at,
            "answers": {str(self.feeling.id): "good", str(self.sports.id): ["swim", "run"]},
            **given,
        }


def world(session: Session, **given: Any) -> World:
    """Make a world; `given` are facts of its consultation."""
    of = make.consultation(session, audiences=(Audience.YOUNGER_CHILDREN, Audience.YOUNG_PEOPLE), **given)
    feeling = make.question(session, of, QuestionType.FACES3, key="feeling", options=FACES, text="How is it here?")
    why = make.question(
        session,
        of,
        key="why",
        text="Why?",
        show_if_question_id=feeling.id,
        show_if=ShowIf.IS,
        show_if_value="bad",
        position=1,
    )
    sports = make.question(
        session, of, QuestionType.MULTIPLE, key="sports", options=SPORTS, text="What do you like?", position=2
    )
    event = make.event(session, of, private_key=KEY)
    questionnaire_services.freeze(session, of, None, clock.now())
    session.commit()
    return World(session, of, event, feeling, why, sports)
