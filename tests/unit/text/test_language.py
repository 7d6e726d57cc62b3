import pytest
from hypothesis import given

from cypp_consult.text.language import language, language_name, languages
from tests.unit.text.samples import any_text, quick, sample

KNOWN = set(languages())


@pytest.mark.parametrize("name", ["language", "language_fresh", "language_more"])
def test_accuracy_on_made_up_phrases(name):
    rows = sample(name)
    assert sum(language(text) == wanted for wanted, text in rows) >= 0.9 * len(rows)


def test_the_languages_asked_most_are_told_by_some_phrase():
    assert {language(text) for _, text in sample("language")} >= {
        "en",
        "cy",
        "pl",
        "ur",
        "pa",
        "gu",
        "so",
        "ar",
        "ro",
        "und",
    }


def test_languages_have_names_for_pages():
    assert language_name("pl") == "Polish"
    assert language_name("en-x-easy") == "English"
    assert language_name("xx") == "xx"


@pytest.mark.parametrize("text", ["", "   ", "123", "?!", "\U0001f600", "\ud800"])
def test_no_letters_no_language(text):
    assert language(text) == "und"


def test_a_foreign_name_leaves_a_text_english():
    assert language("My friend Zo\u00eb and Ma\u0142gorzata like the park") == "en"


@quick
@given(any_text)
def test_the_answer_is_always_one_of_ours(text):
    assert language(text) in KNOWN
