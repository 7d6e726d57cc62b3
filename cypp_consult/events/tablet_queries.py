"""Reading what pairs tablets with an event: codes that still work, and the tablets themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from cypp_consult.accounts.models import User
from cypp_consult.core.errors import NotFoundError
from cypp_consult.events.models import Device, PairingCode

SHOWN = 200


@dataclass(frozen=True)
class OpenCode:
    """A code that would pair a tablet now: who made it and until when it works. The code itself is kept nowhere."""

    id: UUID
    made_by: str
    made_at: datetime
    expires_at: datetime


def open_codes(session: Session, event_id: UUID, at: datetime) -> list[OpenCode]:
    """Return the codes of an event that still work, newest first, at most 200."""
    query = (
        select(PairingCode.id, User.name, User.email, PairingCode.made_at, PairingCode.expires_at)
        .outerjoin(User, User.id == PairingCode.made_by_id)
        .where(
            PairingCode.event_id == event_id,
            PairingCode.used_at.is_(None),
            PairingCode.revoked_at.is_(None),
            PairingCode.expires_at > at,
        )
        .order_by(PairingCode.made_at.desc(), PairingCode.id)
        .limit(SHOWN)
    )
    return [
        OpenCode(row.id, row.name or row.email or "the command line", row.made_at, row.expires_at)
        for row in session.execute(query)
    ]


def code_of(session: Session, event_id: UUID, code_id: UUID) -> PairingCode:
    """Return a pairing code of an event; NotFoundError if the event has none of that id."""
    found = session.get(PairingCode, code_id)
    if found is None or found.event_id != event_id:
        raise NotFoundError
    return found


def devices(session: Session, event_id: UUID) -> Sequence[Device]:
    """Return the tablets of an event by their numbers, also those that were unpaired, at most 200."""
    query = select(Device).where(Device.event_id == event_id).order_by(Device.number).limit(SHOWN)
    return session.scalars(query).all()


def device_of(session: Session, event_id: UUID, device_id: UUID) -> Device:
    """Return a tablet of an event; NotFoundError if the event has none of that id."""
    found = session.get(Device, device_id)
    if found is None or found.event_id != event_id:
        raise NotFoundError
    return found
