"""One answer as a coder sees it, and filling a page of them from the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from cypp_consult.accounts.models import User
from cypp_consult.coding import segments
from cypp_consult.coding.filters import Place
from cypp_consult.coding.models import Mark, Suggestion, SuggestionState, Tag
from cypp_consult.coding.rules import Target
from cypp_consult.coding.translations.queries import Shown, ToneShown, told
from cypp_consult.coding.translations.rules import rank_of
from cypp_consult.coding.workbench import queries as workbench
from cypp_consult.coding.workbench.queries import Flag, Memo
from cypp_consult.collection.models import Channel
from cypp_consult.core.audiences import Audience
from cypp_consult.safeguarding.known.queries import known_words
from cypp_consult.text.personal import NOTHING_LISTED, KnownWords, personal_details

_BEGINNING = 40


@dataclass(frozen=True)
class GivenTag:
    """A tag that a person gave."""

    target: Target
    by_id: int | None
    by_name: str
    at: datetime


@dataclass(frozen=True)
class Guess:
    """A suggestion that nobody has decided on, with the words that led to it."""

    target: Target
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class AnswerRow:
    """An answer with all that stands beside it. `pieces` show its words once, underlined and hidden where due."""

    id: UUID
    text: str
    pieces: tuple[segments.Segment, ...]
    question: str
    audience: Audience
    channel: Channel
    event: str
    headcount: int
    language: str
    received_at: datetime
    tags: tuple[GivenTag, ...] = ()
    guesses: tuple[Guess, ...] = ()
    mark: Mark | None = None
    marked_by: str = ""
    age_band: str = ""
    flags: tuple[Flag, ...] = ()
    memos: tuple[Memo, ...] = ()
    translation: Shown | None = None
    tone: ToneShown | None = None

    @property
    def place(self) -> Place:
        """Return where it stands in the list."""
        return Place(self.received_at, self.id, rank_of(self.tone.label if self.tone else None))

    @property
    def targets(self) -> frozenset[Target]:
        """Return what it is tagged with."""
        return frozenset(tag.target for tag in self.tags)

    @property
    def is_coded(self) -> bool:
        """Say whether a person tagged or marked it."""
        return bool(self.tags) or self.mark is not None

    @property
    def where(self) -> str:
        """Return the event it was given at, or how it came."""
        return self.event or self.channel.label

    @property
    def beginning(self) -> str:
        """Return its first words as coders see them, to tell it from others by ear."""
        shown = "".join(piece.text for piece in self.pieces)
        return shown if len(shown) <= _BEGINNING else f"{shown[:_BEGINNING].rstrip()}…"

    def flagged_by(self, person: int) -> bool:
        """Say whether a person has an open flag on it."""
        return any(flag.by_id == person for flag in self.flags)

    @property
    def who(self) -> str:
        """Return one of the audience in words; a group with its headcount."""
        return f"Group of {self.headcount}" if self.headcount > 1 else self.audience.one


def filled(session: Session, rows: Sequence[Any]) -> list[AnswerRow]:
    """Return the answers of selected rows with what stands beside them; five statements more."""
    keys = [row.id for row in rows]
    if not keys:
        return []
    tags, guesses = _tags(session, keys), _guesses(session, keys)
    flags, memos = workbench.flags(session, keys), workbench.memos(session, keys)
    sounds = told(session, keys)
    # where the word screen has not been yet, personal details are looked for here, by the lists as they are
    known = known_words(session) if any(row.personal_details is None for row in rows) else NOTHING_LISTED
    return [
        replace(
            _row(row, tags.get(row.id, ()), guesses.get(row.id, ()), known),
            flags=tuple(flags.get(row.id, ())),
            memos=tuple(memos.get(row.id, ())),
            translation=sounds[row.id].shown,
            tone=sounds[row.id].tone,
        )
        for row in rows
    ]


def _row(row: Any, tags: Sequence[GivenTag], guesses: Sequence[Guess], known: KnownWords) -> AnswerRow:
    text = row.text or ""
    hidden = row.personal_details
    if hidden is None:
        found = personal_details(text, known)
        hidden = [{"start": one.start, "end": one.end, "kind": one.kind} for one in found]
    pieces = segments.segments(text, [reason for guess in guesses for reason in guess.reasons], hidden)
    visible = tuple(
        Guess(guess.target, guess.score, tuple(segments.visible(guess.reasons, pieces))) for guess in guesses
    )
    return AnswerRow(
        id=row.id,
        text=text,
        pieces=tuple(pieces),
        question=row.question,
        audience=row.audience,
        channel=row.channel,
        event=row.event or "",
        headcount=row.headcount,
        language=row.language,
        received_at=row.received_at,
        tags=tuple(tags),
        guesses=visible,
        mark=row.mark,
        marked_by=row.marked_by or "",
        age_band=row.age_band or "",
    )


# statements are put together once: that takes longer than to run them for one row
@cache
def _tags_query() -> Select[*tuple[Any, ...]]:
    return (
        select(Tag.answer_id, Tag.outcome_id, Tag.priority_id, Tag.theme_id, Tag.by_id, User.name, Tag.at)
        .outerjoin(User, Tag.by_id == User.id)
        .where(Tag.answer_id.in_(bindparam("keys", expanding=True)))
        .order_by(Tag.at, Tag.id)
    )


def _tags(session: Session, keys: Sequence[UUID]) -> Mapping[UUID, list[GivenTag]]:
    found: dict[UUID, list[GivenTag]] = {}
    for answer_id, outcome, priority, theme, by_id, name, at in session.execute(_tags_query(), {"keys": keys}):
        found.setdefault(answer_id, []).append(GivenTag(Target.of(outcome, priority, theme), by_id, name or "", at))
    return found


@cache
def _guesses_query() -> Select[*tuple[Any, ...]]:
    columns = (Suggestion.outcome_id, Suggestion.priority_id, Suggestion.theme_id, Suggestion.score, Suggestion.reasons)
    return (
        select(Suggestion.answer_id, *columns)
        .where(Suggestion.state == SuggestionState.OPEN, Suggestion.answer_id.in_(bindparam("keys", expanding=True)))
        .order_by(Suggestion.score.desc(), Suggestion.id)
    )


def _guesses(session: Session, keys: Sequence[UUID]) -> Mapping[UUID, list[Guess]]:
    found: dict[UUID, list[Guess]] = {}
    for answer_id, outcome, priority, theme, score, reasons in session.execute(_guesses_query(), {"keys": keys}):
        guess = Guess(Target.of(outcome, priority, theme), score, tuple(reasons))
        found.setdefault(answer_id, []).append(guess)
    return found
