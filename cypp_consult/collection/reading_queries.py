"""One response as a lead reads it: its answers in the order they were asked, held back where they must be."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from cypp_consult.collection import safety
from cypp_consult.collection.models import Answer, Response
from cypp_consult.collection.safety import Safety
from cypp_consult.collection.walk_rules import in_words
from cypp_consult.questionnaires.models import Question, Questionnaire, QuestionType
from cypp_consult.questionnaires.queries import priority_options
from cypp_consult.questionnaires.rules import FrozenQuestion, Given, Option, questions_of


@dataclass(frozen=True)
class ReadAnswer:
    """A question and what was answered, in words; `safety` is none for choices. Held words are not in `words`."""

    question: str
    words: str
    is_voice: bool = False
    safety: Safety | None = None


def read(session: Session, response: Response, plan_id: UUID) -> list[ReadAnswer]:
    """Return the answers of a response in the order of its questionnaire; skipped questions have no words."""
    given = {answer.question_id: answer for answer in response.answers}
    states = safety.states(session, [answer.id for answer in response.answers if answer.has_text])
    return [
        _read(question, given.get(UUID(question.id)), states) for question in asked(session, given, response, plan_id)
    ]


def asked(session: Session, answered: Iterable[UUID], response: Response, plan_id: UUID) -> tuple[FrozenQuestion, ...]:
    """Return the questions of its version; for a response without one, the questions it answers, by their own words."""
    frozen = session.get(Questionnaire, response.questionnaire_id) if response.questionnaire_id else None
    if frozen is not None:
        return questions_of(frozen.questions)
    rows = session.scalars(select(Question).where(Question.id.in_(list(answered))).order_by(Question.position))
    priorities = priority_options(session, plan_id)
    return tuple(_by_name(row, priorities) for row in rows)


def _by_name(row: Question, priorities: tuple[Option, ...]) -> FrozenQuestion:
    options = tuple(Option(str(item["id"]), str(item["text"])) for item in row.options)
    is_priorities = row.type is QuestionType.PRIORITIES
    return FrozenQuestion(
        str(row.id), row.key, row.type, row.name, row.name, options=priorities if is_priorities else options
    )


def _read(question: FrozenQuestion, answer: Answer | None, states: dict[UUID, Safety]) -> ReadAnswer:
    if answer is None:
        return ReadAnswer(question.text, "")
    state = states.get(answer.id)
    if state is Safety.RAISED:
        return ReadAnswer(question.text, "", safety=state)
    given = Given(tuple(answer.value), answer.text or "", answer.unsure)
    return ReadAnswer(question.text, in_words(question, given), bool(given.text), state)
