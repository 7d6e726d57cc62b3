"""Expected numbers of an age band, an area, a school or a group. Those of an audience stand with the audience."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cypp_consult.core.database import Base, Key, choice


class TargetKind(StrEnum):
    """What kind of part of all people a target is about."""

    AGE = "age"
    AREA = "area"
    SCHOOL = "school"
    GROUP = "group"


class Target(Base):
    """How many people of one age band, area, school or group we want to hear from, and how many there are.

    Every number is of people. None means: not said.
    """

    __tablename__ = "target"
    __table_args__ = (
        UniqueConstraint("consultation_id", "kind", "key"),
        CheckConstraint("expected >= 1", name="expected_positive"),
        CheckConstraint("population >= 1", name="population_positive"),
    )

    id: Mapped[Key]
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"), index=True)
    kind: Mapped[TargetKind] = mapped_column(choice(TargetKind))
    # of an age band "young-people/11-13"; of the others made from the name
    key: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(200))
    expected: Mapped[int | None]
    # how many such people there are in all, and who says so
    population: Mapped[int | None]
    source: Mapped[str] = mapped_column(String(200), default="")
    # which audiences are counted; empty means all of them
    audiences: Mapped[list[str]] = mapped_column(default=list)
    # of a school: the area it lies in
    area_id: Mapped[UUID | None] = mapped_column(ForeignKey("target.id", ondelete="SET NULL"), index=True)
    # of a group: the question about the person, and the answers to it, that say somebody belongs to it
    about_key: Mapped[str] = mapped_column(String(60), default="")
    about_values: Mapped[list[str]] = mapped_column(default=list)
    # of a group: which of the usual groups it is, which says what is suggested when it is behind
    pattern: Mapped[str] = mapped_column(String(40), default="")
    # what the lead means to do when it is behind, in their own words
    action: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int] = mapped_column(default=0)
