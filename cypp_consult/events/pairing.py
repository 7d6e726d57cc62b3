"""Pairing tablets with an event: codes that are used once, and the tokens that tablets then carry.

Only the SHA-256 of a code or a token is kept. A code is claimed by one conditional UPDATE, so that of several tablets
that type the same one exactly one is paired.
"""

import secrets
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from cypp_consult.core import audit
from cypp_consult.core.codes import digest_of, plain
from cypp_consult.core.codes import new_code as random_code
from cypp_consult.core.errors import DomainError
from cypp_consult.events import sealing
from cypp_consult.events.models import Device, Event, PairingCode
from cypp_consult.events.services import check_ready

LETTERS = 8
LIFETIME = timedelta(minutes=15)
TOKEN_BYTES = 32


class PairingRefusedError(DomainError):
    """A code that pairs nothing: wrong, used, too old or taken back. Which of these is not told."""

    status = 403

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("This code does not work. It may be used or too old. Ask for a new one.")


def new_code(session: Session, event: Event, by_id: int | None, at: datetime) -> tuple[PairingCode, str]:
    """Make a code for one tablet and return its row and the code itself, which is kept nowhere.

    Raises EventNotReadyError while the event names no safeguarding lead with a phone number. The caller commits.
    """
    check_ready(event)
    sealing.ensure_key(session, event)
    code = random_code(LETTERS)
    row = PairingCode(
        id=uuid4(), event_id=event.id, digest=digest_of(code), made_at=at, made_by_id=by_id, expires_at=at + LIFETIME
    )
    session.add(row)
    session.flush()
    audit.record(session, "pairing.code", "event", event.id, {"code": str(row.id)}, at)
    return row, code


def revoke_code(session: Session, pairing_code: PairingCode, at: datetime) -> None:
    """Let a code pair nothing any more; nothing happens to one that was used or taken back. The caller commits."""
    statement = (
        update(PairingCode)
        .where(PairingCode.id == pairing_code.id, PairingCode.used_at.is_(None), PairingCode.revoked_at.is_(None))
        .values(revoked_at=at)
        .returning(PairingCode.id)
        .execution_options(synchronize_session=False)
    )
    if session.scalar(statement) is not None:
        audit.record(session, "pairing.revoke_code", "event", pairing_code.event_id, {"code": str(pairing_code.id)}, at)
    session.flush()
    session.refresh(pairing_code)


def pair(session: Session, typed: str, installation_id: UUID | None, at: datetime) -> tuple[Device, str]:
    """Pair a tablet by a typed code and return it with its new token, which is kept nowhere. The caller commits.

    The same installation keeps its row and its number. Raises PairingRefusedError for a code that does not work and
    EventNotReadyError as `new_code` does; the caller then rolls back.
    """
    code = _claim(session, typed, at)
    # tablets of one event are paired one after the other, so that each gets a number of its own
    event = session.scalars(
        select(Event).where(Event.id == code.event_id).with_for_update(key_share=True, of=Event)
    ).one()
    check_ready(event)
    sealing.ensure_key(session, event)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    device = _device(session, event, installation_id or uuid4(), digest_of(token), at)
    session.execute(update(PairingCode).where(PairingCode.id == code.id).values(device_id=device.id))
    detail = {"event": str(event.id), "number": device.number, "code": str(code.id)}
    audit.record(session, "device.pair", "device", device.id, detail, at)
    session.flush()
    return device, token


def device_of(session: Session, token: str) -> Device | None:
    """Return the tablet that carries a token, or None for a token that is unknown or taken back."""
    query = select(Device).where(Device.token_digest == digest_of(token), Device.revoked_at.is_(None))
    return session.scalar(query)


def revoke(session: Session, device: Device, at: datetime) -> None:
    """Take a tablet's token back until it is paired again. What waits on it stays there. The caller commits."""
    if device.revoked_at is not None:
        return
    device.revoked_at = at
    session.flush()
    audit.record(session, "device.revoke", "device", device.id, {"event": str(device.event_id)}, at)


def _claim(session: Session, typed: str, at: datetime) -> PairingCode:
    statement = (
        update(PairingCode)
        .where(
            PairingCode.digest == digest_of(plain(typed)),
            PairingCode.used_at.is_(None),
            PairingCode.revoked_at.is_(None),
            PairingCode.expires_at > at,
        )
        .values(used_at=at)
        .returning(PairingCode.id)
        .execution_options(synchronize_session=False)
    )
    claimed = session.scalar(statement)
    if claimed is None:
        raise PairingRefusedError
    return session.get_one(PairingCode, claimed, populate_existing=True)


def _device(session: Session, event: Event, installation_id: UUID, token_digest: str, at: datetime) -> Device:
    device = session.scalar(
        select(Device).where(Device.event_id == event.id, Device.installation_id == installation_id)
    )
    if device is None:
        highest = session.scalar(select(func.max(Device.number)).where(Device.event_id == event.id)) or 0
        device = Device(id=uuid4(), event_id=event.id, installation_id=installation_id, number=highest + 1)
        session.add(device)
    device.token_digest = token_digest
    device.paired_at = at
    device.revoked_at = None
    session.flush()
    return device
