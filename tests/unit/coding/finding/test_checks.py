"""Checks of a theme set: every pair, the figures, what is proposed."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cypp_consult.coding.finding import wording
from cypp_consult.coding.finding.checks import Action, Kind, ThemeFacts, check, fewest, overlap, same_words
from cypp_consult.text.grouping_features import nearness

# made-up pairs of themes: (name, definition, name, definition, whether they say the same)
PAIRS = (
    ("Safer roads to school", "", "Safe routes to school", "Roads and crossings", False),
    ("Safe routes to school", "", "Safe route to school", "", True),
    ("Buses that come on time", "Late buses", "Buses come on time", "", True),
    ("Bullying at school", "", "Bullying in schools", "", True),
    ("Help sooner", "Long waits for CAMHS", "Help me sooner", "Waits for CAMHS are long", True),
    ("More things to do", "", "Things to do", "", True),
    ("Someone to talk to", "Counsellors in school", "Someone who listens", "Being asked and heard", False),
    ("Parks", "Swings and slides", "Car parking", "Cars on the pavement", False),
    ("Mental health help", "", "Help with homework", "", False),
    ("Online bullying", "", "Bullying at school", "", False),
)


def theme(name="A theme", definition="", answers=range(10), parent=None):
    return ThemeFacts(uuid4(), name, definition, frozenset(UUID(int=key) for key in answers), parent)


@pytest.mark.parametrize(("one", "meaning", "two", "other", "same"), PAIRS)
def test_names_and_definitions_that_say_the_same(one, meaning, two, other, same):
    themes = [theme(one, meaning, range(10)), theme(two, other, range(20, 30))]
    said = same_words(themes)
    found = [finding for finding in check(themes, 100) if finding.kind is Kind.SAME_WORDS]
    assert bool(found) is same, nearness(said[0], said[1])


def test_overlap_is_jaccard_of_the_answers_over_all_pairs():
    themes = [
        theme("Roads", answers=range(10)),
        theme("Food", answers=range(100, 110)),
        theme("Crossings", answers=range(8)),
    ]
    (found,) = [finding for finding in check(themes, 100) if finding.kind is Kind.OVERLAP]
    assert [one.name for one in found.themes] == ["Roads", "Crossings"]
    assert found.figure == 0.8
    assert found.action is Action.MERGE
    assert "8 of the 10 answers" in wording.finding(found).why


def test_at_the_limit_they_do_not_overlap_and_parts_may():
    whole = theme("Roads", answers=range(10))
    assert overlap(whole.answers, theme(answers=range(7)).answers) == 0.7
    themes = [whole, theme("Crossings", answers=range(7)), theme("Lorries", answers=range(9), parent=whole.id)]
    assert not [one for one in check(themes, 50) if one.kind is Kind.OVERLAP and whole in one.themes]


def test_few_answers_and_many_themes():
    assert (fewest(0), fewest(4000), fewest(20000)) == (5, 5, 20)
    few = check([theme("Ducks", answers=range(4))], 100)
    assert [(one.kind, one.figure) for one in few] == [(Kind.FEW, 4)]
    assert check([theme("Ducks", answers=range(5))], 100) == []
    many = [
        theme(f"Theme {chr(65 + number)}{number}", answers=range(number * 10, number * 10 + 9)) for number in range(31)
    ]
    assert check(many, 100)[0].kind is Kind.MANY
    assert "31 themes" in wording.finding(check(many, 100)[0]).what


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=30), st.sets(st.integers(0, 12))), max_size=8))
def test_any_set_of_themes_is_taken(given_themes):
    themes = [theme(*facts) for facts in given_themes]
    for finding in check(themes, 50):
        told = wording.finding(finding)
        assert told.what and told.why and told.act
        assert set(finding.themes) <= set(themes)
