"""Which languages a native reader has checked, and recordings of questions read aloud."""

from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cypp_consult.core.audiences import Audience
from cypp_consult.core.database import Base, Key, Moment, choice


class CatalogueCheck(Base):
    """A native reader has checked the words of the children's screens in a language. New words need a new check."""

    __tablename__ = "catalogue_check"

    language: Mapped[str] = mapped_column(String(12), primary_key=True)
    # SHA-256 of the words that were checked; with any other words the language is off again
    digest: Mapped[str] = mapped_column(String(64))
    checked_by: Mapped[str] = mapped_column(String(200))
    # what makes the reader one, such as "teacher, speaks Urdu at home"
    role: Mapped[str] = mapped_column(String(200))
    checked_at: Mapped[Moment]
    marked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class Recording(Base):
    """A question with its answers, read aloud by a person for one audience in one language."""

    __tablename__ = "recording"
    __table_args__ = (UniqueConstraint("question_id", "audience", "language"),)

    id: Mapped[Key]
    question_id: Mapped[UUID] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), index=True)
    audience: Mapped[Audience] = mapped_column(choice(Audience))
    language: Mapped[str] = mapped_column(String(12))
    # audio/mp4, audio/mpeg, audio/ogg or audio/wav
    mimetype: Mapped[str] = mapped_column(String(60))
    # SHA-256 of the sound, in hex
    digest: Mapped[str] = mapped_column(String(64))
    sound: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    # SHA-256 of the words that were read; recordings of older words are not played
    words_digest: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[Moment]
