"""Reading the word lists of a plan."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cypp_consult.coding.models import WordListEntry
from cypp_consult.coding.rules import Target, TargetKind


def word_entries(session: Session, plan_id: UUID, target: Target) -> Sequence[WordListEntry]:
    """Return the words and phrases of one list: those that count most first, then by the alphabet."""
    column = WordListEntry.outcome_id if target.kind is TargetKind.OUTCOME else WordListEntry.priority_id
    query = select(WordListEntry).where(WordListEntry.plan_id == plan_id, column == target.id)
    return session.scalars(query.order_by(WordListEntry.weight.desc(), func.lower(WordListEntry.phrase))).all()


def word_counts(session: Session, plan_id: UUID) -> Mapping[Target, int]:
    """Return how long each list of a plan is; one that is empty is missing."""
    columns = (WordListEntry.outcome_id, WordListEntry.priority_id)
    query = select(*columns, func.count()).where(WordListEntry.plan_id == plan_id).group_by(*columns)
    return {Target.of(outcome, priority, None): count for outcome, priority, count in session.execute(query)}
