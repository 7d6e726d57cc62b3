"""The key of an event: tablets seal answers to its public half, and only the server opens them."""

import base64
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import update
from sqlalchemy.orm import Session

from cypp_consult.core import audit
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.events.models import Event

BITS = 3072
_OAEP = padding.OAEP(mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=None)
_NOT_OURS = "It was sealed for another event, or it was damaged on the way."
_loaded: dict[bytes, rsa.RSAPrivateKey] = {}
_MOST_KEPT = 32


def ensure_key(session: Session, event: Event) -> None:
    """Make the event's key pair if it has none; of several made at once the first kept one stays. Flushes."""
    if event.private_key is not None:
        return
    made = rsa.generate_private_key(public_exponent=65537, key_size=BITS).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    statement = (
        update(Event)
        .where(Event.id == event.id, Event.private_key.is_(None))
        .values(private_key=made)
        .returning(Event.id)
        .execution_options(synchronize_session=False)
    )
    if session.scalar(statement) is not None:
        audit.record(session, "event.key", "event", event.id, {"bits": BITS})
    session.flush()
    session.refresh(event, ["private_key"])


def public_jwk(private_key: bytes) -> dict[str, Any]:
    """Return the public half of a key as a JSON Web Key for RSA-OAEP with SHA-256."""
    numbers = _key(private_key).public_key().public_numbers()
    return {"kty": "RSA", "alg": "RSA-OAEP-256", "ext": True, "n": _number(numbers.n), "e": _number(numbers.e)}


def unseal(private_key: bytes, sealed_for: str, key: bytes, iv: bytes, data: bytes) -> bytes:
    """Return what a tablet sealed under an id with AES-256-GCM, its key wrapped to the event's.

    Raises InvalidInputError for anything that was not sealed so.
    """
    try:
        return AESGCM(_key(private_key).decrypt(key, _OAEP)).decrypt(iv, data, sealed_for.encode())
    except (ValueError, InvalidTag, OverflowError) as error:
        raise InvalidInputError(_NOT_OURS) from error


def _key(private_key: bytes) -> rsa.RSAPrivateKey:
    # reading and checking a key takes longer than using it
    found = _loaded.get(private_key)
    if found is None:
        if len(_loaded) >= _MOST_KEPT:
            _loaded.clear()
        read = serialization.load_pem_private_key(private_key, password=None)
        if not isinstance(read, rsa.RSAPrivateKey):
            raise TypeError("the key of an event is an RSA key")
        found = _loaded[private_key] = read
    return found


def _number(value: int) -> str:
    raw = value.to_bytes((value.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")
