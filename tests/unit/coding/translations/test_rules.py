import pytest
from hypothesis import given

from cypp_consult.coding.translations.rules import check_language, check_translation, spoken_in
from cypp_consult.core.errors import InvalidInputError
from tests.unit.text.samples import any_text, quick


@pytest.mark.parametrize(
    ("text", "form", "spoken"),
    [
        ("I like the park", "en", "en"),
        ("Chcę więcej miejsc do zabawy", "en", "pl"),
        ("Chcę więcej miejsc do zabawy", "pl", "pl"),
        ("boisko", "pl", "pl"),
        ("football please", "pl", "pl"),
        ("I want more football clubs near my house", "pl", "en"),
        ("more swings", "en-x-easy", "en"),
        ("12345", "pl", "zxx"),
        ("\U0001f600", "en", "zxx"),
        ("\u16a0\u16a2\u16a6", "en", "und"),
    ],
)
def test_the_words_tell_and_the_form_where_they_do_not(text, form, spoken):
    assert spoken_in(text, form) == spoken


@quick
@given(any_text)
def test_any_text_has_a_language(text):
    assert spoken_in(text, "en")


def test_a_translation_has_words_and_an_end():
    assert check_translation("  I like it \n") == "I like it"
    for typed in ("", "  ", "a" * 20_001):
        with pytest.raises(InvalidInputError):
            check_translation(typed)


def test_a_language_is_one_of_ours():
    assert check_language("so") == "so"
    with pytest.raises(InvalidInputError):
        check_language("xx")
