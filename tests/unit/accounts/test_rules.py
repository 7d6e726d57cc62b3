"""States of accounts and roles in words."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypp_consult.accounts import rules
from cypp_consult.accounts.rules import AccountState
from cypp_consult.core.roles import Role

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("active", "has_password", "invited", "expected"),
    [
        (True, True, None, AccountState.ACTIVE),
        (True, True, timedelta(days=90), AccountState.ACTIVE),
        (True, False, timedelta(days=6, hours=23), AccountState.INVITED),
        (True, False, timedelta(days=7), AccountState.LAPSED),
        (True, False, None, AccountState.LAPSED),
        (False, True, None, AccountState.OFF),
        (False, False, timedelta(0), AccountState.OFF),
    ],
)
def test_where_an_account_stands(active, has_password, invited, expected):
    at = None if invited is None else NOW - invited
    assert rules.state(active=active, has_password=has_password, invited_at=at, now=NOW) == expected


@pytest.mark.parametrize(
    ("roles", "words"),
    [
        ([], "No role"),
        ([Role.LEAD], "Lead"),
        ([Role.ANALYST, Role.LEAD], "Lead and analyst"),
        ([Role.ADMINISTRATOR, Role.YOUNG_ANALYST, Role.LEAD], "Lead, young analyst and administrator"),
    ],
)
def test_roles_in_words(roles, words):
    assert rules.in_words(roles) == words


@given(st.lists(st.sampled_from(Role)))
def test_words_name_each_role_once_whatever_the_order(roles):
    words = rules.in_words(roles).lower()
    assert words == rules.in_words(reversed(roles)).lower()
    for role in set(roles):
        assert role.label in words


def test_every_role_and_state_is_explained():
    assert set(rules.ROLE_MEANINGS) == set(Role)
    assert all(state.label for state in AccountState)
