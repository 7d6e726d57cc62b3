"""Reading for safety, raising and following a concern, releasing a quote. Each verb flushes; the edge commits."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from cypp_consult.collection.models import Answer
from cypp_consult.core import audit
from cypp_consult.core.errors import DomainError, NotFoundError
from cypp_consult.safeguarding import queries, rules
from cypp_consult.safeguarding.known.queries import known_words
from cypp_consult.safeguarding.models import Concern, ConcernEntry, Quote, Reading, SafetyReading, SafetyScreen
from cypp_consult.text.concern import concern as screen_words
from cypp_consult.text.personal import KnownWords, personal_details

BATCH = 500
# each try that fails is a concern that somebody else raised meanwhile
TRIES = 50


class NotClearedError(DomainError):
    """An answer was to be quoted that nobody has cleared."""


class NoNumberError(DomainError):
    """A concern could not be given a number; nothing is stored."""


def clear(session: Session, answers: Sequence[Answer], by_id: int, at: datetime) -> int:
    """Record that a person read these answers and cleared them for coding; returns how many were unread until now.

    What somebody else has read or raised, also at this moment, stays as they left it. At most a few hundred at once.
    """
    # in the order of their ids, so that two readers never wait for each other in a circle
    ids = sorted({answer.id for answer in answers})
    if not ids:
        return 0
    cleared = {"reading": Reading.CLEARED, "read_by_id": by_id, "read_at": at}
    query = _insert(session)(SafetyReading).values([{"answer_id": answer_id, **cleared} for answer_id in ids])
    query = query.on_conflict_do_nothing(index_elements=["answer_id"]).returning(SafetyReading.answer_id)
    fresh = session.scalars(query).all()
    for answer_id in fresh:
        audit.record(session, "answer.cleared", "answer", answer_id, at=at)
    session.flush()
    return len(fresh)


def raise_concern(session: Session, answer: Answer, by_id: int | None, at: datetime, note: str = "") -> Concern:
    """Put an answer before the safeguarding leads, with its exact words locked; it leaves coding and quotes at once.

    Raising it twice, also at the same time, returns the first concern with both notes. NotFoundError if the answer was
    taken back meanwhile; NoNumberError if others take every number first.
    """
    _one_at_a_time(session, answer)
    concern = session.scalar(select(Concern).where(Concern.answer_id == answer.id, Concern.closed_at.is_(None)))
    if concern is None:
        _mark_raised(session, answer.id, by_id, at)
        concern = _numbered(session, _as_raised(answer, by_id, at))
        audit.record(session, "concern.raised", "concern", concern.number, at=at)
    if note:
        _step(session, concern, "raised", note, at)
    session.flush()
    return concern


def _one_at_a_time(session: Session, answer: Answer) -> None:
    # writing nothing new lets the second person who raises this answer wait here, on both databases
    query = update(Answer).where(Answer.id == answer.id).values(has_text=Answer.has_text).returning(Answer.id)
    if session.scalar(query, execution_options={"synchronize_session": False}) is None:
        raise NotFoundError


def _mark_raised(session: Session, answer_id: UUID, by_id: int | None, at: datetime) -> None:
    # somebody may be clearing the answer at this moment: raised wins
    raised = {"reading": Reading.RAISED, "read_by_id": by_id, "read_at": at}
    query = _insert(session)(SafetyReading).values(answer_id=answer_id, **raised)
    query = query.on_conflict_do_update(index_elements=["answer_id"], set_=raised).returning(SafetyReading)
    session.scalars(query, execution_options={"populate_existing": True}).one()


def _as_raised(answer: Answer, by_id: int | None, at: datetime) -> dict[str, Any]:
    response = answer.response
    return {
        "consultation_id": response.consultation_id,
        "answer_id": answer.id,
        "exact_words": answer.text or "",
        "facts": {
            "audience": response.audience.label,
            "event": response.event.name if response.event else "",
            "event_phone": response.event.safeguarding_phone if response.event else "",
            "question": answer.question.name,
            "channel": response.channel.label,
            "written_at": (response.completed_at or response.received_at).isoformat(),
        },
        "reasons": list(screen_words(answer.text or "").reasons),
        "raised_by_id": by_id,
        "raised_at": at,
    }


def _numbered(session: Session, values: dict[str, Any]) -> Concern:
    """Put a concern in under the next number; whoever is second to a number waits, then takes the one after it."""
    following = select(func.coalesce(func.max(Concern.number), 0) + 1).scalar_subquery()
    query = _insert(session)(Concern).values(number=following, **values)
    query = query.on_conflict_do_nothing(index_elements=["number"]).returning(Concern)
    for _ in range(TRIES):
        concern: Concern | None = session.scalars(query.values(id=uuid4())).one_or_none()
        if concern is not None:
            return concern
    raise NoNumberError("Many people raise a concern at this moment, and yours was not saved. Send it again now.")


def _insert(session: Session) -> Any:
    return postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert


def open_record(session: Session, concern: Concern, at: datetime) -> None:
    """Record that somebody looks at a concern; the first time starts its clock."""
    concern.first_opened_at = concern.first_opened_at or at
    audit.record(session, "concern.viewed", "concern", concern.number, at=at)
    session.flush()


def view_queue(session: Session, consultation_id: UUID, at: datetime) -> None:
    """Record that somebody looks at the queue of concerns."""
    audit.record(session, "concern.queue_viewed", "consultation", consultation_id, at=at)
    session.flush()


def take_step(session: Session, concern: Concern, step: rules.Step, note: str, by_id: int, at: datetime) -> None:
    """Add a step to a concern's record. Releasing clears the answer; an ending step closes the concern."""
    if concern.closed_at is not None:
        raise DomainError("This concern is closed. Raise it again if something new was said.")
    _step(session, concern, step.value, note, at)
    if step.ends:
        concern.closed_at = at
    if step is rules.Step.RELEASE and concern.answer_id is not None:
        reading = session.get_one(SafetyReading, concern.answer_id)
        reading.reading, reading.read_by_id, reading.read_at = Reading.CLEARED, by_id, at
    audit.record(session, f"concern.{step.value}", "concern", concern.number, at=at)
    session.flush()


