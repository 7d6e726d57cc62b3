"""Whom an event was for: so an area, a school or a group is reached that nobody is asked about."""

from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cypp_consult.consultations.targets.models import Target
from cypp_consult.core.database import Base, Key
from cypp_consult.events.models import Event


class EventTarget(Base):
    """A lead says that everybody who answered at an event is of a place or a group."""

    __tablename__ = "event_target"
    __table_args__ = (UniqueConstraint("event_id", "target_id"),)

    id: Mapped[Key]
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    target_id: Mapped[UUID] = mapped_column(ForeignKey("target.id", ondelete="CASCADE"), index=True)

    event: Mapped[Event] = relationship()
    target: Mapped[Target] = relationship()
