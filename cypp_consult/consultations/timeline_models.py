"""Tables of the timeline beside stages and milestones: what needs what, slippage, evidence, days that matter."""

from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cypp_consult.accounts.models import User
from cypp_consult.core.database import Base, Key, Moment, choice


class Division(StrEnum):
    """The parts of the United Kingdom that have bank holidays of their own."""

    ENGLAND_AND_WALES = "england-and-wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern-ireland"


class SpecialKind(StrEnum):
    """Why days matter to a timeline."""

    CLOSURE = "closure"
    SCHOOL_HOLIDAY = "school_holiday"
    PRE_ELECTION = "pre_election"


class Dependency(Base):
    """One step of a timeline (a milestone or a stage) needs another one first. Exactly one of each pair is set."""

    __tablename__ = "dependency"
    __table_args__ = (
        CheckConstraint("(milestone_id IS NULL) <> (stage_id IS NULL)", name="one_step"),
        CheckConstraint("(needs_milestone_id IS NULL) <> (needs_stage_id IS NULL)", name="one_need"),
    )

    id: Mapped[Key]
    milestone_id: Mapped[UUID | None] = mapped_column(ForeignKey("milestone.id", ondelete="CASCADE"), index=True)
    stage_id: Mapped[UUID | None] = mapped_column(ForeignKey("stage.id", ondelete="CASCADE"), index=True)
    needs_milestone_id: Mapped[UUID | None] = mapped_column(ForeignKey("milestone.id", ondelete="CASCADE"), index=True)
    needs_stage_id: Mapped[UUID | None] = mapped_column(ForeignKey("stage.id", ondelete="CASCADE"), index=True)

    @property
    def step(self) -> UUID | None:
        """Return the id of what needs."""
        return self.milestone_id or self.stage_id

    @property
    def needs(self) -> UUID | None:
        """Return the id of what is needed first."""
        return self.needs_milestone_id or self.needs_stage_id


class Slip(Base):
    """A day of a step was moved, and why. Rows of one batch were moved together. The first one holds the first day."""

    __tablename__ = "slip"

    id: Mapped[Key]
    batch: Mapped[UUID] = mapped_column(index=True)
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"), index=True)
    milestone_id: Mapped[UUID | None] = mapped_column(ForeignKey("milestone.id", ondelete="CASCADE"), index=True)
    stage_id: Mapped[UUID | None] = mapped_column(ForeignKey("stage.id", ondelete="CASCADE"), index=True)
    # the day a milestone is due or a stage ends; stages have their first day too
    from_day: Mapped[date]
    to_day: Mapped[date]
    from_start: Mapped[date | None]
    to_start: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[Moment]

    by: Mapped[User | None] = relationship()


class MilestoneEvidence(Base):
    """A link, a file or a note that shows what a milestone delivered, and who put it there."""

    __tablename__ = "milestone_evidence"

    id: Mapped[Key]
    milestone_id: Mapped[UUID] = mapped_column(ForeignKey("milestone.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    link: Mapped[str] = mapped_column(String(2000), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[Moment]

    by: Mapped[User | None] = relationship()
    file: Mapped["EvidenceFile | None"] = relationship(cascade="all, delete-orphan", lazy="selectin")


class EvidenceFile(Base):
    """The file of a piece of evidence, as it was sent."""

    __tablename__ = "evidence_file"

    evidence_id: Mapped[UUID] = mapped_column(ForeignKey("milestone_evidence.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    # one of `rules.papers.KINDS`
    media_type: Mapped[str] = mapped_column(String(120))
    # SHA-256 of the content, in hex
    digest: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class Justification(Base):
    """Why a warning may stand. It holds for what the warning said then; when the dates change, it warns again."""

    __tablename__ = "justification"
    __table_args__ = (UniqueConstraint("consultation_id", "key", "about"),)

    id: Mapped[Key]
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(String(120))
    # the days and facts it was given for
    about: Mapped[str] = mapped_column(String(200))
    what: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[Moment]

    by: Mapped[User | None] = relationship()


class SpecialDays(Base):
    """Days that matter to this installation: closures, school holidays, the time before an election."""

    __tablename__ = "special_days"

    id: Mapped[Key]
    kind: Mapped[SpecialKind] = mapped_column(choice(SpecialKind))
    name: Mapped[str] = mapped_column(String(200))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    # none means everywhere
    division: Mapped[Division | None] = mapped_column(choice(Division))


class TimelineTemplate(Base):
    """A timeline that a lead saved to lay out again; `content` is what `rules.patterns` reads."""

    __tablename__ = "timeline_template"

    id: Mapped[Key]
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    content: Mapped[dict[str, Any]]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[Moment]

    by: Mapped[User | None] = relationship()
