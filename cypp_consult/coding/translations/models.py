"""What language an answer is in, what it says in English, and in which tone."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from cypp_consult.core.database import Base, Key, Moment, choice


class ToneLabel(StrEnum):
    """How an answer sounds. For finding and ordering answers; never averaged."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    MIXED = "mixed"
    UNCLEAR = "unclear"

    @property
    def label(self) -> str:
        """Return it in words."""
        return self.value.capitalize()


class AnswerLanguage(Base):
    """The language an answer is in: the machine's guess, or what a person said."""

    __tablename__ = "answer_language"

    answer_id: Mapped[UUID] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(String(12), index=True)
    # null: the machine guessed
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[Moment]


class Translation(Base):
    """What an answer says in English, by a person. Corrections are new rows; the original stays where it is."""

    __tablename__ = "translation"
    __table_args__ = (
        UniqueConstraint("answer_id", "number"),
        # one that holds for each answer
        Index(
            "uq_translation_standing",
            "answer_id",
            unique=True,
            sqlite_where=text("replaced_at IS NULL"),
            postgresql_where=text("replaced_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    answer_id: Mapped[UUID] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"))
    # 1 for the first; a correction takes the next
    number: Mapped[int]
    language: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[Moment]
    # read for safety beside the original; coders see a translation from then on
    cleared_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    cleared_at: Mapped[Moment | None]
    replaced_at: Mapped[Moment | None]


class AnswerTone(Base):
    """The tone of an answer: what the machine says, and beside it what a person says instead."""

    __tablename__ = "answer_tone"

    answer_id: Mapped[UUID] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), primary_key=True)
    label: Mapped[ToneLabel] = mapped_column(choice(ToneLabel), index=True)
    # the words it rests on
    because: Mapped[list[str]] = mapped_column(default=list)
    # `reading.ENGINE` at the time; another one means: look again
    engine: Mapped[int] = mapped_column(index=True)
    # the translation it was read from; null for the answer's own words
    translation_id: Mapped[UUID | None]
    at: Mapped[Moment]
    said: Mapped[ToneLabel | None] = mapped_column(choice(ToneLabel, "saidtone"))
    said_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    said_at: Mapped[Moment | None]
