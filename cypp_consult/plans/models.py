"""A plan and its framework: outcomes, priorities, actions and measures.

Nothing in the tree is deleted once used: it is retired, so that old tags keep what they point at.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cypp_consult.core.database import Base, Key, Moment


class Plan(Base):
    """One Children and Young People's Plan."""

    __tablename__ = "plan"

    id: Mapped[Key]
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    area: Mapped[str] = mapped_column(String(200))
    period_start: Mapped[int | None]
    period_end: Mapped[int | None]
    # what this plan calls an outcome, for instance "Ambition"
    outcome_label: Mapped[str] = mapped_column(String(40), default="Outcome")
    # the published framework it was started from, if any
    template: Mapped[str | None] = mapped_column(String(80))
    created_at: Mapped[Moment]

    outcomes: Mapped[list["Outcome"]] = relationship(
        back_populates="plan", order_by="Outcome.position", cascade="all, delete-orphan"
    )
    measures: Mapped[list["Measure"]] = relationship(
        back_populates="plan", order_by="Measure.position", cascade="all, delete-orphan"
    )

    @property
    def period(self) -> str:
        """Return the years in words, such as "2009 to 2014", or an empty string."""
        if self.period_start is None:
            return ""
        return f"{self.period_start} to {self.period_end}" if self.period_end else f"from {self.period_start}"

    @property
    def outcomes_label(self) -> str:
        """Return the plan's word for outcomes, in the plural."""
        return f"{self.outcome_label}s"


class Outcome(Base):
    """What should get better for children; some plans call it an ambition."""

    __tablename__ = "outcome"
    __table_args__ = (UniqueConstraint("plan_id", "slug"),)

    id: Mapped[Key]
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), index=True)
    slug: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(300))
    summary: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int] = mapped_column(default=0)
    retired_at: Mapped[Moment | None]

    plan: Mapped[Plan] = relationship(back_populates="outcomes")
    priorities: Mapped[list["Priority"]] = relationship(
        back_populates="outcome", order_by="Priority.position", cascade="all, delete-orphan"
    )


class Priority(Base):
    """What the partnership works on under an outcome."""

    __tablename__ = "priority"
    __table_args__ = (UniqueConstraint("plan_id", "slug"),)

    id: Mapped[Key]
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), index=True)
    outcome_id: Mapped[UUID] = mapped_column(ForeignKey("outcome.id", ondelete="CASCADE"), index=True)
    slug: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(300))
    detail: Mapped[str] = mapped_column(Text, default="")
    # a short name and one of our own pictures, for children's tiles
    short_name: Mapped[str] = mapped_column(String(60), default="")
    picture: Mapped[str | None] = mapped_column(String(40))
    position: Mapped[int] = mapped_column(default=0)
    retired_at: Mapped[Moment | None]

    outcome: Mapped[Outcome] = relationship(back_populates="priorities")
    actions: Mapped[list["Action"]] = relationship(
        back_populates="priority", order_by="Action.position", cascade="all, delete-orphan"
    )


class Action(Base):
    """What somebody will do for a priority."""

    __tablename__ = "action"
    __table_args__ = (UniqueConstraint("plan_id", "slug"),)

    id: Mapped[Key]
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), index=True)
    priority_id: Mapped[UUID] = mapped_column(ForeignKey("priority.id", ondelete="CASCADE"), index=True)
    slug: Mapped[str] = mapped_column(String(80))
    code: Mapped[str] = mapped_column(String(40), default="")
    title: Mapped[str] = mapped_column(String(500))
    leads: Mapped[list[str]] = mapped_column(default=list)
    position: Mapped[int] = mapped_column(default=0)
    retired_at: Mapped[Moment | None]

    priority: Mapped[Priority] = relationship(back_populates="actions")


class Measure(Base):
    """How the partnership will know: of a plan, and of an outcome or a priority where the framework says so."""

    __tablename__ = "measure"
    __table_args__ = (UniqueConstraint("plan_id", "slug"),)

    id: Mapped[Key]
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), index=True)
    outcome_id: Mapped[UUID | None] = mapped_column(ForeignKey("outcome.id", ondelete="CASCADE"), index=True)
    priority_id: Mapped[UUID | None] = mapped_column(ForeignKey("priority.id", ondelete="CASCADE"), index=True)
    slug: Mapped[str] = mapped_column(String(80))
    code: Mapped[str] = mapped_column(String(40), default="")
    name: Mapped[str] = mapped_column(String(500))
    position: Mapped[int] = mapped_column(default=0)
    retired_at: Mapped[Moment | None]

    plan: Mapped[Plan] = relationship(back_populates="measures")
    readings: Mapped[list["Reading"]] = relationship(
        back_populates="measure", order_by="Reading.recorded_at", cascade="all, delete-orphan"
    )


class Reading(Base):
    """One value of a measure, for a period named in words."""

    __tablename__ = "reading"

    id: Mapped[Key]
    measure_id: Mapped[UUID] = mapped_column(ForeignKey("measure.id", ondelete="CASCADE"), index=True)
    period: Mapped[str] = mapped_column(String(60))
    value: Mapped[str] = mapped_column(String(60))
    note: Mapped[str] = mapped_column(String(300), default="")
    recorded_at: Mapped[Moment]

    measure: Mapped[Measure] = relationship(back_populates="readings")


class ImportedFramework(Base):
    """A framework that somebody imported, as `framework_reader` read it; it stands beside the built-in ones."""

    __tablename__ = "imported_framework"

    id: Mapped[Key]
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    content: Mapped[dict[str, Any]]
    imported_at: Mapped[Moment]
