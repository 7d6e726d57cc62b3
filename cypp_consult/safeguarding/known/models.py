"""The listed words."""

from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cypp_consult.core.database import Base, Key, Moment, choice


class KnownKind(StrEnum):
    """What a listed word is."""

    SCHOOL = "school"
    PLACE = "place"
    NO_NAME = "no_name"

    @property
    def label(self) -> str:
        """Return the kind in words, as the heading of its list."""
        return {"school": "Schools", "place": "Places", "no_name": "Not a person’s name"}[self.value]


class KnownWord(Base):
    """A school or place to mark in answers, or a word that is no name although it looks like one."""

    __tablename__ = "known_word"
    __table_args__ = (UniqueConstraint("kind", "key"),)

    id: Mapped[Key]
    kind: Mapped[KnownKind] = mapped_column(choice(KnownKind))
    words: Mapped[str] = mapped_column(String(120))
    # lower case, without accents and marks: the same school is listed once
    key: Mapped[str] = mapped_column(String(120))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[Moment]
