"""The words of the children's screens: gathered whole, translated with the same places, and never said to be checked."""

import re
import zipfile

import pytest
from babel.messages.pofile import read_po

from cypp_consult.questionnaires.languages import catalogues, gathering

LANGUAGES = [language for language in catalogues.LANGUAGES.values() if language.needs_check]
SCRIPTS = sorted(gathering.SCREENS.glob("*.js"))
# arrows, letters and digits of the texts themselves stay out of it: these are the places that code fills in
CALL = re.compile(r"(?<![\w.])say\(\s*(?P<first>[^)\s])")


def catalogue(language):
    with catalogues.path(language.code).open("rb") as file:
        return read_po(file, locale=language.code)


@pytest.fixture(scope="module")
def template():
    return gathering.gather()


def test_the_template_has_the_words_of_the_screens_as_they_are():
    there = (catalogues.FOLDER / catalogues.TEMPLATE).read_text(encoding="utf-8")
    assert there == gathering.template_text(), "the screens say other words: run `make catalogues`"


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_every_call_says_one_whole_literal_text(path):
    text = re.sub(r"/\*.*?\*/|^\s*//.*$", "", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    calls = [match["first"] for match in CALL.finditer(text.replace("function say(", "function "))]
    assert all(first in "\"'" for first in calls), "gathering sees only whole texts in quotes"


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_a_catalogue_has_the_templates_words_and_no_others(language, template):
    found = catalogue(language)
    assert not found.obsolete, "run `make catalogues`"
    assert {message.id for message in found if message.id} == {message.id for message in template if message.id}


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_a_guess_does_not_count_as_done(language):
    found = catalogue(language)
    fuzzy = {message.id for message in found if message.id and message.fuzzy}
    assert not fuzzy & set(catalogues.strings(language.code))


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_a_translation_leaves_open_what_the_english_does(language):
    for english, words in catalogues.strings(language.code).items():
        assert gathering.places(words) == gathering.places(english), english
        assert words == words.strip() or english != english.strip(), f"stray space around: {words!r}"
        assert not re.search(r"[<>{}]", re.sub(r"\{\w+\}", "", words)), f"markup in: {words!r}"


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_a_catalogue_says_that_it_is_a_draft(language):
    head = catalogues.path(language.code).read_text(encoding="utf-8").partition("msgid")[0]
    assert "Draft, not checked by a native reader." in head


def test_own_names_and_directions_are_those_of_the_standard_data():
    from babel import Locale

    for language in LANGUAGES:
        locale = Locale.parse(language.code)
        assert locale.text_direction == language.dir
        assert locale.get_display_name(language.code).casefold() == language.name.casefold()


def test_the_wheel_has_the_catalogues(tmp_path):
    import subprocess
    import sys

    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=catalogues.FOLDER.parents[1], check=True, capture_output=True, timeout=120)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    wanted = {f"cypp_consult/translations/{language.code}/LC_MESSAGES/kiosk.po" for language in LANGUAGES}
    assert wanted | {"cypp_consult/translations/kiosk.pot"} <= names


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_a_button_is_called_as_it_is_named(language):
    words = catalogues.strings(language.code)
    for button in ("Skip", "Next"):
        for english, translated in words.items():
            if f"press {button}" in english:
                assert words.get(button, "") in translated, english
