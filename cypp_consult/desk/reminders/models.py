"""The reminders that were made, each once for all time, and what each person wants to be told."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cypp_consult.accounts.models import User
from cypp_consult.consultations.models import Consultation
from cypp_consult.core.database import Base, Moment, choice
from cypp_consult.core.mail import Mail


class ReminderKind(StrEnum):
    """What a reminder is about."""

    BEFORE = "before"
    LATE = "late"
    CLOSING = "closing"
    FEEDBACK = "feedback"
    BEHIND = "behind"
    DIGEST = "digest"


class ReminderState(StrEnum):
    """Where a reminder stands. Posted means: its mail is in the outbox, which sees to it from there."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    POSTED = "posted"
    # no longer true, or no longer wanted, when its turn came
    DROPPED = "dropped"


class Reminder(Base):
    """One reminder to one person: of a thing, its date and how many days before it. There is never a second one."""

    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("kind", "subject_id", "due_on", "days_before", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[ReminderKind] = mapped_column(choice(ReminderKind))
    # the milestone or consultation it is about; none of them (all noughts) for the weekly mail
    subject_id: Mapped[UUID] = mapped_column(Uuid())
    # the day of the thing as it stood then: one that moves is reminded of anew. For the weekly mail its Monday
    due_on: Mapped[date]
    # how many days before that day; below nought after it
    days_before: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    consultation_id: Mapped[UUID | None] = mapped_column(ForeignKey("consultation.id", ondelete="SET NULL"), index=True)
    # what it was called then, for the record
    title: Mapped[str] = mapped_column(String(300))
    state: Mapped[ReminderState] = mapped_column(choice(ReminderState), default=ReminderState.WAITING, index=True)
    # who has it just now, and until when: the claim of a dead worker runs out
    claim: Mapped[UUID | None] = mapped_column(Uuid())
    claimed_until: Mapped[Moment | None]
    mail_id: Mapped[UUID | None] = mapped_column(ForeignKey("mail.id", ondelete="SET NULL"), index=True)
    made_at: Mapped[Moment]
    # when its mail went into the outbox, and when a mail server took it; mails themselves are dropped after a while
    posted_at: Mapped[Moment | None]
    sent_at: Mapped[Moment | None]
    # why it was dropped or could not be sent, in words
    problem: Mapped[str] = mapped_column(String(300), default="")

    person: Mapped[User] = relationship()
    consultation: Mapped[Consultation | None] = relationship()
    mail: Mapped[Mail | None] = relationship()


class ReminderChoice(Base):
    """What one person wants to be told. Without a row they are told everything, and get the weekly mail on Mondays."""

    __tablename__ = "reminder_choice"

    person_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    # no mail of any kind
    muted: Mapped[bool] = mapped_column(default=False)
    # kinds they do not want; one that is new later is wanted until they say otherwise
    unwanted: Mapped[list[str]] = mapped_column(default=list)
    # 0 is Monday; none means no weekly mail
    digest_day: Mapped[int | None]
    changed_at: Mapped[Moment]
