import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypp_consult.text.analyse import suggesters_for
from cypp_consult.text.data_files import examples
from cypp_consult.text.suggest import LexiconEntry, Tagger
from tests.unit.text.samples import any_text, framework, quick, sample

ENTRIES = [
    LexiconEntry("stay-safe", "bullying", 1.0),
    LexiconEntry("stay-safe", "feel safe", 0.6),
    LexiconEntry("be-healthy", "mental health", 1.0),
    LexiconEntry("be-healthy", "health", 0.5),
    LexiconEntry("enjoy", "school", 0.4),
    LexiconEntry("enjoy", "", 1.0),
    LexiconEntry("enjoy", "pupils with SEND", 1.0),
    LexiconEntry("enjoy", "SEND", 0.9),
]
TAGGER = Tagger(ENTRIES)


def test_reasons_are_the_words_of_the_text():
    best = TAGGER.suggest("Stop the Bullies at school!")
    assert [(item.target, item.reasons) for item in best] == [("stay-safe", ("Bullies",)), ("enjoy", ("school",))]


def test_a_phrase_counts_more_and_takes_its_words():
    (best,) = TAGGER.suggest("mental health")
    assert best.reasons == ("mental health",)
    assert best.score == round(1.8 / 2.8, 3)


def test_one_word_may_stand_inside_a_phrase_but_not_a_full_stop():
    assert TAGGER.suggest("I feel really safe")[0].reasons == ("feel really safe",)
    assert TAGGER.suggest("That is how I feel. Safe roads please") == []


def test_a_repeated_word_counts_twice_at_most():
    assert TAGGER.suggest("bullying " * 2)[0].score == TAGGER.suggest("bullying " * 50)[0].score


def test_send_is_no_sending():
    assert TAGGER.suggest("they send me messages") == []
    assert TAGGER.suggest("SEND support is slow")[0].target == "enjoy"


def test_ties_go_by_the_order_of_entries():
    tagger = Tagger([LexiconEntry("b", "park", 1.0), LexiconEntry("a", "park", 1.0)])
    assert [item.target for item in tagger.suggest("park")] == ["b", "a"]


def test_the_heavier_of_two_entries_counts():
    tagger = Tagger([LexiconEntry("a", "park", 0.2), LexiconEntry("a", "parks", 1.0)])
    assert tagger.suggest("park")[0].score == 0.5


def test_targets_are_those_of_the_entries():
    assert TAGGER.targets == ("stay-safe", "be-healthy", "enjoy")


def test_no_entries_no_suggestions():
    assert Tagger([]).suggest("anything") == []


@quick
@given(any_text, st.integers(min_value=0, max_value=4))
def test_suggestions_are_few_ordered_and_the_same_twice(text, limit):
    best = TAGGER.suggest(text, limit)
    assert len(best) <= limit
    assert best == Tagger(ENTRIES).suggest(text, limit)
    assert all(0 < item.score < 1 and item.reasons for item in best)
    assert sorted(best, key=lambda item: -item.score) == best


def test_the_longest_phrase_takes_its_words_from_all_targets():
    tagger = Tagger([LexiconEntry("money", "free school meals", 1.0), LexiconEntry("learn", "school", 1.0)])
    assert [item.target for item in tagger.suggest("free school meals")] == ["money"]
    assert {item.target for item in tagger.suggest("free school meals at school")} == {"money", "learn"}


# Sentences we made up; none was used to choose a word, a weight or an example. They are no promise for real ones.
@pytest.mark.parametrize("name", ["leicestershire-2006", "leicester-city-2009", "leeds-2009"])
@pytest.mark.parametrize(
    ("said", "first", "second"),
    [
        ("outcomes", 0.95, 0.98),
        ("outcomes_fresh", 0.72, 0.82),
        ("outcomes_statements", 0.84, 0.95),
        ("outcomes_writers", 0.83, 0.93),
        ("outcomes_blind", 0.85, 0.94),
        ("outcomes_indirect", 0.8, 0.92),
    ],
)
def test_outcomes_of_made_up_sentences(name, said, first, second):
    suggest = suggesters_for(framework(name)).outcomes.suggest
    rows = [(wanted, text) for wanted, texts in sample(said).items() for text in texts]
    best = [[item.target for item in suggest(text)][:2] for _, text in rows]
    assert sum(found[:1] == [wanted] for (wanted, _), found in zip(rows, best, strict=True)) >= first * len(rows)
    assert sum(wanted in found for (wanted, _), found in zip(rows, best, strict=True)) >= second * len(rows)


def test_the_sentences_of_tests_are_none_of_the_examples():
    known = {text for texts in examples().values() for text in texts}
    for said in (
        "outcomes",
        "outcomes_fresh",
        "outcomes_statements",
        "outcomes_writers",
        "outcomes_blind",
        "outcomes_indirect",
    ):
        assert not known.intersection(text for texts in sample(said).values() for text in texts)
