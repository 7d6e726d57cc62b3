"""Boards and groups, their members, meetings and reports, and the milestones that they approve."""

from datetime import date, time
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cypp_consult.accounts.models import User
from cypp_consult.consultations.models import Division, Milestone
from cypp_consult.core.database import Base, Key, Moment, choice


class BodyKind(StrEnum):
    """What a body is."""

    PARTNERSHIP_BOARD = "partnership_board"
    COMMISSIONING_BOARD = "commissioning_board"
    EXECUTIVE_BOARD = "executive_board"
    SUB_GROUP = "sub_group"
    CHILDRENS_COUNCIL = "childrens_council"
    OTHER = "other"


class ApprovalRule(StrEnum):
    """What makes an approval of a body whole."""

    MAJORITY = "majority"
    ALL_FULL = "all_full"
    QUORUM = "quorum"


class SeatLevel(StrEnum):
    """Full members vote; associate members read and speak."""

    FULL = "full"
    ASSOCIATE = "associate"


class Office(StrEnum):
    """What a member does beside sitting on a body."""

    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"


class ReportStatus(StrEnum):
    """How a group's work stands, as the group says."""

    ON_COURSE = "on_course"
    NEEDS_ATTENTION = "needs_attention"
    OFF_COURSE = "off_course"


class Body(Base):
    """A board or group of the partnership. It outlives plans; one that is no more is closed, never deleted."""

    __tablename__ = "body"

    id: Mapped[Key]
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[BodyKind] = mapped_column(choice(BodyKind))
    about: Mapped[str] = mapped_column(Text, default="")
    # the body whose page gathers this one's reports
    reports_to_id: Mapped[UUID | None] = mapped_column(ForeignKey("body.id"), index=True)
    # who sends out the papers
    secretary_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    # whose bank holidays count
    division: Mapped[Division] = mapped_column(choice(Division), default=Division.ENGLAND_AND_WALES)
    # how many working days before a meeting its papers are due
    papers_days: Mapped[int] = mapped_column(default=5)
    approval_rule: Mapped[ApprovalRule] = mapped_column(choice(ApprovalRule), default=ApprovalRule.MAJORITY)
    # for the rule of a quorum: how many full members must have voted
    quorum: Mapped[int | None]
    closed_at: Mapped[Moment | None]
    created_at: Mapped[Moment]

    reports_to: Mapped["Body | None"] = relationship(remote_side="Body.id")
    secretary: Mapped[User | None] = relationship()
    seats: Mapped[list["Seat"]] = relationship(
        back_populates="body", order_by="Seat.position", cascade="all, delete-orphan"
    )


class Seat(Base):
    """One place on a body: what its member speaks for, and the person on it, if any. A full seat is one vote."""

    __tablename__ = "seat"
    __table_args__ = (UniqueConstraint("body_id", "person_id"),)

    id: Mapped[Key]
    body_id: Mapped[UUID] = mapped_column(ForeignKey("body.id", ondelete="CASCADE"), index=True)
    # an organisation or a group of people, such as "Housing" or "Parents’ council"
    name: Mapped[str] = mapped_column(String(200))
    level: Mapped[SeatLevel] = mapped_column(choice(SeatLevel))
    office: Mapped[Office | None] = mapped_column(choice(Office))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)

    body: Mapped[Body] = relationship(back_populates="seats")
    person: Mapped[User | None] = relationship()


class Meeting(Base):
    """A day on which a body meets. When its papers are due follows from the body's working days unless it is set."""

    __tablename__ = "meeting"
    __table_args__ = (UniqueConstraint("body_id", "held_on"),)

    id: Mapped[Key]
    body_id: Mapped[UUID] = mapped_column(ForeignKey("body.id", ondelete="CASCADE"), index=True)
    held_on: Mapped[date] = mapped_column(index=True)
    starts_at: Mapped[time | None]
    place: Mapped[str] = mapped_column(String(200), default="")
    agenda: Mapped[str] = mapped_column(Text, default="")
    # a day other than the one that follows from the body's rule
    papers_on: Mapped[date | None]
    papers_sent_at: Mapped[Moment | None]

    body: Mapped[Body] = relationship()


class GroupReport(Base):
    """A short report of a body to the one it reports to. It stays as it was filed; a later one says what changed."""

    __tablename__ = "group_report"

    id: Mapped[Key]
    body_id: Mapped[UUID] = mapped_column(ForeignKey("body.id", ondelete="CASCADE"), index=True)
    from_day: Mapped[date]
    to_day: Mapped[date]
    status: Mapped[ReportStatus] = mapped_column(choice(ReportStatus))
    words: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[Moment]

    body: Mapped[Body] = relationship()
    by: Mapped[User | None] = relationship()


class Approval(Base):
    """A milestone that a body approves. Some need more than one body: then there is one row for each."""

    __tablename__ = "approval"
    __table_args__ = (UniqueConstraint("milestone_id", "body_id"),)

    id: Mapped[Key]
    milestone_id: Mapped[UUID] = mapped_column(ForeignKey("milestone.id", ondelete="CASCADE"), index=True)
    body_id: Mapped[UUID] = mapped_column(ForeignKey("body.id"), index=True)

    milestone: Mapped[Milestone] = relationship()
    body: Mapped[Body] = relationship()
