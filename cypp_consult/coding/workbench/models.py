"""Flags and memos on answers, who has read what, and how each coder likes to work."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, false, text, true
from sqlalchemy.orm import Mapped, mapped_column

from cypp_consult.core.database import Base, Key, Moment, choice


class FlagKind(StrEnum):
    """Why a coder put a flag on an answer."""

    LOOK_AGAIN = "look_again"
    ASK = "ask"


class AnswerFlag(Base):
    """That a coder wants an answer looked at again, or asks a colleague about it. Settled flags stay on record."""

    __tablename__ = "answer_flag"
    __table_args__ = (
        # one open flag of a kind per coder and answer, so that two quick presses put one
        Index(
            None,
            "answer_id",
            "by_id",
            "kind",
            unique=True,
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    answer_id: Mapped[UUID] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), index=True)
    kind: Mapped[FlagKind] = mapped_column(choice(FlagKind))
    note: Mapped[str] = mapped_column(Text, default="")
    # the colleague who is asked; None for a flag that waits for anybody
    for_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[Moment]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    settled_at: Mapped[Moment | None]


class AnswerMemo(Base):
    """What a coder noted beside an answer, for other coders. Never part of a report."""

    __tablename__ = "answer_memo"

    id: Mapped[Key]
    answer_id: Mapped[UUID] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[Moment]
    removed_at: Mapped[Moment | None]


class AnswerSeen(Base):
    """That a coder has read an answer in the workbench. It says nothing of reading for safety."""

    __tablename__ = "answer_seen"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    answer_id: Mapped[UUID] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), primary_key=True, index=True)
    at: Mapped[Moment]


class CoderHabit(Base):
    """How one person codes one consultation: their keys, and where they were last."""

    __tablename__ = "coder_habit"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    consultation_id: Mapped[UUID] = mapped_column(
        ForeignKey("consultation.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    # {"s": "theme:0f8b…"}; empty while the numbers stand for the first codes of the frame
    keys: Mapped[dict[str, Any]] = mapped_column(default=dict)
    keys_on: Mapped[bool] = mapped_column(default=True, server_default=true())
    # whether a tag given by key leads on to the next answer
    go_on: Mapped[bool] = mapped_column(default=False, server_default=false())
    # arguments of the list's address, and the answer last acted on
    place: Mapped[str] = mapped_column(Text, default="", server_default="")
    place_at: Mapped[Moment | None]


class SavedView(Base):
    """A choice of answers that a coder gave a name, for themself or for all who code the consultation."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("consultation_id", "account_id", "name"),)

    id: Mapped[Key]
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    # as `Filters.as_arguments` gives them
    arguments: Mapped[dict[str, Any]] = mapped_column(default=dict)
    shared: Mapped[bool] = mapped_column(default=False, server_default=false())
    at: Mapped[Moment]
