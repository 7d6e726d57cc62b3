"""Reading the word lists of a plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cypp_consult.coding.models import WordListEntry
from cypp_consult.coding.rules import Target, TargetKind


@dataclass(frozen=True)
class Listed:
    """Some entries of a word list, those that count most first, then by the alphabet, and how many there are."""

    entries: Sequence[WordListEntry]
    found: int


def word_entries(session: Session, plan_id: UUID, target: Target, part: str = "", most: int | None = None) -> Listed:
    """Return at most `most` entries of one list whose phrase holds `part`, whatever its case, and how many do."""
    column = WordListEntry.outcome_id if target.kind is TargetKind.OUTCOME else WordListEntry.priority_id
    where = [WordListEntry.plan_id == plan_id, column == target.id]
    if part:
        where.append(func.lower(WordListEntry.phrase).contains(part.lower(), autoescape=True))
    found = session.scalar(select(func.count()).select_from(WordListEntry).where(*where)) or 0
    query = select(WordListEntry).where(*where)
    ordered = query.order_by(WordListEntry.weight.desc(), func.lower(WordListEntry.phrase)).limit(most)
    return Listed(session.scalars(ordered).all(), found)


def word_counts(session: Session, plan_id: UUID) -> Mapping[Target, int]:
    """Return how long each list of a plan is; one that is empty is missing."""
    columns = (WordListEntry.outcome_id, WordListEntry.priority_id)
    query = select(*columns, func.count()).where(WordListEntry.plan_id == plan_id).group_by(*columns)
    return {Target.of(outcome, priority, None): count for outcome, priority, count in session.execute(query)}
