"""Codes that people read out, copy from a poster and type."""

import hashlib
import secrets

# without 0, O, 1, I and L, which people mistake for each other
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_code(length: int) -> str:
    """Return a random code of so many letters and figures."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def plain(typed: str) -> str:
    """Return a code as people type it in its plain form: capital letters and figures alone."""
    return "".join(letter for letter in typed.upper() if letter.isascii() and letter.isalnum())


def digest_of(secret: str) -> str:
    """Return the SHA-256, in hex, under which a code or a token is kept; only its owner knows the thing itself."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
