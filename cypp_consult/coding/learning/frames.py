"""What may be suggested for a consultation: the live outcomes and priorities of its plan, its themes, their words."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cypp_consult.coding.models import Theme, WordListEntry
from cypp_consult.coding.rules import Target, TargetKind
from cypp_consult.consultations.models import Consultation
from cypp_consult.plans.models import Outcome, Priority
from cypp_consult.text.lessons import Lesson
from cypp_consult.text.lexicons import starting_lessons, theme_entries
from cypp_consult.text.suggest import LexiconEntry

# part of the digest: raise it when the same words would suggest something else
ENGINE = 2

Entry = tuple[Target, str, float]


@dataclass(frozen=True)
class Frame:
    """Targets by kind in their order, the words that speak for them, examples for outcomes, and who is above whom."""

    targets: Mapping[TargetKind, Sequence[str]]
    entries: Sequence[LexiconEntry]
    examples: Sequence[Lesson]
    outcome_of: Mapping[str, str]

    @property
    def digest(self) -> str:
        """A digest of all of it, whatever the order of the words."""
        words = sorted([entry.target, entry.phrase, entry.weight] for entry in self.entries)
        shape = [list(self.targets[kind]) for kind in TargetKind]
        # of the examples the mapping to outcomes alone can differ
        starts = sorted({(target, lesson.weight) for lesson in self.examples for target in lesson.targets})
        return hashlib.sha256(json.dumps([ENGINE, words, shape, starts]).encode()).hexdigest()[:40]

    def entries_of(self, kind: TargetKind) -> list[LexiconEntry]:
        """Return the words of one kind of target."""
        mine = set(self.targets[kind])
        return [entry for entry in self.entries if entry.target in mine]


def frame_of(session: Session, consultation: Consultation) -> Frame:
    """Return what may be suggested for a consultation. Four statements."""
    plan_id = consultation.plan_id
    outcomes = session.scalars(
        select(Outcome)
        .where(Outcome.plan_id == plan_id, Outcome.retired_at.is_(None))
        .order_by(Outcome.position, Outcome.slug)
    ).all()
    priorities = session.scalars(
        select(Priority)
        .join(Outcome, Priority.outcome_id == Outcome.id)
        .where(Priority.plan_id == plan_id, Priority.retired_at.is_(None), Outcome.retired_at.is_(None))
        .order_by(Outcome.position, Outcome.slug, Priority.position, Priority.slug)
    ).all()
    themes = session.scalars(
        select(Theme)
        .where(Theme.consultation_id == consultation.id, Theme.retired_at.is_(None))
        .order_by(Theme.position, Theme.slug)
    ).all()
    return Frame(
        {
            TargetKind.OUTCOME: [_token(TargetKind.OUTCOME, one.id) for one in outcomes],
            TargetKind.PRIORITY: [_token(TargetKind.PRIORITY, one.id) for one in priorities],
            TargetKind.THEME: [_token(TargetKind.THEME, one.id) for one in themes],
        },
        [
            *_listed(session, plan_id),
            *(
                LexiconEntry(_token(TargetKind.THEME, theme.id), phrase, weight)
                for theme in themes
                for phrase, weight in theme_entries(theme.name, theme.definition)
            ),
        ],
        starting_lessons({"outcomes": [_described(outcome, priorities) for outcome in outcomes]}),
        {_token(TargetKind.PRIORITY, one.id): _token(TargetKind.OUTCOME, one.outcome_id) for one in priorities},
    )


def _token(kind: TargetKind, key: UUID) -> str:
    return Target(kind, key).token


def _listed(session: Session, plan_id: UUID) -> list[LexiconEntry]:
    """Return the word list of a plan, whether what it speaks for is live or not."""
    columns = (WordListEntry.outcome_id, WordListEntry.priority_id, WordListEntry.phrase, WordListEntry.weight)
    query = select(*columns).where(WordListEntry.plan_id == plan_id).order_by(func.lower(WordListEntry.phrase))
    return [
        LexiconEntry(Target.of(outcome, priority, None).token, phrase, weight)
        for outcome, priority, phrase, weight in session.execute(query)
    ]


def _described(outcome: Outcome, priorities: Sequence[Priority]) -> dict[str, Any]:
    """Return an outcome as a framework file has it, but for its id, which is the token; `slug` tells what it is."""
    return {
        "id": _token(TargetKind.OUTCOME, outcome.id),
        "slug": outcome.slug,
        "name": outcome.name,
        "summary": outcome.summary,
        "priorities": [{"name": priority.name} for priority in priorities if priority.outcome_id == outcome.id],
    }
