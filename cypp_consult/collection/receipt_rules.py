"""Receipt codes: how somebody without an account can have their own answers removed. Pure."""

import hashlib
import hmac
from uuid import UUID

# no vowels, so that no code is a word; no letters that look like another or like a figure
LETTERS = "BCDFGHJKMNPQRSTVWXYZ"
LENGTH = 10


def code_of(secret: str, response_id: UUID) -> str:
    """Return the code of a response: ten letters, the same each time for one id and secret.

    It cannot be worked out without the secret, and nothing but the code leads back to the response.
    """
    mark = hmac.new(secret.encode(), b"receipt " + response_id.bytes, hashlib.sha256).digest()
    number = int.from_bytes(mark, "big")
    letters = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(LETTERS))
        letters.append(LETTERS[place])
    return "".join(letters)


def digest_of(code: str) -> str:
    """Return the SHA-256 of a code as people type it: any case, with spaces or hyphens. This is what is stored."""
    return hashlib.sha256(plain(code).encode()).hexdigest()


def plain(code: str) -> str:
    """Return a typed code as capital letters and figures alone."""
    return "".join(letter for letter in code.upper() if letter.isascii() and letter.isalnum())


def spaced(code: str) -> str:
    """Return a code in groups that are easy to copy: "BCDF GHJ KMN"."""
    return f"{code[:4]} {code[4:7]} {code[7:]}"
