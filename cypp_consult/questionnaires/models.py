"""Questions with one identity and a wording per audience and language, and their frozen numbered versions."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cypp_consult.core.audiences import Audience
from cypp_consult.core.database import Base, Key, Moment, choice


class QuestionType(StrEnum):
    """How a question is answered. The values are part of the tablets' interface."""

    FACES3 = "faces3"
    FACES5 = "faces5"
    SCALE = "scale"
    SINGLE = "single"
    MULTIPLE = "multiple"
    PRIORITIES = "priorities"
    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"

    @property
    def is_text(self) -> bool:
        """Say whether answers are a person's own words."""
        return self in {QuestionType.SHORT_TEXT, QuestionType.LONG_TEXT}


class ShowIf(StrEnum):
    """When a question is shown, looking at an earlier answer."""

    ANSWERED = "answered"
    NOT_ANSWERED = "not_answered"
    IS = "is"
    IS_NOT = "is_not"
    INCLUDES = "includes"


class Question(Base):
    """One question of a consultation: its identity holds over audiences, languages and versions."""

    __tablename__ = "question"
    __table_args__ = (UniqueConstraint("consultation_id", "key"),)

    id: Mapped[Key]
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(120))
    type: Mapped[QuestionType] = mapped_column(choice(QuestionType))
    picture: Mapped[str | None] = mapped_column(String(40))
    # options for choices: [{"id": "very-safe", "text": "Very safe"}]; ids never change once asked
    options: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    # how many priorities or choices may be picked; none means no limit
    top_n: Mapped[int | None]
    position: Mapped[int] = mapped_column(default=0)
    show_if_question_id: Mapped[UUID | None] = mapped_column(ForeignKey("question.id", ondelete="SET NULL"))
    show_if: Mapped[ShowIf | None] = mapped_column(choice(ShowIf))
    show_if_value: Mapped[str | None] = mapped_column(String(120))
    retired_at: Mapped[Moment | None]

    wordings: Mapped[list["QuestionWording"]] = relationship(
        back_populates="question", cascade="all, delete-orphan", order_by="QuestionWording.audience"
    )
    show_if_question: Mapped["Question | None"] = relationship(remote_side="Question.id")


class QuestionWording(Base):
    """How a question is put to one audience in one language. No wording means: this audience is not asked."""

    __tablename__ = "question_wording"
    __table_args__ = (UniqueConstraint("question_id", "audience", "language"),)

    id: Mapped[Key]
    question_id: Mapped[UUID] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), index=True)
    audience: Mapped[Audience] = mapped_column(choice(Audience))
    language: Mapped[str] = mapped_column(String(12), default="en")
    text: Mapped[str] = mapped_column(Text)
    help: Mapped[str] = mapped_column(Text, default="")
    # another way to answer for this audience, such as three faces for younger children; none means the question's own
    type: Mapped[QuestionType | None] = mapped_column(choice(QuestionType))
    # fewer options or other words, by the same ids; none means the question's own. Of priorities: the plan's live ones,
    # by their ids, where an empty text keeps the plan's words. Of a translation: words alone, for the English options
    options: Mapped[list[dict[str, Any]] | None]
    # of a translation: the English that each text was made from, by the keys of `languages.rules.texts_of`
    made_from: Mapped[dict[str, Any] | None]

    question: Mapped[Question] = relationship(back_populates="wordings")


class Questionnaire(Base):
    """A frozen, numbered version for one audience and language. It is never changed; old answers stay valid."""

    __tablename__ = "questionnaire"
    __table_args__ = (UniqueConstraint("consultation_id", "audience", "language", "number"),)

    id: Mapped[Key]
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"), index=True)
    audience: Mapped[Audience] = mapped_column(choice(Audience))
    language: Mapped[str] = mapped_column(String(12), default="en")
    number: Mapped[int]
    # the questions as `rules.FrozenQuestion.as_json` writes them, in order
    questions: Mapped[list[dict[str, Any]]]
    digest: Mapped[str] = mapped_column(String(64))
    frozen_at: Mapped[Moment]
    frozen_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
