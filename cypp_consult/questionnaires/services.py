"""Freezing the questions as a numbered version, and opening a consultation."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from cypp_consult.consultations import queries as consultation_queries
from cypp_consult.consultations import rules as consultation_rules
from cypp_consult.consultations.models import Consultation
from cypp_consult.consultations.rules import Missing, NotReadyError
from cypp_consult.core import audit
from cypp_consult.core.errors import DomainError
from cypp_consult.questionnaires import draft_rules, queries, rules
from cypp_consult.questionnaires.models import Questionnaire


class NotFrozenError(DomainError):
    """The questions cannot be frozen as they stand; the message says what to mend."""


def freeze(session: Session, consultation: Consultation, by_id: int | None, at: datetime) -> int:
    """Freeze the draft as the next version for every audience and complete language, and return its number.

    A draft equal to the newest version is not frozen again: its number comes back. NotFrozenError says what to mend.
    """
    one_at_a_time(session, consultation)
    drafts = queries.drafts(session, consultation)
    found = question_problems(drafts)
    if found:
        raise NotFrozenError("The questions cannot be frozen yet. " + " ".join(problem.what for problem in found))
    number = queries.version(session, consultation.id)
    digests = {(row.audience, row.language): row.digest for row in queries.of_version(session, consultation.id, number)}
    if digests == {key: rules.digest(questions) for key, questions in drafts.items()}:
        return number
    for (audience, language), questions in drafts.items():
        session.add(
            Questionnaire(
                consultation_id=consultation.id,
                audience=audience,
                language=language,
                number=number + 1,
                questions=rules.as_json(questions),
                digest=rules.digest(questions),
                frozen_at=at,
                frozen_by_id=by_id,
            )
        )
    session.flush()
    detail = {"number": number + 1, "questionnaires": len(drafts)}
    audit.record(session, "questionnaire.freeze", "consultation", consultation.id, detail, at)
    return number + 1


def launch(session: Session, consultation: Consultation, by_id: int | None, at: datetime) -> None:
    """Freeze the questions and let the consultation open on its day. Launching again changes nothing.

    NotReadyError lists everything that is missing, of the consultation and of its questions.
    """
    one_at_a_time(session, consultation)
    if consultation.launched_at is not None:
        return
    missing = missing_to_open(session, consultation)
    if missing:
        raise NotReadyError(missing)
    number = freeze(session, consultation, by_id, at)
    consultation.launched_at = at
    session.flush()
    audit.record(session, "consultation.launch", "consultation", consultation.id, {"version": number}, at)


def missing_to_open(session: Session, consultation: Consultation) -> list[Missing]:
    """Return all that is missing before opening; `where` of a question's own problem is "question:" and its id."""
    missing = consultation_rules.readiness(consultation_queries.facts(consultation))
    found = question_problems(queries.drafts(session, consultation))
    return [
        *missing,
        *(Missing(item.what, f"question:{item.question_id}" if item.question_id else "questions") for item in found),
    ]


def question_problems(drafts: queries.Drafts) -> list[draft_rules.Problem]:
    """Return what keeps the drafts of all audiences from being frozen; other languages are drafts of the same."""
    return draft_rules.problems(
        {audience.label: questions for (audience, language), questions in drafts.items() if language == "en"}
    )


def one_at_a_time(session: Session, consultation: Consultation) -> None:
    """Let the second of two people who write the same wait until the first is done, and see what they wrote.

    Freezing at once would make the same number twice, translating at once the same wording.
    """
    # writing nothing new makes the second wait on both databases, where SELECT FOR UPDATE would not on SQLite
    query = update(Consultation).where(Consultation.id == consultation.id).values(slug=Consultation.slug)
    session.execute(query.execution_options(synchronize_session=False))
    session.refresh(consultation, ["launched_at"])
