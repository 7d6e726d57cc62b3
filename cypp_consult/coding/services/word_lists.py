"""The word list of a plan: seeded once from the starter lists, then edited by leads and analysts."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from cypp_consult.coding.models import WordListEntry
from cypp_consult.coding.rules import Target, TargetKind
from cypp_consult.coding.services.writing import insert_new
from cypp_consult.core import audit
from cypp_consult.core.errors import InvalidInputError, NotFoundError
from cypp_consult.plans.models import Outcome, Plan, Priority
from cypp_consult.text.lexicons import outcome_entries, priority_entries
from cypp_consult.text.matching import stems_of
from cypp_consult.text.suggest import LexiconEntry

LONGEST_PHRASE = 120
LEAST_WEIGHT, MOST_WEIGHT = 0.1, 1.0


def ensure_word_list(session: Session, plan: Plan, at: datetime) -> bool:
    """Put the starter lists in where a plan has no word list at all; say whether that was so."""
    if session.scalar(select(WordListEntry.id).where(WordListEntry.plan_id == plan.id).limit(1)) is not None:
        return False
    rows = _starter_rows(plan)
    insert_new(session, WordListEntry, rows, "id")
    audit.record(session, "word_list.start", "plan", plan.id, {"entries": len(rows)}, at)
    session.flush()
    return True


def add_entry(
    session: Session, plan: Plan, target: Target, phrase: str, weight: float, *, at: datetime
) -> WordListEntry:
    """Add a word or phrase to a target's list; one that is there already gets the new weight.

    Raises InvalidInputError for a phrase without a word, one over 120 characters, or a weight outside 0.1 to 1.
    """
    _check_target(session, plan, target)
    plain = " ".join(phrase.split())
    if not stems_of(plain):
        raise InvalidInputError("Type a word or a phrase.")
    if len(plain) > LONGEST_PHRASE:
        raise InvalidInputError(f"A phrase must be {LONGEST_PHRASE} characters or fewer.")
    if not LEAST_WEIGHT <= weight <= MOST_WEIGHT:
        raise InvalidInputError("Choose how strongly the phrase counts.")
    row = {"id": uuid4(), "plan_id": plan.id, **_columns(target), "phrase": plain, "weight": weight}
    insert_new(session, WordListEntry, [row], "id")
    entry = session.scalars(select(WordListEntry).where(_list_of(plan, target), WordListEntry.phrase == plain)).one()
    entry.weight = weight
    audit.record(session, "word_list.add", target.kind.value, target.id, {"phrase": plain, "weight": weight}, at)
    session.flush()
    return entry


def remove_entry(session: Session, plan: Plan, entry_id: UUID, at: datetime) -> Target:
    """Take a phrase off its list and return whose list it was. Raises NotFoundError if it is not there."""
    entry = session.scalar(select(WordListEntry).where(WordListEntry.id == entry_id, WordListEntry.plan_id == plan.id))
    if entry is None:
        raise NotFoundError("That phrase is not on the list any more.")
    target = Target.of(entry.outcome_id, entry.priority_id, None)
    detail = {"phrase": entry.phrase, "weight": entry.weight}
    audit.record(session, "word_list.remove", target.kind.value, target.id, detail, at)
    session.delete(entry)
    session.flush()
    return target


def start_again(session: Session, plan: Plan, target: Target, at: datetime) -> int:
    """Put a target's list back to its starter list; return how many phrases that has."""
    _check_target(session, plan, target)
    session.execute(delete(WordListEntry).where(_list_of(plan, target)))
    rows = [row for row in _starter_rows(plan) if target.id in {row["outcome_id"], row["priority_id"]}]
    insert_new(session, WordListEntry, rows, "id")
    audit.record(session, "word_list.restart", target.kind.value, target.id, {"entries": len(rows)}, at)
    session.flush()
    return len(rows)


def framework_of(plan: Plan) -> dict[str, Any]:
    """Return the live tree of a plan in the form of a framework file, with slugs for ids."""
    return {
        "id": plan.template or plan.slug,
        "outcomes": [
            {
                "id": outcome.slug,
                "name": outcome.name,
                "summary": outcome.summary,
                "priorities": [
                    {"id": priority.slug, "name": priority.name, "detail": priority.detail}
                    for priority in outcome.priorities
                    if priority.retired_at is None
                ],
            }
            for outcome in plan.outcomes
            if outcome.retired_at is None
        ],
    }


def _starter_rows(plan: Plan) -> list[dict[str, Any]]:
    framework = framework_of(plan)
    outcomes = {outcome.slug: Target(TargetKind.OUTCOME, outcome.id) for outcome in plan.outcomes}
    priorities = {
        priority.slug: Target(TargetKind.PRIORITY, priority.id)
        for outcome in plan.outcomes
        for priority in outcome.priorities
    }
    return [
        *_rows(plan, outcome_entries(framework), outcomes),
        *_rows(plan, priority_entries(framework), priorities),
    ]


def _rows(plan: Plan, entries: Iterable[LexiconEntry], targets: dict[str, Target]) -> list[dict[str, Any]]:
    return [
        {
            "id": uuid4(),
            "plan_id": plan.id,
            **_columns(targets[entry.target]),
            "phrase": entry.phrase[:LONGEST_PHRASE],
            "weight": entry.weight,
        }
        for entry in entries
    ]


def _columns(target: Target) -> dict[str, UUID | None]:
    return {name: target.columns[name] for name in ("outcome_id", "priority_id")}


def _list_of(plan: Plan, target: Target) -> ColumnElement[bool]:
    column = WordListEntry.outcome_id if target.kind is TargetKind.OUTCOME else WordListEntry.priority_id
    return (WordListEntry.plan_id == plan.id) & (column == target.id)


def _check_target(session: Session, plan: Plan, target: Target) -> None:
    models: dict[TargetKind, type[Outcome | Priority]] = {
        TargetKind.OUTCOME: Outcome,
        TargetKind.PRIORITY: Priority,
    }
    model = models.get(target.kind)
    if model is None or session.scalar(select(model.id).where(model.id == target.id, model.plan_id == plan.id)) is None:
        raise NotFoundError("That outcome or priority is not part of this plan.")
