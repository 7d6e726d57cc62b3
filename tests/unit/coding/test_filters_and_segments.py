"""Filters survive the way through an address; an answer cut for the page loses no letter and shows nothing hidden."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypp_consult.coding import filters, rules, segments
from cypp_consult.coding.filters import Filters, FlagChoice, Order, Place, Sample, TagState
from cypp_consult.coding.rules import Target, TargetKind
from cypp_consult.collection.models import Channel
from cypp_consult.core.audiences import Audience
from cypp_consult.core.errors import InvalidInputError

targets = st.builds(Target, st.sampled_from(TargetKind), st.uuids())
chosen = st.builds(
    Filters,
    state=st.sampled_from(TagState),
    question=st.none() | st.uuids(),
    audience=st.none() | st.sampled_from(Audience),
    event=st.none() | st.uuids(),
    channel=st.none() | st.sampled_from(Channel),
    tag=st.none() | targets,
    words=st.text("abc 1é", max_size=30).map(lambda words: " ".join(words.split())),
    order=st.sampled_from(Order),
    age_band=st.sampled_from(["", "9-10", "11–13"]),
    coder=st.none() | st.integers(1, 10**6),
    unread=st.booleans(),
    flag=st.none() | st.sampled_from(FlagChoice),
    low=st.booleans(),
    language=st.sampled_from(["", "pl", "ur", "en"]),
    sample=st.none() | st.builds(Sample, st.integers(1, 500), st.integers(0, 10**9)),
)


@given(chosen)
def test_filters_are_read_back_from_their_address(given_filters):
    assert filters.parse(given_filters.as_arguments()) == given_filters


@given(
    st.dictionaries(
        st.sampled_from(
            [
                "state",
                "question",
                "audience",
                "event",
                "channel",
                "tag",
                "words",
                "order",
                "age",
                "coder",
                "flag",
                "sample",
                "size",
                "seed",
            ]
        ),
        st.text(max_size=40),
    )
)
def test_any_address_gives_filters_that_give_it_back(arguments):
    once = filters.parse(arguments)
    assert filters.parse(once.as_arguments()) == once


@given(chosen)
def test_without_attributes_nothing_of_a_respondent_is_left(given_filters):
    assert set(given_filters.without_attributes().as_arguments()).isdisjoint({"audience", "event", "channel"})


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2200, 1, 1), timezones=st.just(UTC)), st.uuids())  # noqa: DTZ001 - hypothesis adds the zone
def test_a_place_is_read_back_exactly(at, key):
    assert Place.parse(Place(at, key).token) == Place(at, key)


def test_no_place_in_nonsense():
    for token in ("", "~", "1~", f"x~{uuid4()}", f"{10**30}~{uuid4()}", f"{-(10**30)}~{uuid4()}"):
        assert Place.parse(token) is None


details = st.lists(
    st.builds(
        lambda a, b: {"start": min(a, b), "end": max(a, b), "kind": "name"}, st.integers(-5, 60), st.integers(-5, 60)
    ),
    max_size=5,
)


@given(st.text("ab cd.", max_size=50), st.lists(st.text("abcd ", max_size=6), max_size=4), details)
def test_pieces_show_the_text_once_but_for_what_is_hidden(text, reasons, hidden):
    pieces = segments.segments(text, reasons, hidden)
    covered = [False] * len(text)
    for span in hidden:
        for place in range(max(0, span["start"]), min(len(text), span["end"])):
            covered[place] = True
    expected = "".join(letter for letter, out in zip(text, covered, strict=True) if not out)
    assert "".join(piece.text for piece in pieces if not piece.hidden) == expected
    assert all(piece.text for piece in pieces)


def test_reasons_are_underlined_as_whole_words_the_longest_first():
    pieces = segments.segments("The Big, road. A bigroad is big", ["big", "big road"])
    assert [piece.text for piece in pieces if piece.hit] == ["Big, road", "big"]


def test_a_hidden_reason_is_not_told():
    text = "ask Rose about roses"
    hidden = [{"start": 4, "end": 8, "kind": "name"}]
    pieces = segments.segments(text, ["Rose", "roses"], hidden)
    assert segments.visible(["Rose", "roses", "roses"], pieces) == ["roses"]
    assert segments.shown_text(text, hidden) == "ask [name hidden] about roses"
    assert segments.segments(text, (), [{"start": 4, "end": 8, "kind": "something new"}])[1].text == "detail hidden"


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_the_share_says_all_or_none_only_when_it_is(coded, total):
    share = rules.share_coded(min(coded, total), total)
    assert 0 <= share <= 100
    assert (share == 100) == (0 < total <= coded)
    assert (share == 0) == (total == 0 or coded == 0)


@given(st.lists(targets, unique=True, max_size=14), st.lists(targets, unique=True, max_size=5))
def test_keys_go_to_themes_first_and_never_beyond_nine(themes, others):
    keys = rules.keys_for(themes, others)
    assert sorted(keys.values()) == list(range(1, len(keys) + 1))
    assert len(keys) <= 9
    assert [target for target, _ in sorted(keys.items(), key=lambda pair: pair[1])][: len(themes)] == themes[:9]


@given(st.dictionaries(targets, st.sampled_from(["", " ", "a", "S", "7", "q"]), max_size=4))
def test_chosen_keys_are_read_back_as_they_were_kept(given_keys):
    typed = [key.strip().lower() for key in given_keys.values() if key.strip()]
    if len(typed) != len(set(typed)):
        with pytest.raises(InvalidInputError):
            rules.check_keys(given_keys)
        return
    kept = rules.check_keys(given_keys)
    assert rules.own_keys(kept, given_keys) == {
        target: key.strip().lower() for target, key in given_keys.items() if key.strip()
    }
    assert rules.own_keys(kept, []) == {}


@given(st.sampled_from(sorted(rules.RESERVED)) | st.sampled_from(["é", "ab", "?", "²"]))
def test_keys_that_do_something_else_are_refused(key):
    with pytest.raises(InvalidInputError):
        rules.check_keys({Target(TargetKind.THEME, UUID(int=1)): key})


@given(st.integers(0, 10**6))
def test_figures_of_small_consultations_are_never_old(answers):
    seconds = rules.kept_for(answers)
    assert 0 <= seconds <= rules.MOST_KEPT
    assert (seconds == 0) == (answers < rules.LARGE)
