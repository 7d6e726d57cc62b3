"""Addresses stay apart and short; moving changes the order and nothing else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypp_consult.plans.rules import LONGEST_SLUG, Direction, leads_of, moved, slug_for


@given(st.text(max_size=200), st.sets(st.text(alphabet="abc-1", max_size=8)))
def test_an_address_is_plain_short_and_free(words, taken):
    slug = slug_for(words, taken)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= LONGEST_SLUG
    assert slug not in taken


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("Stay Safe", "stay-safe"),
        ("Children’s voices & café", "childrens-voices-cafe"),
        ("محفوظ", "item"),
        ("", "item"),
    ],
)
def test_addresses_read_well(words, slug):
    assert slug_for(words) == slug


def test_a_taken_address_gets_a_number():
    assert slug_for("Stay safe", {"stay-safe", "stay-safe-2"}) == "stay-safe-3"
    long = "a" * 80
    assert slug_for(long, {slug_for(long)}) == "a" * 58 + "-2"


@given(st.lists(st.integers(), unique=True, min_size=1), st.data())
def test_moving_keeps_everything_and_is_undone_by_moving_back(items, data):
    item = data.draw(st.sampled_from(items))
    down = moved(items, item, Direction.DOWN)
    assert sorted(down) == sorted(items)
    if item == items[-1]:
        assert down == items
    else:
        assert down.index(item) == items.index(item) + 1
        assert moved(down, item, Direction.UP) == items


def test_leads_are_parted_by_semicolons_or_lines():
    assert leads_of("Head of Service;  Health Visiting \nHead of Service;;") == ["Head of Service", "Health Visiting"]
