"""Writing questions: add, edit, move, take out and bring back. Each write is audited; none touches a frozen version."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cypp_consult.consultations.models import Consultation
from cypp_consult.core import audit
from cypp_consult.plans.rules import Direction, moved, slug_for
from cypp_consult.questionnaires import bank, queries, question_rules
from cypp_consult.questionnaires.models import Question, QuestionWording
from cypp_consult.questionnaires.question_rules import QuestionFacts, QuestionRefusedError, WordingFacts
from cypp_consult.questionnaires.rules import SEVERAL, Option


def add(
    session: Session, consultation: Consultation, facts: QuestionFacts, *, after: Question | None = None, key: str = ""
) -> Question:
    """Add a question at the end, or right after another, and return it. `facts` has no problems."""
    taken = set(session.scalars(select(Question.key).where(Question.consultation_id == consultation.id)))
    question = Question(
        consultation_id=consultation.id,
        key=slug_for(key or facts.name, taken, "question"),
        position=_last_position(session, consultation) + 1,
        wordings=[],
        **_columns(facts),
    )
    session.add(question)
    _put_wordings(question, facts.wordings)
    session.flush()
    if after is not None:
        _place_after(session, consultation, question, after)
    audit.record(session, "question.add", "question", question.id, {"key": question.key})
    return question


def edit(session: Session, question: Question, facts: QuestionFacts) -> None:
    """Write a question anew; `facts` has no problems.

    FrozenChangeError if it was frozen and would change its type or lose an answer; QuestionRefusedError if another
    question waits for an answer that would go. Wordings in other languages stay.
    """
    facts = _with_ids(facts)
    used = queries.used(session, question.consultation_id).get(str(question.id))
    question_rules.check_frozen(question.name, facts, used)
    if facts.options or question.options:
        question_rules.check_looked_at(question.name, facts.options, _waiting(session, question))
    for name, value in _columns(facts).items():
        setattr(question, name, value)
    _check_order(queries.questions(session, question.consultation_id))
    _put_wordings(question, facts.wordings)
    session.flush()
    audit.record(session, "question.edit", "question", question.id, {"key": question.key})


def move(session: Session, question: Question, direction: Direction) -> None:
    """Move a question a step; at the end it stays. QuestionRefusedError if one would come before what it looks at."""
    rows = list(queries.questions(session, question.consultation_id))
    order = moved(rows, question, direction)
    _check_order(order)
    _number(order)
    session.flush()
    audit.record(session, "question.move", "question", question.id, {"direction": direction.value})


def take_out(session: Session, question: Question, at: datetime) -> bool:
    """Take a question out of the draft: delete it, or retire it if it was frozen or answered. True when retired.

    QuestionRefusedError if another question's condition looks at it.
    """
    for other in queries.questions(session, question.consultation_id):
        if other.show_if is not None and other.show_if_question_id == question.id:
            raise QuestionRefusedError(f"“{other.name}” is shown depending on “{question.name}”. Change it first.")
    retire = must_retire(session, question)
    if retire:
        question.retired_at = at
        audit.record(session, "question.retire", "question", question.id, {"key": question.key}, at)
    else:
        audit.record(session, "question.delete", "question", question.id, {"key": question.key}, at)
        session.delete(question)
    session.flush()
    return retire


def bring_back(session: Session, consultation: Consultation, question: Question) -> None:
    """Put a retired question back at the end of the draft; a condition that no longer fits is dropped."""
    question.position = _last_position(session, consultation) + 1
    question.retired_at = None
    live = {row.id for row in queries.questions(session, consultation.id)}
    if question.show_if_question_id not in live:
        question.show_if, question.show_if_question_id, question.show_if_value = None, None, None
    session.flush()
    audit.record(session, "question.bring_back", "question", question.id, {"key": question.key})


def add_from_bank(session: Session, consultation: Consultation, keys: Iterable[str]) -> list[Question]:
    """Add questions of the starter bank in its order and return them. Keys that are not in the bank are passed over."""
    wanted = set(keys)
    return [
        add(session, consultation, question.facts, key=question.key)
        for question in bank.load()
        if question.key in wanted
    ]


def must_retire(session: Session, question: Question) -> bool:
    """Say whether a question was frozen or answered, so that it is kept when it is taken out."""
    frozen = str(question.id) in queries.used(session, question.consultation_id)
    return frozen or queries.is_referred_to(session, question.id)


def _with_ids(facts: QuestionFacts) -> QuestionFacts:
    return replace(facts, options=question_rules.with_ids(facts.options))


def _columns(facts: QuestionFacts) -> dict[str, Any]:
    facts = _with_ids(facts)
    condition = facts.show_if
    several = any(facts.type_for(wording) in SEVERAL for wording in facts.wordings)
    return {
        "name": facts.name,
        "type": facts.type,
        "picture": facts.picture,
        "options": _stored(facts.options),
        "top_n": facts.top_n if several else None,
        "show_if_question_id": UUID(condition.question) if condition else None,
        "show_if": condition.operator if condition else None,
        "show_if_value": condition.value if condition else None,
    }


def _stored(options: Sequence[Option]) -> list[dict[str, Any]]:
    return [
        {"id": option.id, "text": option.text, **({"picture": option.picture} if option.picture else {})}
        for option in options
    ]


def _put_wordings(question: Question, wordings: Sequence[WordingFacts]) -> None:
    # English is edited here; what was translated stays until somebody translates anew
    there = {row.audience: row for row in question.wordings if row.language == "en"}
    wanted = {wording.audience for wording in wordings}
    question.wordings = [row for row in question.wordings if row.language != "en" or row.audience in wanted]
    for wording in wordings:
        row = there.get(wording.audience)
        if row is None:
            row = QuestionWording(audience=wording.audience, language="en")
            question.wordings.append(row)
        row.text, row.help, row.type = wording.text, wording.help, wording.type
        row.options = None if wording.options is None else _stored(wording.options)


def _waiting(session: Session, question: Question) -> list[tuple[str, str | None]]:
    rows = queries.questions(session, question.consultation_id)
    return [(row.name, row.show_if_value) for row in rows if row.show_if_question_id == question.id]


def _last_position(session: Session, consultation: Consultation) -> int:
    query = select(func.max(Question.position)).where(Question.consultation_id == consultation.id)
    last = session.scalar(query)
    return -1 if last is None else last


def _check_order(order: Sequence[Question]) -> None:
    question_rules.check_order(
        [str(row.id) for row in order],
        {str(row.id): str(row.show_if_question_id) for row in order if row.show_if is not None},
        {str(row.id): row.name for row in order},
    )


def _place_after(session: Session, consultation: Consultation, question: Question, after: Question) -> None:
    rows = [row for row in queries.questions(session, consultation.id) if row is not question]
    rows.insert(rows.index(after) + 1, question)
    _number(rows)
    session.flush()


def _number(rows: Iterable[Question]) -> None:
    for place, row in enumerate(rows):
        row.position = place
