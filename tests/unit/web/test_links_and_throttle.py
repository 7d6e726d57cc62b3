"""Links for outside, and keys that name nobody."""

import pytest

from cypp_consult.web import throttle
from cypp_consult.web.links import outside

LIMIT = throttle.Limit("test", 10, __import__("datetime").timedelta(minutes=5))


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("https://consult.example.org", "https://consult.example.org/reset-password"),
        ("http://127.0.0.1:5000", "http://127.0.0.1:5000/reset-password"),
        ("https://example.org/consult", "https://example.org/consult/reset-password"),
    ],
)
def test_a_link_for_outside_leads_to_the_set_address(app, monkeypatch, base, expected):
    monkeypatch.setitem(app.config, "BASE_URL", base)
    with app.test_request_context(headers={"Host": "evil.example"}):
        assert outside("security.forgot_password") == expected
    with app.app_context():
        assert outside("security.forgot_password") == expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("198.51.100.7", "198.51.100.200", True),
        ("198.51.100.7", "198.51.101.7", False),
        ("2001:db8:1:1::5", "2001:db8:1:ffff::9", True),
        ("2001:db8:1::5", "2001:db8:2::5", False),
        ("::ffff:198.51.100.7", "198.51.100.9", True),
    ],
)
def test_neighbours_count_together(app, one, other, same):
    seen = []
    for address in (one, other):
        with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
            seen.append(throttle.neighbourhood())
    assert (seen[0] == seen[1]) is same


def test_keys_depend_on_limit_and_parts_and_show_neither(app):
    with app.app_context():
        key = throttle.key_for(LIMIT, "Amina@Example.org", "a")
        assert key == throttle.key_for(LIMIT, " amina@example.org ", "a")
        assert key != throttle.key_for(LIMIT, "amina@example.orga", "")
        assert len(key) == 64
        assert throttle.key_for(LIMIT, "\ud800")


@pytest.mark.parametrize(
    ("seconds", "words"), [(1, "1 minute"), (60, "1 minute"), (61, "2 minutes"), (299.5, "5 minutes")]
)
def test_waits_in_words(seconds, words):
    from datetime import timedelta

    assert throttle.in_minutes(timedelta(seconds=seconds)) == words
