"""What a tablet seals is opened with the event's key, under its own id alone."""

import base64
import os

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from cypp_consult.core.errors import InvalidInputError
from cypp_consult.events import sealing
from tests.unit.events.keys import KEY


def number(text):
    return int.from_bytes(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), "big")


def seal(text, sealed_for):
    """Seal as a tablet does: from the public half alone."""
    jwk = sealing.public_jwk(KEY)
    public = rsa.RSAPublicNumbers(number(jwk["e"]), number(jwk["n"])).public_key()
    key, iv = AESGCM.generate_key(256), os.urandom(12)
    oaep = padding.OAEP(mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=None)
    return public.encrypt(key, oaep), iv, AESGCM(key).encrypt(iv, text, sealed_for.encode())


def test_a_seal_opens_for_its_id_alone():
    key, iv, data = seal("Ça va? 🙂".encode(), "one")
    assert sealing.unseal(KEY, "one", key, iv, data).decode() == "Ça va? 🙂"
    for broken in (
        ("two", key, iv, data),
        ("one", key, iv[:-1], data),
        ("one", key[:-1], iv, data),
        ("one", key, iv, data[:-1]),
    ):
        with pytest.raises(InvalidInputError, match="another event"):
            sealing.unseal(KEY, *broken)


@given(st.binary(max_size=400), st.binary(max_size=20), st.binary(max_size=40))
def test_whatever_comes_is_refused_in_words(key, iv, data):
    with pytest.raises(InvalidInputError):
        sealing.unseal(KEY, "one", key, iv, data)


def test_the_public_half_says_nothing_of_the_private_one():
    assert set(sealing.public_jwk(KEY)) == {"kty", "alg", "ext", "n", "e"}
