"""Choosing answers that show what a theme means. Only cleared words, and never a hidden personal detail."""

import re
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from cypp_consult.coding.frame.models import ThemeExample
from cypp_consult.coding.frame.queries.words import words_of
from cypp_consult.coding.frame.rules import MOST_EXAMPLES, FrameError
from cypp_consult.coding.models import Theme
from cypp_consult.coding.rules import GoneError
from cypp_consult.coding.services.writing import insert_new
from cypp_consult.consultations.models import Consultation
from cypp_consult.core import audit
from cypp_consult.core.errors import InvalidInputError, NotFoundError

_WORD = re.compile(r"[^\W_]+")


def add_example(
    session: Session,
    consultation: Consultation,
    theme: Theme,
    answer_id: UUID,
    words: str = "",
    *,
    by_id: int | None,
    at: datetime,
) -> bool:
    """Let an answer, or a stretch of its words, show what a theme means; False if it does already.

    Raises GoneError for an answer that may not be coded, InvalidInputError for words that are not in it or that reach
    into a hidden detail, FrameError for more than three examples.
    """
    found = words_of(session, consultation.id, [answer_id]).get(answer_id)
    if found is None:
        raise GoneError
    start, end = _stretch(found.text, " ".join(words.split()))
    if start is not None and found.hides(start, end):
        raise InvalidInputError("Choose words without the hidden detail.")
    count = session.scalar(select(func.count()).where(ThemeExample.theme_id == theme.id)) or 0
    has = select(ThemeExample.id).where(ThemeExample.theme_id == theme.id, ThemeExample.answer_id == answer_id)
    if session.scalar(has) is not None:
        return False
    if count >= MOST_EXAMPLES:
        raise FrameError(f"A theme has at most {MOST_EXAMPLES} examples. Take one off first.")
    row = {
        "id": uuid4(),
        "theme_id": theme.id,
        "answer_id": answer_id,
        "start": start,
        "end": end,
        "by_id": by_id,
        "at": at,
    }
    if not insert_new(session, ThemeExample, [row], "id"):
        return False
    audit.record(session, "theme.example", "theme", theme.id, {"answer": str(answer_id)}, at)
    session.flush()
    return True


def remove_example(session: Session, theme: Theme, answer_id: UUID, at: datetime) -> None:
    """Take an example off; the answer stays as it is. Raises NotFoundError if it is none."""
    gone = delete(ThemeExample).where(ThemeExample.theme_id == theme.id, ThemeExample.answer_id == answer_id)
    if session.scalar(gone.returning(ThemeExample.id)) is None:
        raise NotFoundError("That example is gone already.")
    audit.record(session, "theme.example_off", "theme", theme.id, {"answer": str(answer_id)}, at)
    session.flush()


def _stretch(text: str, words: str) -> tuple[int | None, int | None]:
    """Return where words stand in a text, case and marks aside; (None, None) for all of it or for no words."""
    wanted = _WORD.findall(words)
    if not words or [word.casefold() for word in wanted] == [word.casefold() for word in _WORD.findall(text)]:
        return None, None
    pattern = r"[\W_]+".join(re.escape(word) for word in wanted)
    found = re.search(rf"(?<!\w){pattern}(?!\w)", text, re.IGNORECASE) if wanted else None
    if found is None:
        raise InvalidInputError("Those words are not in the answer. Copy them as they stand there.")
    return found.span()
