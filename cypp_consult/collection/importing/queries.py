"""What an import needs to know of a consultation."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from cypp_consult.collection.importing.rules import Asked, Target
from cypp_consult.collection.models import ImportRun, Response
from cypp_consult.consultations.models import Consultation
from cypp_consult.core.audiences import Audience
from cypp_consult.core.errors import NotFoundError
from cypp_consult.events.models import Event
from cypp_consult.plans.models import Outcome, Priority
from cypp_consult.questionnaires.models import Question, QuestionType


def target(session: Session, consultation: Consultation, run_id: UUID | None = None) -> Target:
    """Return the questions and events that rows can be imported into."""
    query = (
        select(Question)
        .options(selectinload(Question.wordings))
        .where(Question.consultation_id == consultation.id, Question.retired_at.is_(None))
        .order_by(Question.position, Question.key)
    )
    rows = session.scalars(query).all()
    priorities = _priorities(session, consultation.plan_id)
    asked = [_asked(row, priorities) for row in rows]
    by_key = {name: question for question in asked for name in (question.key, str(question.id))}
    own_words = [question for question in asked if question.type is QuestionType.LONG_TEXT]
    own_words += [question for question in asked if question.type is QuestionType.SHORT_TEXT]
    events = session.scalars(select(Event).where(Event.consultation_id == consultation.id)).all()
    return Target(
        consultation_id=consultation.id,
        audiences=frozenset(Audience),
        questions=by_key,
        text_question=own_words[0] if own_words else None,
        events={name.casefold(): event.id for event in events for name in (event.slug, event.name, str(event.id))},
        run_id=run_id,
    )


def _asked(question: Question, priorities: Mapping[str, str]) -> Asked:
    options: dict[str, str] = {}
    if question.type is QuestionType.PRIORITIES:
        options.update(priorities)
    for given in (question.options, *(wording.options or [] for wording in question.wordings)):
        for option in given:
            options.setdefault(str(option["id"]).casefold(), str(option["id"]))
            options.setdefault(str(option["text"]).casefold(), str(option["id"]))
    return Asked(question.id, question.key, question.name, question.type, options)


def _priorities(session: Session, plan_id: UUID) -> dict[str, str]:
    query = select(Priority).join(Outcome, Outcome.id == Priority.outcome_id).where(Outcome.plan_id == plan_id)
    words: dict[str, str] = {}
    for priority in session.scalars(query):
        for word in (str(priority.id), priority.slug, priority.name, priority.short_name):
            if word:
                words.setdefault(word.casefold(), str(priority.id))
    return words


def run_of(session: Session, consultation_id: UUID, run_id: UUID) -> ImportRun:
    """Return an import of a consultation; NotFoundError if there is none."""
    found = session.scalar(
        select(ImportRun).where(ImportRun.id == run_id, ImportRun.consultation_id == consultation_id)
    )
    if found is None:
        raise NotFoundError
    return found


def runs(session: Session, consultation_id: UUID, limit: int = 20) -> Sequence[ImportRun]:
    """Return the newest finished imports."""
    query = (
        select(ImportRun)
        .where(
            ImportRun.consultation_id == consultation_id,
            ImportRun.is_trial.is_(False),
            ImportRun.finished_at.is_not(None),
        )
        .order_by(ImportRun.finished_at.desc())
        .limit(limit)
    )
    return session.scalars(query).all()


def known_ids(session: Session, ids: Sequence[UUID]) -> set[UUID]:
    """Return which of the ids are stored already."""
    return set(session.scalars(select(Response.id).where(Response.id.in_(ids))))
