"""Translating an answer, reading it for safety beside its original, and saying what language or tone it is in.

Each verb flushes; the edge commits.
"""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from cypp_consult.coding.models import Suggesting
from cypp_consult.coding.services.writing import insert_new
from cypp_consult.coding.translations.models import AnswerLanguage, AnswerTone, ToneLabel, Translation
from cypp_consult.coding.translations.reading import ENGINE
from cypp_consult.coding.translations.rules import TranslatedMeanwhileError, check_language, check_translation
from cypp_consult.collection.models import Answer
from cypp_consult.core import audit
from cypp_consult.core.errors import NotFoundError
from cypp_consult.safeguarding.models import SafetyScreen
from cypp_consult.safeguarding.services import clear as clear_original
from cypp_consult.safeguarding.services import screened
from cypp_consult.text.concern import Concern, concern
from cypp_consult.text.language import ENGLISH

_LEVELS = ("routine", "look_first", "high")
_MEANWHILE = "Somebody else translated this answer meanwhile. Their words are shown now; yours were not saved."


def translate(
    session: Session, answer: Answer, typed: str, language: str, *, seen: int, by_id: int | None, at: datetime
) -> Concern:
    """Keep a translation, as a correction where one stands, and return what the word screen says of it.

    `seen` is the number of the translation the person saw, 0 for none: TranslatedMeanwhileError if another one stands.
    What the screen finds brings the answer to the front of the reading for safety. Nobody sees the translation in
    coding before `clear`. Raises InvalidInputError for no words, or a language that is none of ours.
    """
    words, code = check_translation(typed), check_language(language)
    _replace(session, answer.id, seen, at)
    row = {
        "id": uuid4(), "answer_id": answer.id, "number": seen + 1, "language": code, "text": words,
        "by_id": by_id, "at": at, "cleared_by_id": None, "cleared_at": None, "replaced_at": None,
    }  # fmt: skip
    if not insert_new(session, Translation, [row], "id"):
        raise TranslatedMeanwhileError(_MEANWHILE)
    _say_language(session, answer.id, code, by_id, at)
    found = concern(words, ENGLISH)
    _bring_forward(session, answer.id, found, at)
    audit.record(session, "answer.translated", "answer", answer.id, {"number": seen + 1, "language": code}, at)
    session.flush()
    return found


def clear(session: Session, answer: Answer, *, seen: int, by_id: int, at: datetime) -> None:
    """Record that a person read original and translation for safety; both go on to coding.

    TranslatedMeanwhileError if the translation is no longer the one that was read.
    """
    query = (
        update(Translation)
        .where(Translation.answer_id == answer.id, Translation.number == seen, Translation.replaced_at.is_(None))
        .values(cleared_by_id=by_id, cleared_at=at)
        .returning(Translation.id)
    )
    if session.scalar(query) is None:
        raise TranslatedMeanwhileError("The translation was changed meanwhile. Read it again.")
    clear_original(session, [answer], by_id, at)
    look_again(session, answer.id)
    audit.record(session, "translation.cleared", "answer", answer.id, {"number": seen}, at)
    session.flush()


def say_language(session: Session, answer: Answer, language: str, by_id: int | None, at: datetime) -> None:
    """Say which language an answer is in; English takes it out of the queue. InvalidInputError for none of ours."""
    _say_language(session, answer.id, check_language(language), by_id, at)
    look_again(session, answer.id)
    audit.record(session, "answer.language", "answer", answer.id, {"language": language}, at)
    session.flush()


def say_tone(
    session: Session, answer_id: UUID, tone: ToneLabel | None, by_id: int | None, at: datetime
) -> ToneLabel | None:
    """Put a person's word beside the machine's tone, or take it off with None; return what a person had said before.

    Saying that again undoes it. NotFoundError where the machine has not read the answer yet.
    """
    row = session.scalar(select(AnswerTone).where(AnswerTone.answer_id == answer_id).with_for_update())
    if row is None:
        raise NotFoundError
    before = row.said
    row.said, row.said_by_id, row.said_at = tone, by_id if tone else None, at if tone else None
    detail = {"tone": tone.value if tone else "", "was": before.value if before else "", "machine": row.label.value}
    audit.record(session, "answer.tone", "answer", answer_id, detail, at)
    session.flush()
    return before


def look_again(session: Session, answer_id: UUID) -> None:
    """Have the machine read an answer anew: its tone, and what to suggest. A person's words on either stay."""
    again = update(AnswerTone).where(AnswerTone.answer_id == answer_id).values(engine=ENGINE - 1)
    session.execute(again.execution_options(synchronize_session=False))
    session.execute(delete(Suggesting).where(Suggesting.answer_id == answer_id))


def _replace(session: Session, answer_id: UUID, seen: int, at: datetime) -> None:
    """Let the translation that was seen give way; raise where another one stands, or none."""
    query = update(Translation).where(Translation.answer_id == answer_id, Translation.replaced_at.is_(None))
    gone = session.scalars(query.values(replaced_at=at).returning(Translation.number)).all()
    if list(gone) != ([seen] if seen else []):
        raise TranslatedMeanwhileError(_MEANWHILE)


def _say_language(session: Session, answer_id: UUID, code: str, by_id: int | None, at: datetime) -> None:
    row = {"answer_id": answer_id, "language": code, "by_id": by_id, "at": at}
    if not insert_new(session, AnswerLanguage, [row], "answer_id"):
        change = update(AnswerLanguage).where(AnswerLanguage.answer_id == answer_id)
        session.execute(change.values(language=code, by_id=by_id, at=at))


def _bring_forward(session: Session, answer_id: UUID, found: Concern, at: datetime) -> None:
    """Raise the level of an answer in the reading queue to that of its translation; never lower it."""
    screen = session.get(SafetyScreen, answer_id)
    reasons = [f"Translation: {reason}" for reason in found.reasons]
    if screen is None:
        screen = screened(session, session.get_one(Answer, answer_id), at)
    if found.reasons:
        screen.level = max(screen.level, found.level, key=_LEVELS.index)
        screen.reasons = [*screen.reasons, *(reason for reason in reasons if reason not in screen.reasons)]
