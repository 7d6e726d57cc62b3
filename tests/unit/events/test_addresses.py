"""Addresses of the children's screens, and where tablets may keep a page."""

import pytest

from cypp_consult.events import addresses


@pytest.mark.parametrize(
    ("base", "secure"),
    [
        ("https://consult.ashdale.example", True),
        ("http://127.0.0.1:5000", True),
        ("http://127.8.0.1", True),
        ("http://[::1]:5000", True),
        ("http://localhost:5000", True),
        ("http://tablets.localhost", True),
        ("http://192.168.0.7:5000", False),
        ("http://consult.ashdale.example", False),
        ("http://localhost.example", False),
        ("", False),
    ],
)
def test_tablets_keep_pages_of_https_and_of_this_machine(base, secure):
    assert addresses.is_secure(base) is secure


def test_the_code_for_pairing_stands_behind_the_hash():
    assert addresses.for_tablets("https://a.example/", "7KQ3MF") == "https://a.example/e/7KQ3MF/"
    assert (
        addresses.for_pairing("https://a.example", "7KQ3MF", "ABCD2345") == "https://a.example/e/7KQ3MF/#pair=ABCD2345"
    )


def test_codes_are_read_in_fours():
    assert addresses.in_fours("ABCD2345") == "ABCD 2345"
    assert addresses.in_fours("") == ""
