"""Answers in nearly the same words: found whatever the spelling, never where a word turns what is said."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cypp_consult.text.duplicates import alike, plain

LETTER = (
    "Please do not close the Ashdale library, it is the only warm place where our children can do their homework "
    "after school and the staff know every one of them by name"
)
# made-up pairs: (one, two, whether they say the same)
PAIRS = (
    ("more swings please", "More swings please!!", True),
    ("more swings", "more swings please", True),
    ("the bus is always late", "The bus is allways late", True),
    ("the bus is always late", "the bus is always late tbh", True),
    ("I feel safe", "I don't feel safe", False),
    ("I feel safe at school", "I feel unsafe at school", False),
    ("more homework", "less homework", False),
    ("my mum shouts", "my dad shouts", False),
    ("I am 12", "I am 14", False),
    ("I identify as male", "I identify as female", False),
    ("nothing to do here", "nothing", False),
    ("open the park", "close the park", False),
    ("nicer school dinners", "nicer school toilets", False),
    ("someone to talk to", "somone to talk to", True),
    (LETTER, LETTER.replace("warm place", "warm room"), True),
    (LETTER, LETTER.replace("do not close", "close"), False),
    (LETTER, LETTER[:60], False),
)


@pytest.mark.parametrize(("one", "two", "same"), PAIRS)
def test_what_says_the_same_is_put_together_and_nothing_else(one, two, same):
    assert bool(alike([one, two])) is same
    assert bool(alike([two, one])) is same


def test_a_campaign_is_one_group_with_its_letter_first():
    copies = [
        LETTER,
        LETTER.upper(),
        LETTER + " Thank you",
        LETTER.replace("homework", "home work"),
        "other words",
        LETTER,
    ]
    (found,) = alike(copies)
    assert set(found.members) == {0, 1, 2, 3, 5}
    assert found.same == 3
    assert all(plain(copies[place]) == plain(LETTER) for place in found.members[:3])


def test_short_answers_that_many_give_are_together_word_for_word():
    (found,) = alike(["idk", "IDK", "idk.", "no"])
    assert found.members == (0, 1, 2)
    assert found.same == 3


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.text(max_size=40) | st.sampled_from(["bus late", "the bus is late", "the bus is laate"]), max_size=20)
)
def test_any_text_is_taken_and_stands_in_one_group_at_most(texts):
    found = alike(texts)
    held = [place for one in found for place in one.members]
    assert len(held) == len(set(held))
    assert set(held) <= set(range(len(texts)))
    assert all(len(one.members) >= 2 and 1 <= one.same <= len(one.members) for one in found)
    same = {}
    for place, text in enumerate(texts):
        if plain(text):
            same.setdefault(plain(text), []).append(place)
    home = {place: number for number, one in enumerate(found) for place in one.members}
    assert all(len({home.get(place) for place in places}) == 1 for places in same.values()), "word for word: together"
