"""Vectors of answers and examples, worked out once in a job and kept; nothing here where the extra is not installed."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from uuid import UUID

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from cypp_consult.coding.learning.models import AnswerVector, ExampleVector
from cypp_consult.coding.services.writing import chunks, insert_new
from cypp_consult.text import embedding
from cypp_consult.text.lexicons import examples_for_vectors


@cache
def available() -> bool:
    """Say whether a sentence model is installed; without one suggestions go by words alone."""
    return embedding.available()


class Vectors:
    """The vectors of some texts, at hand by their text: call it with a text to get its vector, or None."""

    def __init__(self) -> None:
        """Start with none."""
        self._known: dict[str, bytes] = {}

    def __call__(self, text: str) -> bytes | None:
        """Return the vector of a text that was fetched before."""
        return self._known.get(_digest(text))

    def fetch_answers(self, session: Session, texts: Mapping[UUID, str]) -> None:
        """Have the vectors of answers at hand; what is missing, or of another wording or model, is made and kept."""
        for keys in chunks(texts):
            kept = {row.answer_id: row for row in session.scalars(_of_answers(keys))}
            stale = [key for key in keys if not _fits(kept.get(key), texts[key])]
            self._known.update((row.digest, row.vector) for key, row in kept.items() if key not in set(stale))
            if stale:
                self._make(session, {key: texts[key] for key in stale})

    def _make(self, session: Session, texts: Mapping[UUID, str]) -> None:
        made = embedding.vectors(list(texts.values()))
        digests = [_digest(text) for text in texts.values()]
        rows = [
            {"answer_id": key, "model": embedding.MODEL, "digest": digest, "vector": vector}
            for key, digest, vector in zip(texts, digests, made, strict=True)
        ]
        session.execute(delete(AnswerVector).where(AnswerVector.answer_id.in_(texts)))
        insert_new(session, AnswerVector, rows, "answer_id")
        self._known.update(zip(digests, made, strict=True))

    def fetch_examples(self, session: Session) -> None:
        """Have the vectors of the made-up examples at hand, made the first time."""
        texts = {_digest(text): text for text in examples_for_vectors()}
        query = select(ExampleVector).where(ExampleVector.model == embedding.MODEL)
        self._known.update((row.digest, row.vector) for row in session.scalars(query))
        missing = [digest for digest in texts if digest not in self._known]
        if missing:
            made = embedding.vectors([texts[digest] for digest in missing])
            rows = [
                {"digest": digest, "model": embedding.MODEL, "vector": vector}
                for digest, vector in zip(missing, made, strict=True)
            ]
            insert_new(session, ExampleVector, rows, "digest")
            self._known.update(zip(missing, made, strict=True))


def kept_vectors(session: Session, answer_ids: Iterable[UUID]) -> dict[UUID, bytes]:
    """Return the vectors that are kept for some answers, as `text.embedding` packs them; missing ones are left out."""
    found: dict[UUID, bytes] = {}
    for keys in chunks(answer_ids):
        found.update((row.answer_id, row.vector) for row in session.scalars(_of_answers(keys)))
    return found


def _of_answers(keys: Sequence[UUID]) -> Select[AnswerVector]:
    return select(AnswerVector).where(AnswerVector.answer_id.in_(keys), AnswerVector.model == embedding.MODEL)


def _fits(row: AnswerVector | None, text: str) -> bool:
    return row is not None and row.digest == _digest(text)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
