"""Suggesting outcomes and priorities for answers from the word list of their plan.

A suggestion is never counted. Looking again, after the list was edited, replaces only what nobody has decided on.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, select
from sqlalchemy.orm import Session

from cypp_consult.coding.models import Suggesting, Suggestion, SuggestionState, Tag, WordListEntry
from cypp_consult.coding.rules import Target, TargetKind
from cypp_consult.coding.services.writing import insert_new
from cypp_consult.collection.models import Answer, Response
from cypp_consult.consultations.models import Consultation
from cypp_consult.plans.models import Outcome, Priority
from cypp_consult.text.analyse import analyse
from cypp_consult.text.language import ENGLISH
from cypp_consult.text.suggest import LexiconEntry, Suggested, Tagger

BATCH = 500
# a suggestion is made if its score is at least this share of the best one's
NEAR = 0.6
# part of a list's digest: raise it when the same list would suggest something else
ENGINE = 1

Entry = tuple[Target, str, float]


@dataclass(frozen=True)
class Proposal:
    """What the word list proposes for a text, and the words that led to it, as they stand there."""

    target: Target
    score: float
    reasons: tuple[str, ...]


class WordList:
    """The word list of a plan, ready to read texts with. `digest` changes whenever the list does."""

    def __init__(self, entries: Sequence[Entry], outcome_of: Mapping[UUID, UUID]) -> None:
        """Take (target, phrase, weight) of all live outcomes and priorities, and the outcome of each priority."""
        self.digest = digest_of(entries)
        self._outcomes, self._priorities = (
            _tagger(entries, kind) for kind in (TargetKind.OUTCOME, TargetKind.PRIORITY)
        )
        self._outcome_of = {
            Target(TargetKind.PRIORITY, priority).token: Target(TargetKind.OUTCOME, outcome).token
            for priority, outcome in outcome_of.items()
        }

    def propose(self, text: str, given: str = ENGLISH) -> list[Proposal]:
        """Return at most two outcomes and three priorities, best first; none for a text that is not English.

        A guess much weaker than the best of its kind is left out: it costs more reading than it saves. `given` is the
        language of the form it was written on.
        """
        # Easy Read is English too: en-x-easy
        if given.partition("-")[0] != ENGLISH:
            return []
        found = analyse(text, self._outcomes, self._priorities, self._outcome_of)
        kept = [*_near_the_best(found.outcomes), *_near_the_best(found.priorities)]
        return [Proposal(Target.parse(item.target), item.score, item.reasons) for item in kept]


def _near_the_best(found: Sequence[Suggested]) -> list[Suggested]:
    return [item for item in found if item.score >= found[0].score * NEAR]


def _tagger(entries: Sequence[Entry], kind: TargetKind) -> Tagger:
    own = [entry for entry in entries if entry[0].kind is kind]
    return Tagger(LexiconEntry(target.token, phrase, weight) for target, phrase, weight in own)


def digest_of(entries: Sequence[Entry]) -> str:
    """Return the SHA-256 of a word list, whatever the order of its entries."""
    plain = sorted([target.token, phrase, weight] for target, phrase, weight in entries)
    return hashlib.sha256(json.dumps([ENGINE, plain]).encode()).hexdigest()


def word_list(session: Session, plan_id: UUID) -> WordList:
    """Return the word list of a plan: the entries of what is live of its tree. One statement."""
    query = (
        select(
            WordListEntry.outcome_id,
            WordListEntry.priority_id,
            Outcome.id.label("of"),
            WordListEntry.phrase,
            WordListEntry.weight,
        )
        .outerjoin(Priority, WordListEntry.priority_id == Priority.id)
        .join(Outcome, Outcome.id == func.coalesce(WordListEntry.outcome_id, Priority.outcome_id))
        .where(WordListEntry.plan_id == plan_id, Outcome.retired_at.is_(None), Priority.retired_at.is_(None))
        .order_by(Outcome.position, Outcome.slug, Priority.position, Priority.slug, WordListEntry.phrase)
    )
    rows = session.execute(query).all()
    return WordList(
        [(Target.of(row.outcome_id, row.priority_id, None), row.phrase, row.weight) for row in rows],
        {row.priority_id: row.of for row in rows if row.priority_id},
    )


def waiting(session: Session, consultation_id: UUID, digest: str) -> int:
    """Return how many text answers nobody has looked at with this state of the word list."""
    return session.scalar(_unseen(consultation_id, digest).with_only_columns(func.count())) or 0


def suggest_some(session: Session, consultation: Consultation, words: WordList, at: datetime) -> int:
    """Suggest for up to 500 answers that were not looked at with this list; return how many were looked at.

    Answers are taken whether or not they are cleared: the suggestions wait unseen. What a person decided on, or tagged,
    is never touched. Safe to run twice, also at the same time.
    """
    rows = session.execute(_unseen(consultation.id, words.digest).order_by(Answer.id).limit(BATCH)).all()
    if not rows:
        return 0
    keys = [row.id for row in rows]
    tagged = _tagged(session, keys)
    new = [
        _suggestion(row.id, proposal, at)
        for row in rows
        for proposal in words.propose(row.text or "", row.language)
        if proposal.target not in tagged.get(row.id, ())
    ]
    session.execute(delete(Suggesting).where(Suggesting.answer_id.in_(keys)))
    insert_new(
        session,
        Suggesting,
        [{"answer_id": key, "list_digest": words.digest, "at": at} for key in keys],
        "answer_id",
    )
    still_open = delete(Suggestion).where(Suggestion.answer_id.in_(keys), Suggestion.state == SuggestionState.OPEN)
    session.execute(still_open.execution_options(synchronize_session=False))
    insert_new(session, Suggestion, new, "id")
    session.flush()
    return len(keys)


def _unseen(consultation_id: UUID, digest: str) -> Select[UUID, str | None, str]:
    return (
        select(Answer.id, Answer.text, Response.language)
        .join(Response, Answer.response_id == Response.id)
        .where(Response.consultation_id == consultation_id, Answer.has_text.is_(True), ~_seen(digest))
    )


def _seen(digest: str) -> ColumnElement[bool]:
    return exists().where(and_(Suggesting.answer_id == Answer.id, Suggesting.list_digest == digest))


def _tagged(session: Session, keys: Sequence[UUID]) -> Mapping[UUID, set[Target]]:
    columns = (Tag.answer_id, Tag.outcome_id, Tag.priority_id, Tag.theme_id)
    found: dict[UUID, set[Target]] = {}
    for answer_id, *pointed in session.execute(select(*columns).where(Tag.answer_id.in_(keys))):
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
