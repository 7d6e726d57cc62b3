"""Reading for safety, concerns, and words cleared for quoting."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cypp_consult.collection.models import Answer
from cypp_consult.core.database import Base, Key, Moment, choice


class Reading(StrEnum):
    """What the person who read an answer for safety did with it. No row means: nobody has read it yet."""

    CLEARED = "cleared"
    RAISED = "raised"


class SafetyReading(Base):
    """That a person read a free-text answer for safety. Only `cleared` answers may be coded or quoted."""

    __tablename__ = "safety_reading"

    answer_id: Mapped[UUID] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), primary_key=True)
    reading: Mapped[Reading] = mapped_column(choice(Reading), index=True)
    read_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    read_at: Mapped[Moment]


class SafetyScreen(Base):
    """What the word screen said: it orders the reading and never clears. No row means: not screened yet."""

    __tablename__ = "safety_screen"

    answer_id: Mapped[UUID] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), primary_key=True)
    level: Mapped[str] = mapped_column(String(20), index=True)
    reasons: Mapped[list[str]] = mapped_column(default=list)
    # where personal details were found: [{"start", "end", "kind"}]
    personal_details: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    screened_at: Mapped[Moment]


class Concern(Base):
    """A possible disclosure. Only safeguarding leads see it; the exact words are locked."""

    __tablename__ = "concern"

    id: Mapped[Key]
    number: Mapped[int] = mapped_column(unique=True)
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"), index=True)
    # the answer may be taken back later; the record stays with its own date
    answer_id: Mapped[UUID | None] = mapped_column(ForeignKey("answer.id", ondelete="SET NULL"), index=True)
    exact_words: Mapped[str] = mapped_column(Text)
    # where and when it was said, as known at raising: audience, event, question, channel, written_at
    facts: Mapped[dict[str, Any]]
    reasons: Mapped[list[str]] = mapped_column(default=list)
    raised_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    raised_at: Mapped[Moment]
    first_opened_at: Mapped[Moment | None]
    closed_at: Mapped[Moment | None]

    answer: Mapped[Answer | None] = relationship()
    entries: Mapped[list["ConcernEntry"]] = relationship(
        back_populates="concern", cascade="all, delete-orphan", order_by="ConcernEntry.at"
    )


class ConcernEntry(Base):
    """One step on a concern's record; only ever added."""

    __tablename__ = "concern_entry"

    id: Mapped[Key]
    concern_id: Mapped[UUID] = mapped_column(ForeignKey("concern.id", ondelete="CASCADE"), index=True)
    at: Mapped[Moment]
    by_name: Mapped[str] = mapped_column(String(200))
    # refer, ask_staff, waiting, release, keep_back
    step: Mapped[str] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(Text, default="")

    concern: Mapped[Concern] = relationship(back_populates="entries")


class Quote(Base):
    """Words of an answer that may leave the system: read for safety, redacted, released by a person."""

    __tablename__ = "quote"

    id: Mapped[Key]
    answer_id: Mapped[UUID] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), index=True, unique=True)
    text: Mapped[str] = mapped_column(Text)
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    released_at: Mapped[Moment]
    withdrawn_at: Mapped[Moment | None]

    answer: Mapped[Answer] = relationship()
