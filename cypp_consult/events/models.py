"""Dated occasions at which people are asked."""

import secrets
from datetime import date, time
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cypp_consult.accounts.models import User
from cypp_consult.consultations.models import Consultation
from cypp_consult.core.audiences import Audience
from cypp_consult.core.codes import new_code
from cypp_consult.core.database import Base, Key, Moment, choice

CODE_LENGTH = 6
PIN_LENGTH = 6


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
    # the code of its public addresses, which people type from a poster
    code: Mapped[str] = mapped_column(String(12), unique=True, default=lambda: new_code(CODE_LENGTH))
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
    permission_decided_by: Mapped[str] = mapped_column(String(200), default="")
    # where somebody can sit down quietly with a child
    quiet_room: Mapped[str] = mapped_column(String(200), default="")
    # figures that staff type to leave the children's screens of a tablet
    staff_pin: Mapped[str] = mapped_column(
        String(12), default=lambda: "".join(secrets.choice("0123456789") for _ in range(PIN_LENGTH))
    )
    # the private half, as PEM, of the key to which tablets seal answers that wait on them; made at the first pairing
    private_key: Mapped[bytes | None] = mapped_column(LargeBinary)

    consultation: Mapped[Consultation] = relationship()
    staff: Mapped[list["EventStaff"]] = relationship(back_populates="event", cascade="all, delete-orphan")
    sessions: Mapped[list["EventSession"]] = relationship(
        cascade="all, delete-orphan", order_by="EventSession.starts_at, EventSession.name"
    )
    audiences: Mapped[list["EventAudience"]] = relationship(cascade="all, delete-orphan")
    devices: Mapped[list["Device"]] = relationship(cascade="all, delete-orphan", order_by="Device.number")


class EventStaff(Base):
    """Somebody on duty at an event; a facilitator sees only the events of this list."""

    __tablename__ = "event_staff"
    __table_args__ = (UniqueConstraint("event_id", "user_id"),)

    id: Mapped[Key]
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)

    event: Mapped[Event] = relationship(back_populates="staff")
    user: Mapped[User] = relationship()


class EventAudience(Base):
    """An audience that is asked at an event, and how many of it are expected. Without such rows all are asked."""

    __tablename__ = "event_audience"
    __table_args__ = (UniqueConstraint("event_id", "audience"),)

    id: Mapped[Key]
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    audience: Mapped[Audience] = mapped_column(choice(Audience))
    expected: Mapped[int | None]


class EventSession(Base):
    """A part of an event with a group of its own, such as "Year 5, first half"."""

    __tablename__ = "event_session"

    id: Mapped[Key]
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    starts_at: Mapped[time | None]
    ends_at: Mapped[time | None]
    expected: Mapped[int | None]


class PairingCode(Base):
    """A code that pairs one tablet with one event, once, within a quarter of an hour. Only its SHA-256 is kept."""

    __tablename__ = "pairing_code"

    id: Mapped[Key]
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[Moment]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    expires_at: Mapped[Moment]
    used_at: Mapped[Moment | None]
    revoked_at: Mapped[Moment | None]
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("device.id", ondelete="SET NULL"))


class Device(Base):
    """A tablet paired with an event. Pairing it again keeps the row and its number and changes the token."""

    __tablename__ = "device"
    __table_args__ = (UniqueConstraint("event_id", "installation_id"), UniqueConstraint("event_id", "number"))

    id: Mapped[Key]
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    # made by the tablet's own store; it outlives tokens, so that its numbering of responses goes on
    installation_id: Mapped[UUID] = mapped_column(Uuid())
    # "Tablet 3"
    number: Mapped[int]
    # SHA-256 of the bearer token
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    paired_at: Mapped[Moment]
    revoked_at: Mapped[Moment | None]
    last_seen_at: Mapped[Moment | None]
    # as the tablet told when it was last seen: the highest number it gave, what waits on it ([[first, last], …] of
    # those numbers), how many it keeps aside, and its clock less ours, in seconds
    last_seq: Mapped[int] = mapped_column(default=0)
    waiting: Mapped[list[Any]] = mapped_column(default=list)
    parked: Mapped[int] = mapped_column(default=0)
    clock_ahead: Mapped[int | None]
    # {"version": …, "storage": true, "persisted": false, "ready": true}: what its own check said
    report: Mapped[dict[str, Any]] = mapped_column(default=dict)
