"""Samples that several people code without seeing each other, what each of them chose, and what was settled."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cypp_consult.coding.rules import TargetKind
from cypp_consult.core.database import Base, Key, Moment, choice

_ONE_TARGET = (
    "(CASE WHEN outcome_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN priority_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN theme_id IS NULL THEN 0 ELSE 1 END) = 1"
)


class Pool(StrEnum):
    """Which answers a sample is drawn from."""

    ALL = "all"
    UNCODED = "uncoded"
    CODED = "coded"


class Strata(StrEnum):
    """What a sample keeps the shares of."""

    NONE = "none"
    AUDIENCE = "audience"
    EVENT = "event"


class ReadingState(StrEnum):
    """What a coder did with an answer. Only `coded` is compared."""

    CODED = "coded"
    UNSURE = "unsure"
    SKIPPED = "skipped"


class CodingSample(Base):
    """Answers drawn at random for two or more people to code by themselves."""

    __tablename__ = "coding_sample"

    id: Mapped[Key]
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    # what the answers are coded with: themes, priorities or outcomes
    level: Mapped[TargetKind] = mapped_column(choice(TargetKind))
    pool: Mapped[Pool] = mapped_column(choice(Pool))
    strata: Mapped[Strata] = mapped_column(choice(Strata))
    # with the same answers, size and shares the same seed draws the same sample
    seed: Mapped[int]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[Moment]
    closed_at: Mapped[Moment | None]


class SampleAnswer(Base):
    """An answer of a sample, and its place in the order in which everybody reads."""

    __tablename__ = "sample_answer"

    sample_id: Mapped[UUID] = mapped_column(ForeignKey("coding_sample.id", ondelete="CASCADE"), primary_key=True)
    answer_id: Mapped[UUID] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), primary_key=True, index=True)
    position: Mapped[int]


class SampleCoder(Base):
    """A person asked to code a sample. Once finished, nothing of theirs changes and they may see the figures."""

    __tablename__ = "sample_coder"

    sample_id: Mapped[UUID] = mapped_column(ForeignKey("coding_sample.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, index=True)
    asked_at: Mapped[Moment]
    finished_at: Mapped[Moment | None]


class SampleReading(Base):
    """What one coder did with one answer of a sample. Its tags are in `sample_tag`; a mark stands alone."""

    __tablename__ = "sample_reading"
    __table_args__ = (UniqueConstraint("sample_id", "answer_id", "person_id"),)

    id: Mapped[Key]
    sample_id: Mapped[UUID] = mapped_column(ForeignKey("coding_sample.id", ondelete="CASCADE"))
    answer_id: Mapped[UUID] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    state: Mapped[ReadingState] = mapped_column(choice(ReadingState))
    # a value of `coding.models.Mark`, as text: a reading stays what it was if the marks on offer change
    mark: Mapped[str | None] = mapped_column(String(32))
    at: Mapped[Moment]


class SampleTag(Base):
    """What one coder says an answer of a sample is about. Not a tag: it is compared, and never counted."""

    __tablename__ = "sample_tag"
    __table_args__ = (
        CheckConstraint(_ONE_TARGET, name="one_target"),
        UniqueConstraint("reading_id", "outcome_id"),
        UniqueConstraint("reading_id", "priority_id"),
        UniqueConstraint("reading_id", "theme_id"),
    )

    id: Mapped[Key]
    reading_id: Mapped[UUID] = mapped_column(ForeignKey("sample_reading.id", ondelete="CASCADE"), index=True)
    outcome_id: Mapped[UUID | None] = mapped_column(ForeignKey("outcome.id"), index=True)
    priority_id: Mapped[UUID | None] = mapped_column(ForeignKey("priority.id"), index=True)
    theme_id: Mapped[UUID | None] = mapped_column(ForeignKey("theme.id"), index=True)


class Settlement(Base):
    """What the coders, or a lead for them, settled on where they differed; the tags of the answer follow it."""

    __tablename__ = "sample_settlement"
    __table_args__ = (UniqueConstraint("sample_id", "answer_id"),)

    id: Mapped[Key]
    sample_id: Mapped[UUID] = mapped_column(ForeignKey("coding_sample.id", ondelete="CASCADE"))
    answer_id: Mapped[UUID] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), index=True)
    # the codes as they were then, such as "theme:0f8b…" or "mark:other"; a record, so nothing points at them
    codes: Mapped[list[str]] = mapped_column(default=list)
    note: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[Moment]


class YoungReading(Base):
    """That a young analyst read an answer outside any sample, so that the next one comes."""

    __tablename__ = "young_reading"

    answer_id: Mapped[UUID] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, index=True)
    state: Mapped[ReadingState] = mapped_column(choice(ReadingState))
    at: Mapped[Moment]
