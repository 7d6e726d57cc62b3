"""What one look at the answers found: groups, repeats and phrases. Machine-made; people make themes of it."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cypp_consult.coding.models import Theme
from cypp_consult.core.database import Base, Key, Moment, choice


class Sort(StrEnum):
    """What holds the answers of a group together."""

    # they say alike
    THEME = "theme"
    # they are nearly the same words
    ALIKE = "alike"


class FindingRun(Base):
    """One look at the cleared answers of a consultation. The latest is shown; older ones go when it is done."""

    __tablename__ = "finding_run"

    id: Mapped[Key]
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[Moment]
    # answers that were read, and those of them that nobody had coded
    answers: Mapped[int]
    uncoded: Mapped[int]
    # "words", or "vectors" where a language model compared them
    engine: Mapped[str] = mapped_column(String(20))
    # what stands out by audience: [{"audience", "phrase", "holding", "answers", "others", "rest", "figure"}]
    phrases: Mapped[list[dict[str, Any]]] = mapped_column(default=list)


class FindingGroup(Base):
    """Answers that belong together, as far as a machine can tell."""

    __tablename__ = "finding_group"
    __table_args__ = (Index(None, "run_id", "sort", "position"),)

    id: Mapped[Key]
    run_id: Mapped[UUID] = mapped_column(ForeignKey("finding_run.id", ondelete="CASCADE"))
    sort: Mapped[Sort] = mapped_column(choice(Sort))
    position: Mapped[int]
    # made of phrases that stand in its answers; empty for repeats, which show their own words
    label: Mapped[str] = mapped_column(String(200), default="")
    # how many answers it was found with; of repeats, how many are the same word for word
    size: Mapped[int]
    same: Mapped[int] = mapped_column(default=0)
    dismissed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    dismissed_at: Mapped[Moment | None]
    # the theme that was made of it, or of some of it
    theme_id: Mapped[UUID | None] = mapped_column(ForeignKey("theme.id", ondelete="SET NULL"), index=True)

    theme: Mapped[Theme | None] = relationship()


class FindingMember(Base):
    """An answer that was read in a run, and where it was put."""

    __tablename__ = "finding_member"
    __table_args__ = (Index(None, "group_id", "rank"), Index(None, "alike_id"), Index(None, "answer_id"))

    run_id: Mapped[UUID] = mapped_column(ForeignKey("finding_run.id", ondelete="CASCADE"), primary_key=True)
    answer_id: Mapped[UUID] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), primary_key=True)
    group_id: Mapped[UUID | None] = mapped_column(ForeignKey("finding_group.id", ondelete="CASCADE"))
    # from 0 for the most typical of its group
    rank: Mapped[int] = mapped_column(default=0)
    alike_id: Mapped[UUID | None] = mapped_column(ForeignKey("finding_group.id", ondelete="CASCADE"))
