"""The log of the code frame, what each act moved, the examples of themes, and the numbered versions."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cypp_consult.coding.models import Theme
from cypp_consult.core.database import Base, Key, Moment, choice


class FrameVerb(StrEnum):
    """What was done to the code frame."""

    MADE = "made"
    RENAMED = "renamed"
    CHANGED = "changed"
    MERGED = "merged"
    SPLIT = "split"
    RETIRED = "retired"
    RESTORED = "restored"
    KEPT = "kept"


class Part(StrEnum):
    """What a theme was in an act: what it was done to, what came of it, or what only moved along."""

    SOURCE = "source"
    RESULT = "result"
    BESIDE = "beside"


class MoveKind(StrEnum):
    """What an act moved."""

    TAG = "tag"
    SUGGESTION = "suggestion"


class FrameAct(Base):
    """One act on the code frame, with who, when and why; taken back as a whole, and then still on record."""

    __tablename__ = "frame_act"
    __table_args__ = (Index(None, "consultation_id", "at"),)

    id: Mapped[Key]
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"))
    verb: Mapped[FrameVerb] = mapped_column(choice(FrameVerb))
    why: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[Moment]
    # the batch that tagged the answers a theme was made from
    batch_id: Mapped[UUID | None] = mapped_column(index=True)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    undone_at: Mapped[Moment | None]

    themes: Mapped[list["FrameActTheme"]] = relationship(back_populates="act", order_by="FrameActTheme.place")


class FrameActTheme(Base):
    """A theme in an act: its facts and how many answers it had before and after.

    `was` and `now` hold only the columns that the act changed; `was` is empty for a theme the act made.
    """

    __tablename__ = "frame_act_theme"
    __table_args__ = (UniqueConstraint("act_id", "theme_id"),)

    id: Mapped[Key]
    act_id: Mapped[UUID] = mapped_column(ForeignKey("frame_act.id", ondelete="CASCADE"))
    theme_id: Mapped[UUID] = mapped_column(ForeignKey("theme.id", ondelete="CASCADE"), index=True)
    part: Mapped[Part] = mapped_column(choice(Part))
    place: Mapped[int] = mapped_column(default=0)
    # as it was called when the act was done
    name: Mapped[str]
    was: Mapped[dict[str, Any]] = mapped_column(default=dict)
    now: Mapped[dict[str, Any]] = mapped_column(default=dict)
    answers_before: Mapped[int] = mapped_column(default=0)
    answers_after: Mapped[int] = mapped_column(default=0)

    act: Mapped[FrameAct] = relationship(back_populates="themes")
    theme: Mapped[Theme] = relationship()

    @property
    def made_here(self) -> bool:
        """Say whether the act made this theme."""
        return bool(self.now) and not self.was


class FrameMove(Base):
    """One tag or suggestion that an act took to another theme, or took away where the answer had that theme already.

    A row that moved keeps its id, its maker and its moment; `kept` holds a row that was taken away.
    """

    __tablename__ = "frame_move"

    id: Mapped[Key]
    act_id: Mapped[UUID] = mapped_column(ForeignKey("frame_act.id", ondelete="CASCADE"), index=True)
    kind: Mapped[MoveKind] = mapped_column(choice(MoveKind))
    # no foreign keys to the row: a tag may be taken off since
    row_id: Mapped[UUID] = mapped_column(index=True)
    answer_id: Mapped[UUID] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), index=True)
    from_id: Mapped[UUID] = mapped_column(ForeignKey("theme.id", ondelete="CASCADE"))
    # empty: taken away
    to_id: Mapped[UUID | None] = mapped_column(ForeignKey("theme.id", ondelete="CASCADE"))
    # of a tag taken away: the tag that stands for it since
    instead_id: Mapped[UUID | None]
    kept: Mapped[dict[str, Any]] = mapped_column(default=dict)


class ThemeExample(Base):
    """An answer chosen to show what a theme means. Its words are never copied: they are read from the answer."""

    __tablename__ = "theme_example"
    __table_args__ = (UniqueConstraint("theme_id", "answer_id"),)

    id: Mapped[Key]
    theme_id: Mapped[UUID] = mapped_column(ForeignKey("theme.id", ondelete="CASCADE"))
    answer_id: Mapped[UUID] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), index=True)
    # the stretch of the answer that is shown, in characters; empty for all of it
    start: Mapped[int | None]
    end: Mapped[int | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[Moment]


class FrameVersion(Base):
    """The code frame as it stood when somebody kept it: numbered from 1 in each consultation, never changed."""

    __tablename__ = "frame_version"
    __table_args__ = (UniqueConstraint("consultation_id", "number"),)

    id: Mapped[Key]
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"))
    number: Mapped[int]
    note: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[Moment]
    # as `frame.rules.Snapshot.as_json` writes it
    content: Mapped[dict[str, Any]]
