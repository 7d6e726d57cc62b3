"""What all coders of a sample chose, what was settled, and which tags stand. Never read for somebody still coding."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from cypp_consult.accounts.models import User
from cypp_consult.coding.agreement.models import CodingSample, SampleAnswer, SampleReading, SampleTag, Settlement
from cypp_consult.coding.agreement.queries.readings import marks
from cypp_consult.coding.agreement.queries.samples import live
from cypp_consult.coding.agreement.rules import Choice, mark_code
from cypp_consult.coding.models import AnswerMark, Tag
from cypp_consult.coding.rules import Target


@dataclass(frozen=True)
class Settled:
    """What was settled on an answer, by whom, when and why. `id` and `at` together say which version it is."""

    id: UUID
    codes: frozenset[str]
    note: str
    by_name: str
    at: datetime

    @property
    def version(self) -> str:
        """Return what a page sends back to say that it saw this."""
        return f"{self.id}~{self.at.isoformat()}"


def order(session: Session, sample: CodingSample) -> dict[UUID, int]:
    """Return the answers of a sample that may be coded, with their places. One statement."""
    query = live([sample.id], sample.consultation_id).with_only_columns(SampleAnswer.answer_id, SampleAnswer.position)
    return dict(session.execute(query.order_by(SampleAnswer.position)).all())


def choices(session: Session, sample: CodingSample) -> list[Choice]:
    """Return what every coder did with every answer of a sample that may still be coded. Two statements."""
    base = live([sample.id], sample.consultation_id).join(
        SampleReading,
        and_(SampleReading.sample_id == SampleAnswer.sample_id, SampleReading.answer_id == SampleAnswer.answer_id),
    )
    tags: dict[UUID, set[str]] = defaultdict(set)
    columns = (SampleTag.outcome_id, SampleTag.priority_id, SampleTag.theme_id)
    tagged = base.join(SampleTag, SampleTag.reading_id == SampleReading.id)
    for reading_id, *target in session.execute(tagged.with_only_columns(SampleTag.reading_id, *columns)):
        tags[reading_id].add(Target.of(*target).token)
    rows = base.with_only_columns(
        SampleReading.id, SampleReading.answer_id, SampleReading.person_id, SampleReading.state, SampleReading.mark
    ).order_by(SampleAnswer.position, SampleReading.person_id)
    return [
        Choice(row.answer_id, row.person_id, row.state, frozenset(tags[row.id]) | marks(row.mark))
        for row in session.execute(rows)
    ]


def settled(session: Session, sample: CodingSample) -> dict[UUID, Settled]:
    """Return what was settled in a sample, by answer. One statement."""
    query = (
        select(Settlement, User.name)
        .outerjoin(User, Settlement.by_id == User.id)
        .where(Settlement.sample_id == sample.id)
        .execution_options(populate_existing=True)
    )
    return {
        row.answer_id: Settled(row.id, frozenset(row.codes), row.note, name or "", row.at)
        for row, name in session.execute(query)
    }


def standing(session: Session, answer_ids: Sequence[UUID]) -> Mapping[UUID, frozenset[str]]:
    """Return the tags and marks that stand on at most 500 answers, as codes. Two statements."""
    columns = (Tag.outcome_id, Tag.priority_id, Tag.theme_id)
    found: dict[UUID, set[str]] = defaultdict(set)
    for answer_id, *target in session.execute(select(Tag.answer_id, *columns).where(Tag.answer_id.in_(answer_ids))):
        found[answer_id].add(Target.of(*target).token)
    marked = select(AnswerMark.answer_id, AnswerMark.mark).where(AnswerMark.answer_id.in_(answer_ids))
    for answer_id, mark in session.execute(marked):
        found[answer_id].add(mark_code(mark))
    return {answer_id: frozenset(codes) for answer_id, codes in found.items()}


def standing_on(session: Session, answer_id: UUID) -> frozenset[str]:
    """Return the tags and the mark that stand on one answer, as codes."""
    return standing(session, [answer_id]).get(answer_id, frozenset())
