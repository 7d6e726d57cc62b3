"""Suggesting outcomes, priorities and themes for answers, by the plan's words and by what people decided before.

A suggestion is never counted. Looking again, after words were edited or more was learned, replaces only what nobody
has decided on; an answer that somebody coded is looked at again for edited words alone.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, or_, select
from sqlalchemy.orm import Session

from cypp_consult.coding.learning import progress, vectors
from cypp_consult.coding.learning.engines import Engines, Proposal
from cypp_consult.coding.learning.frames import frame_of
from cypp_consult.coding.learning.lessons import decisions, lessons
from cypp_consult.coding.learning.models import Learning
from cypp_consult.coding.models import AnswerMark, Suggesting, Suggestion, SuggestionState, Tag
from cypp_consult.coding.rules import Target
from cypp_consult.coding.services.writing import insert_new
from cypp_consult.coding.translations.queries import english
from cypp_consult.collection.models import Answer, Response
from cypp_consult.consultations.models import Consultation
from cypp_consult.text.language import ENGLISH
from cypp_consult.text.lessons import Lesson

BATCH = 500


@dataclass(frozen=True)
class Digest:
    """With which words, and which generation of what was learned, an answer was looked at."""

    words: str
    generation: int

    def __str__(self) -> str:
        """Return it as it is kept."""
        return f"{self.words}:{self.generation}"


@dataclass
class Round:
    """One round of suggesting for a consultation: its engines, and the vectors they go by if there are any."""

    consultation: Consultation
    engines: Engines
    digest: Digest
    vectors: vectors.Vectors | None
    begun: float


def begin(session: Session, consultation: Consultation, at: datetime, *, learn: bool = False) -> Round:
    """Have the engines ready, taught anew where that is due or asked for; what was learned is written down."""
    begun = time.monotonic()
    stand = standing(session, consultation)
    frame, taught = frame_of(session, consultation), lessons(session, consultation.plan_id)
    own = _vectors(session, taught) if vectors.available() else None
    known, with_vectors = stand.learning, own is not None
    anew = known is None or known.with_vectors != with_vectors or stand.due(at) or (learn and stand.changed)
    trials = None if anew or known is None else known.trials
    engines = Engines(frame, list(taught.values()), own, trials)
    if anew or known is None:
        known = progress.keep(session, consultation.id, engines, stand.now, with_vectors=with_vectors, at=at)
    return Round(consultation, engines, Digest(frame.digest, known.generation), own, begun)


def finish(session: Session, work: Round) -> None:
    """Write down how long the round took, so that the next one waits accordingly."""
    known = session.get(Learning, work.consultation.id)
    if known is not None:
        known.took_seconds = time.monotonic() - work.begun
        session.flush()


def standing(session: Session, consultation: Consultation) -> progress.Standing:
    """Return what was learned last for a consultation and what has been decided since. Three statements."""
    known = session.get(Learning, consultation.id)
    return progress.Standing(known, decisions(session, consultation.plan_id))


def _vectors(session: Session, taught: Mapping[UUID, Lesson]) -> vectors.Vectors:
    """Have the vectors at hand that lessons go by: of the examples, and of the answers people decided on."""
    found = vectors.Vectors()
    found.fetch_examples(session)
    found.fetch_answers(session, {key: lesson.text for key, lesson in taught.items()})
    return found


def waiting(session: Session, consultation_id: UUID, digest: Digest) -> int:
    """Return how many text answers nobody has looked at with these words, and what was learned by then."""
    return session.scalar(_unseen(consultation_id, digest).with_only_columns(func.count())) or 0


def suggest_some(session: Session, work: Round, at: datetime) -> int:
    """Suggest for up to 500 answers that were not looked at yet; return how many were looked at.

    Answers are taken whether or not they are cleared: the suggestions wait unseen. What a person decided on, or tagged,
    is never touched. Safe to run twice, also at the same time.
    """
    rows = session.execute(_unseen(work.consultation.id, work.digest).order_by(Answer.id).limit(BATCH)).all()
    if not rows:
        return 0
    keys = [row.id for row in rows]
    # what somebody translated is read in English
    translated = english(session, keys)
    if work.vectors is not None:
        work.vectors.fetch_answers(session, {row.id: translated.get(row.id, row.text or "") for row in rows})
    decided = _decided(session, keys)
    new = [
        _suggestion(row.id, proposal, at)
        for row in rows
        for proposal in work.engines.propose(
            translated.get(row.id, row.text or ""), ENGLISH if row.id in translated else row.language
        )
        if proposal.target not in decided.get(row.id, ())
    ]
    session.execute(delete(Suggesting).where(Suggesting.answer_id.in_(keys)))
    insert_new(
        session,
        Suggesting,
        [{"answer_id": key, "list_digest": str(work.digest), "at": at} for key in keys],
        "answer_id",
    )
    still_open = delete(Suggestion).where(Suggestion.answer_id.in_(keys), Suggestion.state == SuggestionState.OPEN)
    session.execute(still_open.execution_options(synchronize_session=False))
    insert_new(session, Suggestion, new, "id")
    session.flush()
    return len(keys)


def trial(session: Session, consultation: Consultation) -> tuple[Engines, Digest]:
    """Return engines for trying a sentence on a page: light ones, whatever the job uses, with what was learned last.

    The last few are remembered. The digest is that of answers which need no other look.
    """
    known, frame = session.get(Learning, consultation.id), frame_of(session, consultation)
    digest = Digest(frame.digest, known.generation if known else 0)
    key = (consultation.id, str(digest))
    engines = _remembered.get(key)
    if engines is None:
        trials = known.trials if known and not known.with_vectors else {}
        engines = Engines(frame, list(lessons(session, consultation.plan_id).values()), None, trials)
        while len(_remembered) >= _MOST_REMEMBERED:
            _remembered.pop(next(iter(_remembered)), None)
        _remembered[key] = engines
    return engines, digest


_MOST_REMEMBERED = 4
_remembered: dict[tuple[UUID, str], Engines] = {}


def _unseen(consultation_id: UUID, digest: Digest) -> Select[UUID, str | None, str]:
    """Select the text answers to look at: with other words all of them, with more learned those that nobody coded."""
    looked = exists().where(Suggesting.answer_id == Answer.id, Suggesting.list_digest == str(digest))
    same_words = exists().where(
        Suggesting.answer_id == Answer.id, Suggesting.list_digest.startswith(f"{digest.words}:", autoescape=True)
    )
    return (
        select(Answer.id, Answer.text, Response.language)
        .join(Response, Answer.response_id == Response.id)
        .where(
            Response.consultation_id == consultation_id,
            Answer.has_text.is_(True),
            ~looked,
            ~and_(_coded(), same_words),
        )
    )


def _coded() -> ColumnElement[bool]:
    return or_(
        exists().where(Tag.answer_id == Answer.id),
        exists().where(AnswerMark.answer_id == Answer.id),
    )


def _decided(session: Session, keys: Sequence[UUID]) -> Mapping[UUID, set[Target]]:
    """Return what people said of answers: their tags, and the suggestions they answered."""
    found: dict[UUID, set[Target]] = {}
    tags = select(Tag.answer_id, Tag.outcome_id, Tag.priority_id, Tag.theme_id).where(Tag.answer_id.in_(keys))
    answered = select(Suggestion.answer_id, Suggestion.outcome_id, Suggestion.priority_id, Suggestion.theme_id).where(
        Suggestion.answer_id.in_(keys), Suggestion.state != SuggestionState.OPEN
    )
    for query in (tags, answered):
        for answer_id, *pointed in session.execute(query):
            found.setdefault(answer_id, set()).add(Target.of(*pointed))
    return found


def _suggestion(answer_id: UUID, proposal: Proposal, at: datetime) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "answer_id": answer_id,
        **proposal.target.columns,
        "score": proposal.score,
        "reasons": list(proposal.reasons),
        "state": SuggestionState.OPEN,
        "decided_by_id": None,
        "decided_at": None,
        "made_at": at,
    }
