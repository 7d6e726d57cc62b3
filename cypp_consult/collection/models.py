"""What people said. A response is never lost and never doubled; nothing here says who a respondent is."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    Uuid,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import JSON

from cypp_consult.core.audiences import Audience
from cypp_consult.core.database import Base, Key, Moment, choice
from cypp_consult.events.models import Event
from cypp_consult.questionnaires.models import Question


class Channel(StrEnum):
    """How a response came in."""

    TABLET = "tablet"
    WEB = "web"
    PAPER = "paper"
    GROUP_NOTE = "group_note"
    IMPORT = "import"

    @property
    def label(self) -> str:
        """Return the channel in words."""
        return self.value.replace("_", " ").capitalize()


class Response(Base):
    """One person's, or one group's, filled-in questionnaire. The id is made by whoever creates it."""

    __tablename__ = "response"
    __table_args__ = (
        CheckConstraint("headcount >= 1", name="headcount_positive"),
        Index(None, "consultation_id", "received_at"),
        Index(None, "consultation_id", "audience", "channel"),
    )

    id: Mapped[UUID] = mapped_column(Uuid(), primary_key=True)
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"))
    questionnaire_id: Mapped[UUID | None] = mapped_column(ForeignKey("questionnaire.id"), index=True)
    audience: Mapped[Audience] = mapped_column(choice(Audience))
    language: Mapped[str] = mapped_column(String(12), default="en")
    channel: Mapped[Channel] = mapped_column(choice(Channel))
    event_id: Mapped[UUID | None] = mapped_column(ForeignKey("event.id"), index=True)
    # how many people stand behind it: 1, or the size of a group
    headcount: Mapped[int] = mapped_column(Integer, default=1)
    age_band: Mapped[str | None] = mapped_column(String(40))
    started_at: Mapped[Moment | None]
    completed_at: Mapped[Moment | None]
    received_at: Mapped[Moment]
    # finished before closing time on a tablet, and received after it
    late: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    # SHA-256 of the canonical answers, by which a resend is told from a conflict
    digest: Mapped[str] = mapped_column(String(64))
    # SHA-256 of the receipt code; the code itself is known to the respondent alone
    receipt_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    privacy_version: Mapped[int | None]
    import_run_id: Mapped[UUID | None] = mapped_column(ForeignKey("import_run.id"), index=True)
    # set when the respondent took it back: answers are gone, the row stays so that a resend is not stored anew
    removed_at: Mapped[Moment | None]

    answers: Mapped[list["Answer"]] = relationship(back_populates="response", cascade="all, delete-orphan")
    about: Mapped[list["AboutAnswer"]] = relationship(cascade="all, delete-orphan")
    event: Mapped[Event | None] = relationship()


class Answer(Base):
    """An answer to one question: chosen option ids in `value`, or a person's own words in `text`."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("response_id", "question_id"), Index(None, "question_id", "has_text"))

    id: Mapped[Key]
    response_id: Mapped[UUID] = mapped_column(ForeignKey("response.id", ondelete="CASCADE"), index=True)
    question_id: Mapped[UUID] = mapped_column(ForeignKey("question.id"))
    # a list of option ids (one for single choices), in the order chosen; empty for text and "I don't know"
    value: Mapped[list[Any]] = mapped_column(JSON, default=list)
    text: Mapped[str | None] = mapped_column(Text)
    # no index of its own: nearly every answer looked for has text, and SQLite would walk that index for every response
    has_text: Mapped[bool] = mapped_column(Boolean, default=False)
    # said "I don't know" or "I'm not sure"
    unsure: Mapped[bool] = mapped_column(Boolean, default=False)

    response: Mapped[Response] = relationship(back_populates="answers")
    question: Mapped[Question] = relationship()


class AboutAnswer(Base):
    """An answer to an equality question, kept apart from what was said and never shown beside it."""

    __tablename__ = "about_answer"
    __table_args__ = (UniqueConstraint("response_id", "key"),)

    id: Mapped[Key]
    response_id: Mapped[UUID] = mapped_column(ForeignKey("response.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(String(60))
    value: Mapped[str] = mapped_column(String(120))


class Draft(Base):
    """Answers on their way through the pages of the web form, sealed under a key that only the browser holds."""

    __tablename__ = "draft"

    # also the id of the response it becomes
    id: Mapped[UUID] = mapped_column(Uuid(), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    updated_at: Mapped[Moment] = mapped_column(index=True)


class ParkedResponse(Base):
    """A response that came with a known id and other content, or that was invalid: kept aside for staff."""

    __tablename__ = "parked_response"

    id: Mapped[Key]
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"), index=True)
    response_id: Mapped[str] = mapped_column(String(80))
    status: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    payload: Mapped[dict[str, Any]]
    received_at: Mapped[Moment]
    digest: Mapped[str] = mapped_column(String(64), unique=True)


class ImportRun(Base):
    """One import of a file: who, what, how it was mapped, and what came of it."""

    __tablename__ = "import_run"

    id: Mapped[Key]
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"), index=True)
    file_name: Mapped[str] = mapped_column(String(300))
    file_digest: Mapped[str] = mapped_column(String(64))
    # the uploaded file under the instance folder; none when a command read it, or once it was imported
    upload: Mapped[str | None] = mapped_column(String(200))
    # as an import map writes it; empty until the columns were chosen
    mapping: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # a trial run only counts; what it found stands in the same columns until the import itself
    is_trial: Mapped[bool] = mapped_column(default=True)
    empty_rows: Mapped[int] = mapped_column(default=0)
    imported: Mapped[int] = mapped_column(default=0)
    duplicates: Mapped[int] = mapped_column(default=0)
    # [{"row": 7, "reason": "…", "cells": [...]}]; the first 5,000
    rejected: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    rejected_count: Mapped[int] = mapped_column(default=0)
    columns: Mapped[list[str]] = mapped_column(default=list)
    at: Mapped[Moment]
    finished_at: Mapped[Moment | None]
    by_name: Mapped[str] = mapped_column(String(200))
