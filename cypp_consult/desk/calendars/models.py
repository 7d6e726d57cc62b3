"""Private calendar addresses, and how often each date in a calendar has changed."""

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cypp_consult.accounts.models import User
from cypp_consult.core.database import Base, Key, Moment


class CalendarAddress(Base):
    """A person's calendar address. Only the SHA-256 of its token is kept; without the row the address leads nowhere."""

    __tablename__ = "calendar_address"

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), unique=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[Moment]
    # the last day on which a calendar read it, so that a person sees whether it works
    last_read_on: Mapped[date | None]

    person: Mapped[User] = relationship()


class CalendarItem(Base):
    """A date as calendars were last told it. A calendar takes a change only under a higher sequence number."""

    __tablename__ = "calendar_item"

    uid: Mapped[str] = mapped_column(String(120), primary_key=True)
    # SHA-256 of what was told
    digest: Mapped[str] = mapped_column(String(64))
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[Moment]
