"""Closed questions: how they were put, and what was chosen how often."""

import json
from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import String, cast, func, select
from sqlalchemy.orm import Session

from cypp_consult.collection.models import Answer, Response
from cypp_consult.core.audiences import Audience
from cypp_consult.questionnaires.models import Question, Questionnaire, QuestionType, QuestionWording
from cypp_consult.summaries.queries.scope import Scope

ENGLISH = "en"
_TEXT = tuple(kind for kind in QuestionType if kind.is_text)
Chosen = dict[tuple[UUID, Audience], list[tuple[tuple[str, ...], bool, int]]]


def closed_questions(session: Session, consultation_id: UUID) -> Sequence[Question]:
    """Return the questions with answers to choose from, in order, those no longer asked too."""
    query = (
        select(Question)
        .where(Question.consultation_id == consultation_id, Question.type.not_in(_TEXT))
        .order_by(Question.position, Question.key)
    )
    return session.scalars(query).all()


def wordings(session: Session, consultation_id: UUID) -> Sequence[QuestionWording]:
    """Return the English wordings of the consultation's questions."""
    query = (
        select(QuestionWording)
        .join(Question, QuestionWording.question_id == Question.id)
        .where(Question.consultation_id == consultation_id, QuestionWording.language == ENGLISH)
    )
    return session.scalars(query).all()


def questionnaires(session: Session, consultation_id: UUID) -> Sequence[Questionnaire]:
    """Return the frozen English versions, the oldest first."""
    query = (
        select(Questionnaire)
        .where(Questionnaire.consultation_id == consultation_id, Questionnaire.language == ENGLISH)
        .order_by(Questionnaire.number, Questionnaire.audience)
    )
    return session.scalars(query).all()


def chosen(session: Session, scope: Scope) -> Chosen:
    """Return per question and audience the answers given: (option ids, unsure, how often), without skipped ones."""
    # equal lists are equal text: the database groups them, so that rows do not grow with responses
    value = cast(Answer.value, String)
    query = (
        select(Answer.question_id, Response.audience, value, Answer.unsure, func.count())
        .join(Response, Answer.response_id == Response.id)
        .join(Question, Answer.question_id == Question.id)
        .where(scope.responses, Question.type.not_in(_TEXT))
        .group_by(Answer.question_id, Response.audience, value, Answer.unsure)
    )
    found: Chosen = defaultdict(list)
    for question_id, audience, text, unsure, count in session.execute(query):
        ids = tuple(str(item) for item in json.loads(text or "[]") or ())
        if ids or unsure:
            found[question_id, audience].append((ids, bool(unsure), count))
    return found
