"""A consultation, its audiences, and the dates of a plan's year: stages and milestones."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cypp_consult.accounts.models import User
from cypp_consult.consultations.timeline_models import (
    Dependency,
    Division,
    EvidenceFile,
    Justification,
    MilestoneEvidence,
    Slip,
    SpecialDays,
    SpecialKind,
    TimelineTemplate,
)
from cypp_consult.core.audiences import Audience
from cypp_consult.core.database import Base, Key, Moment, choice
from cypp_consult.plans.models import Plan

__all__ = [
    "Consultation",
    "ConsultationAudience",
    "Dependency",
    "Division",
    "EvidenceFile",
    "Extension",
    "IdentityLevel",
    "Justification",
    "LawfulBasis",
    "Member",
    "Milestone",
    "MilestoneEvidence",
    "MilestoneKind",
    "Slip",
    "SpecialDays",
    "SpecialKind",
    "Stage",
    "TimelineTemplate",
]


class LawfulBasis(StrEnum):
    """Why personal data may be used (UK GDPR, Article 6)."""

    PUBLIC_TASK = "public_task"
    CONSENT = "consent"
    LEGITIMATE_INTERESTS = "legitimate_interests"


class IdentityLevel(StrEnum):
    """How much a respondent is asked about themselves. None of them asks for a name."""

    NONE = "none"
    DEMOGRAPHICS = "demographics"


class MilestoneKind(StrEnum):
    """What a milestone is for."""

    DRAFTING = "drafting"
    GOVERNANCE_APPROVAL = "governance_approval"
    PUBLICATION = "publication"
    BUDGET_COMMISSIONING = "budget_commissioning"
    REVIEW = "review"
    FEEDBACK_DUE = "feedback_due"


class Consultation(Base):
    """One round of asking, for one plan. Draft, upcoming, open and closed follow from `launched_at` and the dates."""

    __tablename__ = "consultation"

    id: Mapped[Key]
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[str] = mapped_column(Text, default="")
    open_to_influence: Mapped[str] = mapped_column(Text, default="")
    already_decided: Mapped[str] = mapped_column(Text, default="")
    # the duty or reason to consult, in words; printed nowhere unless filled
    legal_basis: Mapped[str] = mapped_column(Text, default="")
    lawful_basis: Mapped[LawfulBasis | None] = mapped_column(choice(LawfulBasis))
    identity_level: Mapped[IdentityLevel] = mapped_column(choice(IdentityLevel), default=IdentityLevel.NONE)
    opens_on: Mapped[date | None]
    closes_on: Mapped[date | None]
    decision_on: Mapped[date | None]
    # whose bank holidays count
    division: Mapped[Division] = mapped_column(choice(Division), default=Division.ENGLAND_AND_WALES)
    retention_until: Mapped[date | None]
    # most responses it takes, over all audiences; none means no limit
    capacity: Mapped[int | None]
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    safeguarding_lead_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    safeguarding_phone: Mapped[str] = mapped_column(String(60), default="")
    contact: Mapped[str] = mapped_column(String(300), default="")
    privacy_full: Mapped[str] = mapped_column(Text, default="")
    privacy_version: Mapped[int] = mapped_column(default=1)
    what_happens_next: Mapped[str] = mapped_column(Text, default="")
    launched_at: Mapped[Moment | None]
    created_at: Mapped[Moment]

    plan: Mapped[Plan] = relationship()
    lead: Mapped[User | None] = relationship(foreign_keys=[lead_id])
    safeguarding_lead: Mapped[User | None] = relationship(foreign_keys=[safeguarding_lead_id])
    audiences: Mapped[list["ConsultationAudience"]] = relationship(
        back_populates="consultation", cascade="all, delete-orphan", order_by="ConsultationAudience.position"
    )
    extensions: Mapped[list["Extension"]] = relationship(
        back_populates="consultation", cascade="all, delete-orphan", order_by="Extension.at"
    )


class ConsultationAudience(Base):
    """One audience of a consultation, with its public address and its own short notice."""

    __tablename__ = "consultation_audience"
    __table_args__ = (UniqueConstraint("consultation_id", "audience"),)

    id: Mapped[Key]
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"), index=True)
    audience: Mapped[Audience] = mapped_column(choice(Audience))
    # the code in the public link and QR; short enough to type
    code: Mapped[str] = mapped_column(String(16), unique=True)
    # how many people we want to hear from, how many there are in all, and who says so
    expected: Mapped[int | None]
    population: Mapped[int | None]
    population_source: Mapped[str] = mapped_column(String(200), default="", server_default="")
    about: Mapped[str] = mapped_column(Text, default="")
    privacy_short: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int] = mapped_column(default=0)

    consultation: Mapped[Consultation] = relationship(back_populates="audiences")


class Extension(Base):
    """A later closing date, with the reason for it."""

    __tablename__ = "extension"

    id: Mapped[Key]
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"), index=True)
    from_day: Mapped[date]
    to_day: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[Moment]

    consultation: Mapped[Consultation] = relationship(back_populates="extensions")


class Member(Base):
    """A partner who may see a consultation's timeline and frozen packs."""

    __tablename__ = "consultation_member"
    __table_args__ = (UniqueConstraint("consultation_id", "user_id"),)

    id: Mapped[Key]
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)

    user: Mapped[User] = relationship()


class Stage(Base):
    """A stretch of a plan's year, such as the children's consultation."""

    __tablename__ = "stage"
    __table_args__ = (UniqueConstraint("consultation_id", "slug"),)

    id: Mapped[Key]
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"), index=True)
    slug: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(200))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    delivers: Mapped[str] = mapped_column(Text, default="")
    notes: Mapped[str] = mapped_column(Text, default="")

    owner: Mapped[User | None] = relationship()


class Milestone(Base):
    """Something due on a day. Whether it is late follows from the date and `done_at`."""

    __tablename__ = "milestone"
    __table_args__ = (UniqueConstraint("consultation_id", "slug"),)

    id: Mapped[Key]
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"), index=True)
    slug: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[MilestoneKind] = mapped_column(choice(MilestoneKind))
    due_on: Mapped[date] = mapped_column(index=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    # a summary for this milestone counts answers received before this moment; none means up to now
    cut_off_at: Mapped[Moment | None]
    notes: Mapped[str] = mapped_column(Text, default="")
    # what there is when it is met, such as a paper or a decision
    delivers: Mapped[str] = mapped_column(Text, default="")
    # how far along, in per cent; whether it is met is `done_at`
    progress: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[Moment | None]

    consultation: Mapped[Consultation] = relationship()
    owner: Mapped[User | None] = relationship()
