"""Dated occasions at which people are asked."""

from datetime import date, time
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cypp_consult.accounts.models import User
from cypp_consult.consultations.models import Consultation
from cypp_consult.core.database import Base, Key, choice


class PermissionRoute(StrEnum):
    """How an adult's permission was settled for children at an event."""

    SCHOOL = "school"
    PARENT_PRESENT = "parent_present"
    CLUB_LEADER = "club_leader"
    NOT_REQUIRED = "not_required"


class Event(Base):
    """One occasion: venue, staff on duty, safeguarding lead with a phone number, permission route, headcount."""

    __tablename__ = "event"
    __table_args__ = (UniqueConstraint("consultation_id", "slug"),)

    id: Mapped[Key]
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"), index=True)
    slug: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(200))
    venue: Mapped[str] = mapped_column(String(200), default="")
    held_on: Mapped[date] = mapped_column(index=True)
    starts_at: Mapped[time | None]
    ends_at: Mapped[time | None]
    expected_headcount: Mapped[int | None]
    safeguarding_name: Mapped[str] = mapped_column(String(200), default="")
    safeguarding_phone: Mapped[str] = mapped_column(String(60), default="")
    permission_route: Mapped[PermissionRoute | None] = mapped_column(choice(PermissionRoute))
    permission_reason: Mapped[str] = mapped_column(Text, default="")

    consultation: Mapped[Consultation] = relationship()
    staff: Mapped[list["EventStaff"]] = relationship(back_populates="event", cascade="all, delete-orphan")


class EventStaff(Base):
    """Somebody on duty at an event; a facilitator sees only the events of this list."""

    __tablename__ = "event_staff"
    __table_args__ = (UniqueConstraint("event_id", "user_id"),)

    id: Mapped[Key]
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)

    event: Mapped[Event] = relationship(back_populates="staff")
    user: Mapped[User] = relationship()
