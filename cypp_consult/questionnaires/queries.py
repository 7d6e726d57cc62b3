"""Reading questionnaires: the draft as each audience would see it, and the frozen versions."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from cypp_consult.consultations.models import Consultation
from cypp_consult.core.audiences import Audience
from cypp_consult.core.database import Base
from cypp_consult.plans.models import Outcome, Priority
from cypp_consult.questionnaires.languages import rules as translated
from cypp_consult.questionnaires.models import Question, Questionnaire, QuestionType, QuestionWording
from cypp_consult.questionnaires.question_rules import Used
from cypp_consult.questionnaires.rules import Condition, FrozenQuestion, Option, questions_of


def version(session: Session, consultation_id: UUID) -> int:
    """Return the number of the newest frozen version of a consultation; 0 while there is none."""
    query = select(func.max(Questionnaire.number)).where(Questionnaire.consultation_id == consultation_id)
    return session.scalar(query) or 0


def of_version(session: Session, consultation_id: UUID, number: int) -> Sequence[Questionnaire]:
    """Return the questionnaires of one version, by audience and language."""
    query = (
        select(Questionnaire)
        .where(Questionnaire.consultation_id == consultation_id, Questionnaire.number == number)
        .order_by(Questionnaire.audience, Questionnaire.language)
    )
    return session.scalars(query).all()


def latest(session: Session, consultation_id: UUID, audience: Audience, language: str = "en") -> Questionnaire | None:
    """Return the questionnaire to answer now; None if the newest version has none for this audience and language."""
    return session.scalar(
        select(Questionnaire).where(
            Questionnaire.consultation_id == consultation_id,
            Questionnaire.number == version(session, consultation_id),
            Questionnaire.audience == audience,
            Questionnaire.language == language,
        )
    )


def languages(session: Session, consultation_id: UUID, audience: Audience) -> list[str]:
    """Return the languages of the newest version for an audience: English first, then by code."""
    query = select(Questionnaire.language).where(
        Questionnaire.consultation_id == consultation_id,
        Questionnaire.number == version(session, consultation_id),
        Questionnaire.audience == audience,
    )
    return sorted(session.scalars(query), key=lambda language: (language != "en", language))


def questions(session: Session, consultation_id: UUID, *, retired: bool = False) -> Sequence[Question]:
    """Return the questions of the draft in order, with their wordings; with `retired`, those taken out instead."""
    query = (
        select(Question)
        .where(Question.consultation_id == consultation_id)
        .where(Question.retired_at.is_not(None) if retired else Question.retired_at.is_(None))
        .options(selectinload(Question.wordings))
        .order_by(Question.position, Question.key)
    )
    return session.scalars(query).all()


def priority_options(session: Session, plan_id: UUID) -> tuple[Option, ...]:
    """Return the live priorities of a plan as options, in the order of its tree."""
    query = (
        select(Priority)
        .join(Outcome, Priority.outcome_id == Outcome.id)
        .where(Priority.plan_id == plan_id, Priority.retired_at.is_(None), Outcome.retired_at.is_(None))
        .order_by(Outcome.position, Outcome.slug, Priority.position, Priority.slug)
    )
    return tuple(
        Option(str(priority.id), priority.short_name or priority.name, priority.picture)
        for priority in session.scalars(query)
    )


def used(session: Session, consultation_id: UUID) -> dict[str, Used]:
    """Return how questions stand in the frozen versions of a consultation, by question id.

    Priorities are the plan's: they are no answers that a question could lose.
    """
    query = select(Questionnaire).where(Questionnaire.consultation_id == consultation_id).order_by(Questionnaire.number)
    found: dict[str, Used] = {}
    for frozen in session.scalars(query):
        for question in questions_of(frozen.questions):
            was = found.get(question.id, Used(0))
            is_of_plan = question.type is QuestionType.PRIORITIES
            ids = frozenset() if is_of_plan else frozenset(option.id for option in question.options)
            types = {**was.types, frozen.audience: question.type}
            found[question.id] = Used(frozen.number, types, was.option_ids | ids)
    return found


def is_referred_to(session: Session, question_id: UUID) -> bool:
    """Say whether anything beside its own wordings, recordings and conditions points at a question, like an answer."""
    own = {Question.__tablename__, QuestionWording.__tablename__, "recording"}
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if table.name in own or all(key.column is not Question.__table__.c.id for key in column.foreign_keys):
                continue
            if session.scalar(select(column).where(column == question_id).limit(1)) is not None:
                return True
    return False


def options_of(question: Question, priorities: tuple[Option, ...]) -> tuple[Option, ...]:
    """Return every answer a question offers to somebody, for conditions that look at it."""
    if question.type is QuestionType.PRIORITIES:
        return priorities
    return tuple(Option(str(item["id"]), str(item["text"]), item.get("picture")) for item in question.options)


Drafts = dict[tuple[Audience, str], tuple[FrozenQuestion, ...]]


def drafts(session: Session, consultation: Consultation) -> Drafts:
    """Return the questions as each audience of the consultation would see them, by audience and complete language.

    English is always there, also when it is empty. Another language is there once every text that the audience reads
    in English has its words, made from the English as it is now.
    """
    rows = questions(session, consultation.id)
    priorities = priority_options(session, consultation.plan_id)
    found: Drafts = {}
    for row in consultation.audiences:
        pairs = in_english(rows, row.audience, priorities)
        found[row.audience, "en"] = tuple(english for _, english in pairs)
        others = {wording.language for question, _ in pairs for wording in question.wordings} - {"en"}
        for language in sorted(others):
            made = [(english, translation(question, row.audience, language)) for question, english in pairs]
            if all(translated.is_complete(english, words) for english, words in made):
                found[row.audience, language] = tuple(translated.put(english, words) for english, words in made)
    return found


def in_english(
    rows: Sequence[Question], audience: Audience, priorities: tuple[Option, ...]
) -> list[tuple[Question, FrozenQuestion]]:
    """Return the questions of `rows` that an audience is asked, in order, each with how it is put in English."""
    seen = ((question, wording_of(question, audience, "en")) for question in rows)
    return [
        (question, as_seen(question, wording, priorities))
        for question, wording in seen
        if wording is not None and wording.text.strip()
    ]


def translation(question: Question, audience: Audience, language: str) -> translated.Translation:
    """Return the words of a question for an audience in a language other than English; without any it is empty."""
    wording = wording_of(question, audience, language)
    if wording is None:
        return translated.Translation()
    return translated.Translation(words_of(wording), wording.made_from or {})


def words_of(wording: QuestionWording) -> dict[str, str]:
    """Return the words of a translated wording that are there, by the keys of `languages.rules.texts_of`."""
    answers = {f"{translated.ANSWER}{item['id']}": str(item["text"]) for item in wording.options or ()}
    words = {translated.QUESTION: wording.text, translated.HELP: wording.help, **answers}
    return {key: text for key, text in words.items() if text.strip()}


def wording_of(question: Question, audience: Audience, language: str) -> QuestionWording | None:
    """Return the wording of a question for an audience in a language; None if there is none."""
    rows = (row for row in question.wordings if row.audience == audience and row.language == language)
    return next(rows, None)


def as_seen(question: Question, wording: QuestionWording, priorities: tuple[Option, ...] = ()) -> FrozenQuestion:
    """Return a question as one wording puts it. `priorities` are the options of a question about priorities."""
    kind = wording.type or question.type
    return FrozenQuestion(
        id=str(question.id),
        key=question.key,
        type=kind,
        name=question.name,
        text=wording.text,
        help=wording.help,
        picture=question.picture,
        options=_options(question, wording, kind, priorities),
        top_n=question.top_n if kind in {QuestionType.MULTIPLE, QuestionType.PRIORITIES} else None,
        show_if=None
        if question.show_if is None or question.show_if_question_id is None
        else Condition(str(question.show_if_question_id), question.show_if, question.show_if_value),
    )


def _options(
    question: Question, wording: QuestionWording, kind: QuestionType, priorities: tuple[Option, ...]
) -> tuple[Option, ...]:
    if kind.is_text:
        return ()
    if kind is QuestionType.PRIORITIES:
        return _priorities(wording, priorities)
    pictures = {item["id"]: item.get("picture") for item in question.options}
    given = wording.options or question.options
    return tuple(
        Option(str(item["id"]), str(item["text"]), item.get("picture") or pictures.get(item["id"])) for item in given
    )


def _priorities(wording: QuestionWording, priorities: tuple[Option, ...]) -> tuple[Option, ...]:
    # what was retired drops out; an audience left with nothing is offered what everybody is
    live = {option.id: option for option in priorities}
    own = [(live[item["id"]], item["text"]) for item in wording.options or () if item["id"] in live]
    return tuple(replace(option, text=str(text or option.text)) for option, text in own) or priorities
