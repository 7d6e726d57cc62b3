"""Reading languages, translations and tones. Every list is bounded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, case, exists, func, select
from sqlalchemy.orm import Session, aliased

from cypp_consult.accounts.models import User
from cypp_consult.coding import counting
from cypp_consult.coding.translations.models import AnswerLanguage, AnswerTone, ToneLabel, Translation
from cypp_consult.coding.translations.rules import NEEDS_NONE, rank_of
from cypp_consult.collection.models import Answer, Response
from cypp_consult.core.audiences import Audience
from cypp_consult.core.errors import NotFoundError
from cypp_consult.questionnaires.models import Question
from cypp_consult.safeguarding.known.queries import known_words
from cypp_consult.safeguarding.models import Reading, SafetyReading, SafetyScreen
from cypp_consult.text.language import language_name
from cypp_consult.text.personal import NOTHING_LISTED, KnownWords, personal_details, redact

PAGE = 20


class Step(StrEnum):
    """Where an answer in another language is on its way."""

    TO_TRANSLATE = "to-translate"
    TO_READ = "to-read"
    READY = "ready"

    @property
    def label(self) -> str:
        """Return it in words."""
        return {"to-translate": "To translate", "to-read": "To read for safety", "ready": "Ready for coding"}[self]


@dataclass(frozen=True)
class Shown:
    """An answer's language and, once it is translated and read for safety, what it says in English and who said so."""

    language: str
    translation: str | None = None
    by_name: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class ToneShown:
    """The tone of an answer, who says so, and the words that the machine went by."""

    label: ToneLabel
    by_person: bool
    because: tuple[str, ...] = ()
    machine: ToneLabel | None = None


@dataclass(frozen=True)
class Told:
    """What is known of how an answer sounds; None for what nobody has told yet."""

    shown: Shown | None = None
    tone: ToneShown | None = None


@dataclass(frozen=True)
class Row:
    """An answer in another language with what is known of it."""

    id: UUID
    text: str
    language: str
    guessed: bool
    question: str
    audience: Audience
    received_at: datetime
    number: int
    translation: str
    by_name: str
    at: datetime | None
    cleared: bool
    original_cleared: bool
    reasons: tuple[str, ...]


def standing(*, cleared: bool = False) -> ColumnElement[bool]:
    """Return the condition, over Translation and Answer, of the one that holds; of those read for safety if asked."""
    holds = and_(Translation.answer_id == Answer.id, Translation.replaced_at.is_(None))
    return and_(holds, Translation.cleared_at.is_not(None)) if cleared else holds


def told(session: Session, answer_ids: Sequence[UUID]) -> dict[UUID, Told]:
    """Return what the machine or a person has told of those answers: their language, translation and tone.

    One statement, and one more for hiding where there is a translation. Personal details in it are hidden; one that
    nobody has read for safety is not shown. A person's word on the tone goes before the machine's.
    """
    found = session.execute(_told_query(), {"keys": list(answer_ids)}).all()
    known = known_words(session) if any(row.text for row in found) else NOTHING_LISTED
    return {row.id: Told(_shown(row, known), _tone(row)) for row in found}


# statements are put together once: that takes longer than to run them for one answer
@cache
def _told_query() -> Any:
    return (
        select(
            Answer.id,
            AnswerLanguage.language,
            Translation.text,
            User.name,
            Translation.at,
            AnswerTone.label,
            AnswerTone.said,
            AnswerTone.because,
        )
        .outerjoin(AnswerLanguage, AnswerLanguage.answer_id == Answer.id)
        .outerjoin(Translation, standing(cleared=True))
        .outerjoin(User, Translation.by_id == User.id)
        .outerjoin(AnswerTone, AnswerTone.answer_id == Answer.id)
        .where(Answer.id.in_(bindparam("keys", expanding=True)))
    )


def _shown(row: Any, known: KnownWords) -> Shown | None:
    return Shown(row.language, _hidden(row.text, known), row.name or "", row.at) if row.language else None


def _tone(row: Any) -> ToneShown | None:
    if not row.label:
        return None
    return ToneShown(row.said or row.label, row.said is not None, tuple(row.because), row.label)


def _hidden(words: str | None, known: KnownWords) -> str | None:
    """Return a translation as coders see it."""
    return None if words is None else redact(words, personal_details(words, known))


