"""Votes on frozen packs, kept for good, and the sign-offs that follow from them."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cypp_consult.accounts.models import User
from cypp_consult.consultations.governance.models import Approval
from cypp_consult.core.database import Base, Key, Moment, choice
from cypp_consult.summaries.models import EvidencePack


class Verdict(StrEnum):
    """What a full member says."""

    APPROVE = "approve"
    NOT_APPROVE = "not_approve"
    ABSTAIN = "abstain"


class Vote(Base):
    """One vote of a seat on a pack. Rows never change: who votes anew gets the next number, and the last one counts."""

    __tablename__ = "vote"
    __table_args__ = (UniqueConstraint("approval_id", "pack_id", "seat_id", "number"),)

    id: Mapped[Key]
    approval_id: Mapped[UUID] = mapped_column(ForeignKey("approval.id"), index=True)
    pack_id: Mapped[UUID] = mapped_column(ForeignKey("evidence_pack.id"), index=True)
    # no foreign key: the vote stays on record when the seat is gone
    seat_id: Mapped[UUID] = mapped_column(Uuid())
    number: Mapped[int]
    verdict: Mapped[Verdict] = mapped_column(choice(Verdict))
    note: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    # as they were called then
    person_name: Mapped[str] = mapped_column(String(200))
    seat_name: Mapped[str] = mapped_column(String(200))
    # what the pack's content came to when the vote was given
    version: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    at: Mapped[Moment]

    person: Mapped[User] = relationship()


class SignOff(Base):
    """A body's approval of a pack, from the moment on at which it was whole. It stays when members come and go."""

    __tablename__ = "sign_off"
    __table_args__ = (UniqueConstraint("approval_id", "pack_id"),)

    id: Mapped[Key]
    approval_id: Mapped[UUID] = mapped_column(ForeignKey("approval.id"), index=True)
    pack_id: Mapped[UUID] = mapped_column(ForeignKey("evidence_pack.id"), index=True)
    version: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    # the rule in words, and how the seats stood, as they were then
    rule: Mapped[str] = mapped_column(String(300))
    counted: Mapped[list[dict[str, Any]]]
    at: Mapped[Moment]

    approval: Mapped[Approval] = relationship()
    pack: Mapped[EvidencePack] = relationship()
