import unicodedata

import pytest
from hypothesis import given

from cypp_consult.text.clean import clean_text, spreadsheet_safe, words
from tests.unit.text.samples import HARD_TEXTS, any_text, quick


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc\u2028d\x85e\x0bf", "a\nb\nc\nd\ne\nf"),
        ("tab\there", "tab\there"),
        ("bell\x07 nul\x00 del\x7f c1\x9b", "bell nul del c1"),
        ("lone \ud83d and \udc00 surrogates", "lone  and  surrogates"),
        ("cafe\u0301", "caf\u00e9"),
        (
            "\U0001f469\u200d\U0001f467 \U0001f3f4\U000e0067\U000e0062\U000e007f",
            "\U0001f469\u200d\U0001f467 \U0001f3f4\U000e0067\U000e0062\U000e007f",
        ),
        ("\u200f\u0645\u062f\u0631\u0633\u06c1\u200e", "\u200f\u0645\u062f\u0631\u0633\u06c1\u200e"),
        ("turned \u202e round", "turned  round"),
        ("\ufeffmark and \uffff and \U0001ffff", "mark and  and "),
        ("  kept  ", "  kept  "),
    ],
)
def test_clean_text_keeps_what_people_mean(typed, kept):
    assert clean_text(typed) == kept


@quick
@given(any_text)
def test_cleaned_text_can_be_stored_and_is_clean(typed):
    cleaned = clean_text(typed)
    cleaned.encode("utf-8")
    assert clean_text(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not any(unicodedata.category(letter) == "Cc" and letter not in "\n\t" for letter in cleaned)


def test_any_length_stays():
    assert clean_text(HARD_TEXTS["letters"]) == HARD_TEXTS["letters"]


def test_a_thousand_accents_on_one_letter_become_few():
    assert len(clean_text("a" + "\u0301\u0316" * 1000 + "b")) < 40


@pytest.mark.parametrize(
    "typed",
    [
        "=1+1", "+44 7700", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\x00=1", " =1", "\u00a0=1", "\u200b=1", "\u202f-2", "\uff1d1", "\uff0b1", "\uff0d1", "\uff20a",
        "\ufeff=1", "  \u200f =1", "\u3000=1",
    ],
)  # fmt: skip
def test_a_formula_is_quoted(typed):
    assert spreadsheet_safe(typed) == f"'{typed}"


@pytest.mark.parametrize("typed", ["", "more parks", "a=b", "'=1", "1-1", "\u0645\u062f\u0631\u0633\u06c1", "  park"])
def test_other_text_stays(typed):
    assert spreadsheet_safe(typed) == typed


@quick
@given(any_text)
def test_quoting_twice_is_quoting_once(typed):
    once = spreadsheet_safe(typed)
    assert spreadsheet_safe(once) == once
    assert once.removeprefix("'") == typed or once == typed


def test_words_are_as_they_stand():
    assert words("Mum's dog don\u2019t bite, does it? \U0001f600 24/7") == [
        "Mum's",
        "dog",
        "don\u2019t",
        "bite",
        "does",
        "it",
        "24",
        "7",
    ]


def test_words_of_other_scripts_stay_whole():
    assert words("\u0a38\u0a15\u0a42\u0a32 \u0aae\u0abe\u0ab0\u0ac0") == [
        "\u0a38\u0a15\u0a42\u0a32",
        "\u0aae\u0abe\u0ab0\u0ac0",
    ]


@quick
@given(any_text)
def test_words_stand_in_the_text_in_order(typed):
    at = 0
    for word in words(typed):
        at = typed.index(word, at) + len(word)