def release_quote(session: Session, answer: Answer, words: str, by_id: int, at: datetime) -> Quote:
    """Release words of a cleared answer. Raises NotClearedError, or InvalidInputError for words not in it."""
    if queries.reading_of(session, answer.id) is not Reading.CLEARED:
        raise NotClearedError("Read this answer for safety before it is quoted.")
    checked = rules.check_quote(answer.text or "", words)
    quote = queries.quote_of(session, answer.id) or Quote(answer_id=answer.id)
    quote.text, quote.released_by_id, quote.released_at, quote.withdrawn_at = checked, by_id, at, None
    session.add(quote)
    audit.record(session, "quote.released", "answer", answer.id, at=at)
    session.flush()
    return quote


def withdraw_quote(session: Session, quote: Quote, at: datetime) -> None:
    """Take a quote back: from now on it is in no page and no export."""
    quote.withdrawn_at = at
    audit.record(session, "quote.withdrawn", "answer", quote.answer_id, at=at)
    session.flush()


def screen(session: Session, consultation_id: UUID, at: datetime) -> int:
    """Let the word screen see up to 500 answers it has not seen; returns how many. It orders the reading, no more."""
    answers, known = queries.unscreened(session, consultation_id, BATCH), known_words(session)
    for answer in answers:
        screened(session, answer, at, known)
    session.flush()
    return len(answers)


def screened(session: Session, answer: Answer, at: datetime, known: KnownWords | None = None) -> SafetyScreen:
    """Let the word screen see one answer it has not seen; personal details go by the lists as they are now."""
    words = answer.text or ""
    found = screen_words(words)
    details = personal_details(words, known or known_words(session))
    row = SafetyScreen(
        answer_id=answer.id,
        level=found.level,
        reasons=list(found.reasons),
        personal_details=[{"start": d.start, "end": d.end, "kind": d.kind} for d in details],
        screened_at=at,
    )
    session.add(row)
    return row


def _step(session: Session, concern: Concern, step: str, note: str, at: datetime) -> None:
    session.add(ConcernEntry(concern_id=concern.id, at=at, by_name=audit.actor().name, step=step, note=note))
