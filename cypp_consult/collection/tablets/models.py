"""What came in from tablets, by their own numbering, so that a missing number is seen."""

from uuid import UUID

from sqlalchemy import ForeignKey, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from cypp_consult.core.database import Base, Moment


class Arrival(Base):
    """A response that a tablet sent, under the number it gave it: numbers of a tablet run from 1 for each event."""

    __tablename__ = "arrival"

    device_id: Mapped[UUID] = mapped_column(ForeignKey("device.id", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[UUID] = mapped_column(Uuid(), primary_key=True)
    # the receipt it got last: stored, duplicate, conflict or invalid
    status: Mapped[str] = mapped_column(String(20))
    received_at: Mapped[Moment]
