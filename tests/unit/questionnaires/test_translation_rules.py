"""Translations: complete exactly when every text has its words from today's English; only words ever change."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from cypp_consult.questionnaires.languages import rules
from cypp_consult.questionnaires.languages.rules import Meter, TextState, Translation
from cypp_consult.questionnaires.models import QuestionType
from cypp_consult.questionnaires.rules import FrozenQuestion, Option

words = st.sampled_from(["a", "b c", "ü", "ا", " d ", "a\nb"])
optional = st.sampled_from(["", " "]) | words


@st.composite
def asked(draw):
    kind = draw(st.sampled_from(QuestionType))
    options = () if kind.is_text else tuple(Option(key, draw(words), draw(st.none() | words)) for key in "abc")
    return FrozenQuestion("1", "q", kind, "Q", draw(words), draw(optional), None, options, draw(st.none() | st.just(2)))


@st.composite
def pairs(draw):
    english = draw(asked())
    keys = draw(st.sets(st.sampled_from([*rules.texts_of(english), "answer:gone"])))
    made_from = {
        key: draw(st.sampled_from([rules.texts_of(english).get(key, "x"), "older"]))
        for key in keys
        if draw(st.booleans())
    }
    return english, Translation({key: draw(optional) for key in keys}, made_from)


@given(pairs())
def test_complete_means_every_text_has_words_of_todays_english(pair):
    english, translation = pair
    now = rules.texts_of(english)
    expected = all(
        translation.words.get(key, "").strip() and translation.made_from.get(key, text) == text
        for key, text in now.items()
    )
    assert rules.is_complete(english, translation) == expected
    meter = rules.meter(rules.texts(english, translation))
    assert meter.of == len(now)
    assert meter.is_complete == expected
    assert meter.done + meter.changed + meter.missing == meter.of


@given(pairs())
def test_a_translation_changes_words_and_nothing_else(pair):
    english, translation = pair
    put = rules.put(english, translation)
    assert [(option.id, option.picture) for option in put.options] == [(o.id, o.picture) for o in english.options]
    blank = {"text": "", "help": "", "options": ()}
    assert replace(put, **blank) == replace(english, **blank)
    assert all(option.text.strip() for option in put.options)
    assert put.text.strip()
    assert bool(put.help) == bool(english.help)


@given(asked())
def test_a_complete_translation_has_no_english_left(english):
    given_words = Translation(dict.fromkeys(rules.texts_of(english), "Ω"), {})
    put = rules.put(english, given_words)
    assert rules.is_complete(english, given_words)
    assert put.text == "Ω" and {option.text for option in put.options} <= {"Ω"} and put.help.strip() in {"", "Ω"}


@given(asked(), asked())
def test_the_words_read_aloud_have_one_digest(one, other):
    same = [one.text, one.help, *(o.text for o in one.options)] == [
        other.text,
        other.help,
        *(o.text for o in other.options),
    ]
    assert (rules.words_digest(one) == rules.words_digest(other)) == same
    assert rules.words_digest(replace(one, picture="bus", name="Other", key="other")) == rules.words_digest(one)


def test_a_question_without_its_answers_is_not_complete():
    english = FrozenQuestion("1", "q", QuestionType.SINGLE, "Q", "Are you well?", options=(Option("y", "Yes"),))
    half = Translation({"text": "Wyt ti'n iach?"})
    assert not rules.is_complete(english, half)
    assert [row.state for row in rules.texts(english, half)] == [TextState.DONE, TextState.MISSING]
    assert rules.is_complete(english, Translation({**half.words, "answer:y": "Ydw"}))


def test_old_words_say_what_they_were_made_from():
    english = FrozenQuestion("1", "q", QuestionType.LONG_TEXT, "Q", "What now?")
    (row,) = rules.texts(english, Translation({"text": "Beth?"}, {"text": "What?"}))
    assert (row.state, row.was) == (TextState.CHANGED, "What?")


def test_where_nothing_is_asked_nothing_is_complete():
    assert not Meter().is_complete
    assert (Meter(1, 2) + Meter(2, 3, 1)) == Meter(3, 5, 1)
