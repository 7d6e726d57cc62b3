"""What one coder reads next, and what they chose: nobody else's choices, no suggestion and no tag is read here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, case, exists, func, select
from sqlalchemy.orm import Session

from cypp_consult.coding import counting
from cypp_consult.coding.agreement.models import (
    CodingSample,
    ReadingState,
    SampleAnswer,
    SampleReading,
    SampleTag,
    YoungReading,
)
from cypp_consult.coding.agreement.queries.samples import readable
from cypp_consult.coding.agreement.rules import mark_code
from cypp_consult.coding.models import Mark, Tag
from cypp_consult.coding.rules import GoneError, Target
from cypp_consult.coding.segments import Segment, segments
from cypp_consult.coding.translations import queries as translations
from cypp_consult.collection.models import Answer, Response
from cypp_consult.questionnaires.models import Question
from cypp_consult.safeguarding.known.queries import known_words
from cypp_consult.safeguarding.models import SafetyScreen
from cypp_consult.text.language import ENGLISH
from cypp_consult.text.personal import personal_details


@dataclass(frozen=True)
class Words:
    """An answer as somebody reads it blind: what was asked and what was said, with personal details hidden."""

    id: UUID
    question: str
    pieces: tuple[Segment, ...]
    language: str
    # said in another language; `pieces` hold what a translator wrote
    translated: bool = False

    @property
    def length(self) -> int:
        """Return how many characters are shown."""
        return sum(len(piece.text) for piece in self.pieces)


@dataclass(frozen=True)
class Own:
    """What a person chose for an answer before; `codes` hold targets, or the mark."""

    state: ReadingState
    codes: frozenset[str]


def words(session: Session, consultation_id: UUID, answer_id: UUID) -> Words:
    """Return an answer that may be coded; GoneError if it may not any more. Four statements."""
    found = some_words(session, consultation_id, [answer_id])
    if not found:
        raise GoneError
    return found[0]


def some_words(session: Session, consultation_id: UUID, answer_ids: Sequence[UUID]) -> list[Words]:
    """Return those of at most 500 answers that may be coded, in no order, in English. Four statements."""
    query = (
        select(
            Answer.id, Answer.text, Question.name.label("question"), Response.language, SafetyScreen.personal_details
        )
        .join(Response, Answer.response_id == Response.id)
        .join(Question, Answer.question_id == Question.id)
        .outerjoin(SafetyScreen, SafetyScreen.answer_id == Answer.id)
        .where(Answer.id.in_(list(answer_ids)), counting.may_be_coded(consultation_id))
    )
    rows = session.execute(query).all()
    told = translations.told(session, [row.id for row in rows])
    return [_words(session, row, told[row.id].shown) for row in rows]


def _words(session: Session, row: Any, shown: translations.Shown | None) -> Words:
    if shown is not None and shown.translation is not None:
        return Words(row.id, row.question, (Segment(shown.translation),), ENGLISH, translated=True)
    text, hidden = row.text or "", row.personal_details
    if hidden is None:
        # the word screen has not been here yet; nobody sees names by being early
        hidden = [
            {"start": found.start, "end": found.end, "kind": found.kind}
            for found in personal_details(text, known_words(session))
        ]
    return Words(row.id, row.question, tuple(segments(text, (), hidden)), row.language)


def following(session: Session, sample: CodingSample, person_id: int, after: UUID | None = None) -> UUID | None:
    """Return the answer that somebody reads next in a sample: unread ones first, then skipped ones; None at the end.

    The one just handled, `after`, comes again only where nothing else is left to do.
    """
    state = SampleReading.state
    query = (
        _in_order(sample, person_id)
        .where(state.is_(None) | (state == ReadingState.SKIPPED))
        .order_by(
            case((SampleAnswer.answer_id == after, 1), else_=0),
            case((state.is_(None), 0), else_=1),
            SampleAnswer.position,
        )
    )
    found: UUID | None = session.scalar(query.limit(1))
    return found


def preceding(session: Session, sample: CodingSample, person_id: int, answer_id: UUID | None) -> UUID | None:
    """Return the answer that somebody read last before they came to this one; None at the first."""
    query = _in_order(sample, person_id).where(SampleReading.at.is_not(None))
    if answer_id is not None:
        read_at = select(SampleReading.at).where(
            SampleReading.sample_id == sample.id,
            SampleReading.answer_id == answer_id,
            SampleReading.person_id == person_id,
        )
        at = session.scalar(read_at)
        query = query.where(SampleAnswer.answer_id != answer_id)
        if at is not None:
            query = query.where(SampleReading.at < at)
    found: UUID | None = session.scalar(query.order_by(SampleReading.at.desc(), SampleAnswer.position).limit(1))
    return found


def _in_order(sample: CodingSample, person_id: int) -> Select[Any]:
    return (
        select(SampleAnswer.answer_id)
        .join(Answer, SampleAnswer.answer_id == Answer.id)
        .join(Response, Answer.response_id == Response.id)
        .outerjoin(
            SampleReading,
            and_(
                SampleReading.sample_id == SampleAnswer.sample_id,
                SampleReading.answer_id == SampleAnswer.answer_id,
                SampleReading.person_id == person_id,
            ),
        )
        .where(SampleAnswer.sample_id == sample.id, counting.may_be_coded(sample.consultation_id))
    )


def in_sample(session: Session, sample: CodingSample, answer_id: UUID) -> bool:
    """Say whether an answer belongs to a sample and may still be coded."""
    query = _in_order(sample, 0).where(SampleAnswer.answer_id == answer_id)
    return session.scalar(query) is not None


def own(session: Session, sample: CodingSample, person_id: int, answer_id: UUID) -> Own | None:
    """Return what somebody chose for an answer of a sample; None where they have not read it. Two statements."""
    query = select(SampleReading).where(
        SampleReading.sample_id == sample.id,
        SampleReading.answer_id == answer_id,
        SampleReading.person_id == person_id,
    )
    reading = session.scalar(query.execution_options(populate_existing=True))
    if reading is None:
        return None
    return Own(reading.state, tags_of(session, reading.id) | marks(reading.mark))


def tags_of(session: Session, reading_id: UUID) -> frozenset[str]:
    """Return the targets of a reading as tokens."""
    columns = (SampleTag.outcome_id, SampleTag.priority_id, SampleTag.theme_id)
    rows = session.execute(select(*columns).where(SampleTag.reading_id == reading_id))
    return frozenset(Target.of(*row).token for row in rows)


def marks(mark: str | None) -> frozenset[str]:
    """Return a stored mark as a set of codes, of one or none."""
    return frozenset([mark_code(Mark(mark))]) if mark else frozenset()


def next_alone(session: Session, consultation_id: UUID, person_id: int) -> UUID | None:
    """Return an answer outside any sample for a young analyst: nobody has coded it, and they have not read it.

    Answers of open samples are left out, so that nobody sees them before they are asked for them.
    """
    read = exists().where(YoungReading.answer_id == Answer.id, YoungReading.person_id == person_id)
    sampled = exists().where(
        SampleAnswer.answer_id == Answer.id,
        SampleAnswer.sample_id == CodingSample.id,
        CodingSample.consultation_id == consultation_id,
        CodingSample.closed_at.is_(None),
    )
    query = (
        select(Answer.id)
        .join(Response, Answer.response_id == Response.id)
        .where(counting.may_be_coded(consultation_id), readable(), ~counting.is_coded(), ~read, ~sampled)
        .order_by(Answer.id)
        .limit(1)
    )
    return session.scalar(query)


def last_alone(session: Session, consultation_id: UUID, person_id: int, answer_id: UUID | None) -> UUID | None:
    """Return the answer a young analyst read last, before this one; None if there is none that may be coded."""
    query = (
        select(YoungReading.answer_id)
        .join(Answer, YoungReading.answer_id == Answer.id)
        .join(Response, Answer.response_id == Response.id)
        .where(YoungReading.person_id == person_id, counting.may_be_coded(consultation_id))
        .order_by(YoungReading.at.desc(), YoungReading.answer_id)
        .limit(1)
    )
    if answer_id is not None:
        known = session.get(YoungReading, (answer_id, person_id))
        query = query.where(YoungReading.answer_id != answer_id)
        if known is not None:
            query = query.where(YoungReading.at < known.at)
    return session.scalar(query)


def own_alone(session: Session, person_id: int, answer_id: UUID) -> Own | None:
    """Return what a young analyst chose for an answer outside samples: their own tags. None where they did not read."""
    reading = session.get(YoungReading, (answer_id, person_id), populate_existing=True)
    if reading is None:
        return None
    columns = (Tag.outcome_id, Tag.priority_id, Tag.theme_id)
    rows = session.execute(select(*columns).where(Tag.answer_id == answer_id, Tag.by_id == person_id))
    return Own(reading.state, frozenset(Target.of(*row).token for row in rows))


def read_by(session: Session, person_id: int) -> int:
    """Return how many answers a young analyst has read, in samples and outside; skipped ones not among them."""
    counted = [
        select(func.count()).where(model.person_id == person_id, model.state != ReadingState.SKIPPED)
        for model in (SampleReading, YoungReading)
    ]
    return sum(session.scalar(query) or 0 for query in counted)
