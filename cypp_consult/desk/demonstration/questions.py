"""The questions of the demonstration, from the starter bank, with the town's own touches."""

from typing import Any

from sqlalchemy.orm import Session

from cypp_consult.consultations.models import Consultation
from cypp_consult.desk.demonstration.data import load
from cypp_consult.questionnaires.models import Question, ShowIf
from cypp_consult.questionnaires.question_services import add_from_bank


def add(session: Session, consultation: Consultation) -> None:
    """Add the questions in order, with their show-if, top N and other words for one audience."""
    wanted = load("consultation")["questions"]
    add_from_bank(session, consultation, [given["id"] for given in wanted])
    questions = {q.key: q for q in session.query(Question).filter(Question.consultation_id == consultation.id)}
    slugs = {p.slug: str(p.id) for outcome in consultation.plan.outcomes for p in outcome.priorities}
    for position, given in enumerate(wanted):
        _finish(questions[given["id"]], given, position, questions, slugs)
    session.flush()
    session.expire_all()


def _finish(
    question: Question, given: dict[str, Any], position: int, questions: dict[str, Question], slugs: dict[str, str]
) -> None:
    question.position = position
    if "top_n" in given:
        question.top_n = given["top_n"]
    if "show_if" in given:
        condition = given["show_if"]
        question.show_if_question_id = questions[condition["question"]].id
        question.show_if = ShowIf(condition["rule"])
        question.show_if_value = condition.get("value")
    for audience, options in given.get("options", {}).items():
        for wording in question.wordings:
            if wording.audience.value == audience:
                wording.options = [{"id": slugs.get(o["id"], o["id"]), "text": o["text"]} for o in options]
