"""What the machine does with new answers: tell their language, and the tone of what is in English."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from cypp_consult.coding.services.writing import insert_new
from cypp_consult.coding.translations.models import AnswerLanguage, AnswerTone, ToneLabel, Translation
from cypp_consult.coding.translations.queries import standing
from cypp_consult.coding.translations.rules import NEEDS_NONE, spoken_in
from cypp_consult.collection.models import Answer, Response
from cypp_consult.text.language import ENGLISH
from cypp_consult.text.tone import tone

BATCH = 500
# raise it when the same words would be read in another tone
ENGINE = 1


def waiting(session: Session, consultation_id: UUID) -> int:
    """Return how many answers the machine has still to read."""
    return session.scalar(_unread(consultation_id).with_only_columns(func.count())) or 0


def read_some(session: Session, consultation_id: UUID, at: datetime) -> int:
    """Tell language and tone of up to 500 answers that were not looked at; return how many were.

    What a person said of either stays. An answer in another language has no tone until it is translated and cleared.
    Safe to run twice, also at the same time.
    """
    rows = session.execute(_unread(consultation_id).order_by(Answer.id).limit(BATCH)).all()
    if not rows:
        return 0
    spoken = {row.id: row.told or spoken_in(row.text or "", row.language) for row in rows}
    insert_new(
        session,
        AnswerLanguage,
        [{"answer_id": row.id, "language": spoken[row.id], "by_id": None, "at": at} for row in rows if not row.told],
        "answer_id",
    )
    _put_tones(session, rows, spoken, at)
    session.flush()
    return len(rows)


def _put_tones(session: Session, rows: Sequence[Any], spoken: Mapping[UUID, str], at: datetime) -> None:
    """Write the machine's tone of each answer anew, leaving what a person said."""
    said = _said(session, [row.id for row in rows])
    tones = [_tone(row, spoken[row.id], said.get(row.id), at) for row in rows]
    gone = delete(AnswerTone).where(AnswerTone.answer_id.in_([row.id for row in rows]))
    session.execute(gone.execution_options(synchronize_session=False))
    insert_new(session, AnswerTone, tones, "answer_id")


def _tone(row: Any, spoken: str, said: tuple[Any, ...] | None, at: datetime) -> dict[str, Any]:
    words = row.translation if row.translation_id else (row.text if spoken == ENGLISH else "")
    found = tone(words or "")
    label, by_id, moment = said or (None, None, None)
    return {
        "answer_id": row.id,
        "label": ToneLabel(found.label),
        "because": list(found.because),
        "engine": ENGINE,
        "translation_id": row.translation_id,
        "at": at,
        "said": label,
        "said_by_id": by_id,
        "said_at": moment,
    }


def _said(session: Session, keys: Sequence[UUID]) -> dict[UUID, tuple[Any, ...]]:
    columns = (AnswerTone.answer_id, AnswerTone.said, AnswerTone.said_by_id, AnswerTone.said_at)
    query = select(*columns).where(AnswerTone.answer_id.in_(keys), AnswerTone.said.is_not(None))
    # locked, so that what a person says at this moment is not lost
    return {key: (label, by_id, at) for key, label, by_id, at in session.execute(query.with_for_update())}


def _unread(consultation_id: UUID) -> Any:
    """Select the answers whose language or tone was not told, or was told before they were translated."""
    return (
        select(
            Answer.id,
            Answer.text,
            Response.language,
            AnswerLanguage.language.label("told"),
            Translation.id.label("translation_id"),
            Translation.text.label("translation"),
        )
        .select_from(Answer)
        .join(Response, Answer.response_id == Response.id)
        .outerjoin(AnswerLanguage, AnswerLanguage.answer_id == Answer.id)
        .outerjoin(Translation, standing(cleared=True))
        .outerjoin(AnswerTone, AnswerTone.answer_id == Answer.id)
        .where(
            Response.consultation_id == consultation_id,
            Answer.has_text.is_(True),
            or_(
                AnswerTone.answer_id.is_(None),
                AnswerTone.engine != ENGINE,
                AnswerTone.translation_id.is_distinct_from(Translation.id),
            ),
        )
    )


__all__ = ["BATCH", "ENGINE", "NEEDS_NONE", "read_some", "waiting"]
