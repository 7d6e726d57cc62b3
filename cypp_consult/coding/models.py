"""What an answer was about: suggestions by a machine, tags and themes by people, and the log that undoes them."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cypp_consult.collection.models import Answer
from cypp_consult.core.database import Base, Key, Moment, choice
from cypp_consult.plans.models import Outcome, Priority

_ONE_TARGET = (
    "(CASE WHEN outcome_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN priority_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN theme_id IS NULL THEN 0 ELSE 1 END) = 1"
)


class SuggestionState(StrEnum):
    """What a person said to a suggestion."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class Mark(StrEnum):
    """Why an answer needs no theme."""

    NOTHING_TO_SAY = "nothing_to_say"
    OTHER = "other"


class Verb(StrEnum):
    """What a coding act did; each can be undone."""

    TAG = "tag"
    UNTAG = "untag"
    CONFIRM = "confirm"
    REFUSE = "refuse"
    MARK = "mark"
    UNMARK = "unmark"


class Theme(Base):
    """A theme named by people from what was said; under a priority, or outside the framework."""

    __tablename__ = "theme"
    __table_args__ = (UniqueConstraint("consultation_id", "slug"),)

    id: Mapped[Key]
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"), index=True)
    slug: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(120))
    definition: Mapped[str] = mapped_column(Text, default="")
    # what a coder might take for it and should not
    not_this: Mapped[str] = mapped_column(Text, default="", server_default="")
    priority_id: Mapped[UUID | None] = mapped_column(ForeignKey("priority.id"), index=True)
    # the theme it is a part of: one level, and under the same priority
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("theme.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[Moment]
    # offered no more; where its tags went if it was merged
    retired_at: Mapped[Moment | None]
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("theme.id"), index=True)
    # goes up with every change, so that nobody writes over what somebody else changed meanwhile
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    priority: Mapped[Priority | None] = relationship()


class _Targeted:
    """Columns of a row that points at exactly one outcome, priority or theme."""

    answer_id: Mapped[UUID] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), index=True)
    outcome_id: Mapped[UUID | None] = mapped_column(ForeignKey("outcome.id"), index=True)
    priority_id: Mapped[UUID | None] = mapped_column(ForeignKey("priority.id"), index=True)
    theme_id: Mapped[UUID | None] = mapped_column(ForeignKey("theme.id"), index=True)


class Tag(_Targeted, Base):
    """What a person says an answer is about. Only these are counted."""

    __tablename__ = "tag"
    __table_args__ = (
        CheckConstraint(_ONE_TARGET, name="one_target"),
        # one row per answer and target; three constraints, since a null never equals a null
        UniqueConstraint("answer_id", "outcome_id"),
        UniqueConstraint("answer_id", "priority_id"),
        UniqueConstraint("answer_id", "theme_id"),
    )

    id: Mapped[Key]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    at: Mapped[Moment]

    answer: Mapped[Answer] = relationship()
    outcome: Mapped[Outcome | None] = relationship()
    priority: Mapped[Priority | None] = relationship()
    theme: Mapped[Theme | None] = relationship()


class Suggestion(_Targeted, Base):
    """What a machine proposes, with its reason. Never counted; a person's answer to it is kept beside it."""

    __tablename__ = "suggestion"
    __table_args__ = (
        CheckConstraint(_ONE_TARGET, name="one_target"),
        UniqueConstraint("answer_id", "outcome_id"),
        UniqueConstraint("answer_id", "priority_id"),
        UniqueConstraint("answer_id", "theme_id"),
        Index(None, "state", "answer_id"),
    )

    id: Mapped[Key]
    score: Mapped[float]
    # the matching words, as they stand in the answer
    reasons: Mapped[list[str]] = mapped_column(default=list)
    state: Mapped[SuggestionState] = mapped_column(choice(SuggestionState), default=SuggestionState.OPEN)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[Moment | None]
    made_at: Mapped[Moment]

    outcome: Mapped[Outcome | None] = relationship()
    priority: Mapped[Priority | None] = relationship()
    theme: Mapped[Theme | None] = relationship()


class AnswerMark(Base):
    """That a person read an answer and found nothing to tag: it counts as coded, not as a theme."""

    __tablename__ = "answer_mark"

    answer_id: Mapped[UUID] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), primary_key=True)
    mark: Mapped[Mark] = mapped_column(choice(Mark))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[Moment]


class CodingAct(_Targeted, Base):
    """One change to one row by one person, in a batch that is undone as a whole.

    The `was_` columns hold what the row said before, so that undoing restores it exactly, maker and moment too.
    """

    __tablename__ = "coding_act"
    __table_args__ = (Index(None, "by_id", "at"),)

    id: Mapped[Key]
    batch_id: Mapped[UUID] = mapped_column(index=True)
    verb: Mapped[Verb] = mapped_column(choice(Verb))
    # the tag that was added or taken off; no foreign key, since a tag taken off is gone until it is put back
    tag_id: Mapped[UUID | None] = mapped_column(index=True)
    # of a mark: what was put on, or taken off
    mark: Mapped[Mark | None] = mapped_column(choice(Mark))
    # no foreign key: suggestions nobody decided on are made anew when the word list changes
    suggestion_id: Mapped[UUID | None]
    was_state: Mapped[SuggestionState | None] = mapped_column(choice(SuggestionState))
    was_by_id: Mapped[int | None]
    was_at: Mapped[Moment | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[Moment]
    undone_at: Mapped[Moment | None]


class Suggesting(Base):
    """That the suggester has looked at an answer, and with which state of the word list."""

    __tablename__ = "suggesting"

    answer_id: Mapped[UUID] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), primary_key=True)
    # `suggesting.digest_of` the word list; another one means: look again
    list_digest: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[Moment]


class WordListEntry(Base):
    """A word or phrase that speaks for an outcome or a priority of a plan; leads and analysts edit the list."""

    __tablename__ = "word_list_entry"
    __table_args__ = (
        UniqueConstraint("plan_id", "outcome_id", "phrase"),
        UniqueConstraint("plan_id", "priority_id", "phrase"),
    )

    id: Mapped[Key]
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), index=True)
    outcome_id: Mapped[UUID | None] = mapped_column(ForeignKey("outcome.id", ondelete="CASCADE"), index=True)
    priority_id: Mapped[UUID | None] = mapped_column(ForeignKey("priority.id", ondelete="CASCADE"), index=True)
    phrase: Mapped[str] = mapped_column(String(120))
    weight: Mapped[float] = mapped_column(default=1.0)