def english(session: Session, answer_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return the translations, read for safety, of those answers that have one, as they were written."""
    query = select(Translation.answer_id, Translation.text).where(
        Translation.answer_id.in_(answer_ids), Translation.replaced_at.is_(None), Translation.cleared_at.is_not(None)
    )
    return {row.answer_id: row.text for row in session.execute(query)}


def has_tone(label: ToneLabel) -> ColumnElement[bool]:
    """Return the condition, over Answer, of one in this tone, for filters."""
    return exists().where(AnswerTone.answer_id == Answer.id, func.coalesce(AnswerTone.said, AnswerTone.label) == label)


def tone_rank() -> ColumnElement[int]:
    """Return where the tone of an answer stands among tones, as `rules.rank_of` says, over Answer."""
    told = func.coalesce(AnswerTone.said, AnswerTone.label)
    ranks = case(*((told == label, rank_of(label)) for label in ToneLabel), else_=rank_of(None))
    return func.coalesce(select(ranks).where(AnswerTone.answer_id == Answer.id).scalar_subquery(), rank_of(None))


def is_in(language: str) -> ColumnElement[bool]:
    """Return the condition, over Answer, of one that is in a language, for filters."""
    return exists().where(AnswerLanguage.answer_id == Answer.id, AnswerLanguage.language == language)


def languages_told(session: Session, consultation_id: UUID) -> list[tuple[str, str]]:
    """Return the languages of answers that may be coded as (code, name), by name. One statement."""
    query = (
        select(AnswerLanguage.language)
        .join(Answer, AnswerLanguage.answer_id == Answer.id)
        .join(Response, Answer.response_id == Response.id)
        .where(counting.may_be_coded(consultation_id))
        .distinct()
    )
    return sorted(((code, language_name(code)) for code in session.scalars(query)), key=lambda one: one[1])


def waits_for_translation() -> ColumnElement[bool]:
    """Return the condition, over Answer, of one in another language that nobody has translated."""
    return and_(_is_foreign(), ~exists().where(standing()))


def _is_foreign() -> ColumnElement[bool]:
    return exists().where(AnswerLanguage.answer_id == Answer.id, AnswerLanguage.language.not_in(NEEDS_NONE))


def may_see(consultation_id: UUID, *, reader: bool) -> ColumnElement[bool]:
    """Return the condition, over Answer joined to Response, of what somebody may translate.

    Readers for safety see what is unread too, since nobody can read it for safety before it is translated; what was
    raised as a concern is for safeguarding leads alone.
    """
    if not reader:
        return counting.may_be_coded(consultation_id)
    raised = exists().where(SafetyReading.answer_id == Answer.id, SafetyReading.reading == Reading.RAISED)
    return and_(
        Response.consultation_id == consultation_id,
        Response.removed_at.is_(None),
        Answer.has_text.is_(True),
        ~raised,
    )


def _in_step(step: Step) -> ColumnElement[bool]:
    translated = exists().where(standing())
    ready = exists().where(standing(cleared=True))
    if step is Step.TO_TRANSLATE:
        return and_(_is_foreign(), ~translated)
    return and_(translated, ~ready) if step is Step.TO_READ else ready


def counts(session: Session, consultation_id: UUID, *, reader: bool) -> dict[Step, int]:
    """Return how many answers are at each step. Three statements."""
    base = select(func.count(Answer.id)).join(Response, Answer.response_id == Response.id)
    base = base.where(may_see(consultation_id, reader=reader))
    return {step: session.scalar(base.where(_in_step(step))) or 0 for step in Step}


def rows(session: Session, consultation_id: UUID, step: Step, *, reader: bool) -> list[Row]:
    """Return the answers of a step that waited longest, at most 20."""
    query = _rows(consultation_id, reader=reader).where(_in_step(step))
    return [_row(found) for found in session.execute(query.order_by(Response.received_at, Answer.id).limit(PAGE))]


def row(session: Session, consultation_id: UUID, answer_id: UUID, *, reader: bool) -> Row:
    """Return one answer, whatever its language; NotFoundError if it is none that this person may translate."""
    found = session.execute(_rows(consultation_id, reader=reader).where(Answer.id == answer_id)).one_or_none()
    if found is None:
        raise NotFoundError
    return _row(found)


def earlier(session: Session, answer_id: UUID) -> list[tuple[str, str, datetime]]:
    """Return the translations that were replaced, newest first: (words, who, when); at most ten."""
    query = (
        select(Translation.text, User.name, Translation.at)
        .outerjoin(User, Translation.by_id == User.id)
        .where(Translation.answer_id == answer_id, Translation.replaced_at.is_not(None))
        .order_by(Translation.number.desc())
        .limit(10)
    )
    return [(words, name or "", at) for words, name, at in session.execute(query)]


def _rows(consultation_id: UUID, *, reader: bool) -> Any:
    # by other names than in the conditions, so that neither takes the other's rows for its own
    told, held, read = aliased(AnswerLanguage), aliased(Translation), aliased(SafetyReading)
    return (
        select(
            Answer.id,
            Answer.text,
            told.language,
            told.by_id.label("told_by"),
            Response.language.label("form"),
            Question.name.label("question"),
            Response.audience,
            Response.received_at,
            held.number,
            held.text.label("translation"),
            User.name.label("by_name"),
            held.at,
            held.cleared_at,
            (read.reading == Reading.CLEARED).label("original_cleared"),
            SafetyScreen.reasons,
        )
        .select_from(Answer)
        .join(Response, Answer.response_id == Response.id)
        .join(Question, Answer.question_id == Question.id)
        .outerjoin(told, told.answer_id == Answer.id)
        .outerjoin(held, and_(held.answer_id == Answer.id, held.replaced_at.is_(None)))
        .outerjoin(User, held.by_id == User.id)
        .outerjoin(read, read.answer_id == Answer.id)
        .outerjoin(SafetyScreen, SafetyScreen.answer_id == Answer.id)
        .where(may_see(consultation_id, reader=reader))
    )


def _row(found: Any) -> Row:
    return Row(
        id=found.id,
        text=found.text or "",
        language=found.language or found.form,
        guessed=found.told_by is None,
        question=found.question,
        audience=found.audience,
        received_at=found.received_at,
        number=found.number or 0,
        translation=found.translation or "",
        by_name=found.by_name or "",
        at=found.at,
        cleared=found.cleared_at is not None,
        original_cleared=bool(found.original_cleared),
        reasons=tuple(found.reasons or ()),
    )
