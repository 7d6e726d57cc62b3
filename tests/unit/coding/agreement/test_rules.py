"""Drawing by lot, advice, and where coders differ."""

from collections import Counter
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypp_consult.coding.agreement import cards, rules
from cypp_consult.coding.agreement.models import ReadingState
from cypp_consult.coding.agreement.rules import Choice
from cypp_consult.coding.models import Mark
from cypp_consult.core.errors import InvalidInputError

strata = st.dictionaries(st.sampled_from("abcd"), st.integers(1, 60), min_size=1)


def candidates(sizes):
    return [(UUID(int=number * 10 + place), name) for place, name in enumerate(sizes) for number in range(sizes[name])]


@given(strata, st.integers(1, 250), st.integers(0, 9))
def test_a_draw_has_its_size_keeps_the_shares_and_is_the_same_again(sizes, size, seed):
    given = candidates(sizes)
    drawn = rules.draw(given, size, seed)
    assert drawn == rules.draw(reversed(given), size, seed)
    assert len(drawn) == len(set(drawn)) == min(size, len(given))
    stratum = dict(given)
    found = Counter(stratum[key] for key in drawn)
    for name, count in sizes.items():
        exact = min(size, len(given)) * count / len(given)
        assert abs(found[name] - exact) < 1, "largest remainders: never off by a whole one"


def test_another_seed_draws_another_sample_and_a_larger_one_holds_the_smaller():
    given = candidates({"a": 500})
    assert rules.draw(given, 60, 1) != rules.draw(given, 60, 2)
    assert set(rules.draw(given, 30, 1)) < set(rules.draw(given, 60, 1))


def test_every_answer_is_drawn_about_as_often():
    given = candidates({"a": 40, "b": 20})
    found = Counter(key for seed in range(400) for key in rules.draw(given, 15, seed))
    assert set(found) == {key for key, _ in given}
    assert min(found.values()) > 60 and max(found.values()) < 140, "100 times each, by lot"


@pytest.mark.parametrize(
    ("ready", "codes", "size", "says"),
    [
        (12, 5, 12, "not enough"),
        (45, 5, 45, "take them all"),
        (900, 5, 60, "1 in 10"),
        (900, 20, 100, "1 in 20"),
        (70, 20, 70, "all"),
    ],
)
def test_advice(ready, codes, size, says):
    advice = rules.advice(ready, codes)
    assert advice.size == size
    assert says in advice.why


def test_sizes_and_coders_that_will_not_do():
    rules.check_size(30, 30)
    rules.check_coders(2)
    for size, ready in [(29, 100), (101, 100), (501, 900), (10, 10)]:
        with pytest.raises(InvalidInputError):
            rules.check_size(size, ready)
    for count in (0, 1, 13):
        with pytest.raises(InvalidInputError):
            rules.check_coders(count)


def choice(answer, person, *codes, state=ReadingState.CODED):
    return Choice(UUID(int=answer), person, state, frozenset(codes))


def test_where_coders_differ():
    found = [
        choice(1, 1, "theme:a"), choice(1, 2, "theme:a"),
        choice(2, 1, "theme:a", "theme:b"), choice(2, 2, "theme:a"),
        choice(3, 1, "theme:a"),
        choice(4, 1), choice(4, 2, "mark:other"),
        choice(5, 1, "theme:a"), choice(5, 2, state=ReadingState.UNSURE),
    ]  # fmt: skip
    by_answer = rules.by_answer(found)
    assert {key.int for key in by_answer} == {1, 2, 4}, "one coder alone, or unsure, is no comparison"
    order = {UUID(int=4): 1, UUID(int=2): 2}
    assert [key.int for key in rules.sequence(found, order)] == [4, 2]
    two = by_answer[UUID(int=2)]
    assert (rules.agreed(two), rules.contested(two)) == ({"theme:a"}, {"theme:b"})


def test_figures_with_and_without_marks():
    found = [choice(n, person, "theme:a" if n % 2 else "mark:other") for n in range(30) for person in (1, 2)]
    figures = rules.figures(found)
    assert set(figures.all.codes) == {"theme:a", "mark:other"}
    assert set(figures.themed.codes) == {"theme:a"}
    assert figures.all.enough and figures.all.pooled == 1


def test_codes_and_marks_are_told_apart():
    assert rules.mark_of(rules.mark_code(Mark.OTHER)) is Mark.OTHER
    assert rules.target_of("mark:other") is None
    token = f"theme:{UUID(int=3)}"
    assert (rules.target_of(token).token, rules.mark_of(token)) == (token, None)
    assert rules.tagged([token]) and not rules.tagged(["mark:other"])


@pytest.mark.parametrize(
    ("kappa", "says"), [(0.85, "alike"), (0.7, "mostly"), (0.1, "differently"), (None, "Not defined")]
)
def test_what_a_kappa_means(kappa, says):
    assert says in rules.verdict(kappa)


def test_a_card_says_the_first_sentence_and_no_novel():
    assert cards.brief("Roads and crossings. Buses go elsewhere.") == "Roads and crossings."
    assert cards.brief("") == ""
    long = cards.brief("word " * 80)
    assert len(long) <= 132
    assert long.endswith("word …")


@pytest.mark.parametrize(
    ("name", "drawing"),
    [
        ("Someone to talk to", "talk"),
        ("Buses that come", "bus"),
        ("Safe routes to school and home", "signpost"),
        ("Zzz", "lamp"),
    ],
)
def test_a_card_has_a_drawing_that_exists(name, drawing):
    assert cards.picture(name, "lamp") == drawing
    assert cards.picture("Zzz")


def test_every_drawing_of_a_card_is_drawn(app):
    drawn = app.jinja_env.get_template("components/art.html").module.pictures
    assert {drawing for _, drawing in cards._PICTURES} | {cards.picture("Zzz")} <= set(drawn)
