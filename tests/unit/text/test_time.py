"""Time grows with the length of a text and not faster: shown by counting, as clocks lie on a busy machine."""

import importlib
import pkgutil
import re
import sys
from collections.abc import Callable
from typing import Any

import pytest

import cypp_consult.text
from cypp_consult.text.analyse import analyser_for
from cypp_consult.text.blob import phrases
from cypp_consult.text.clean import clean_text, spreadsheet_safe
from cypp_consult.text.wording import wording_warnings
from tests.unit.text.samples import HARD_TEXTS, framework

ANALYSER = analyser_for(framework("leeds-2009"))
FARTHEST = 700
# Runs of one class of characters that nothing after them can make shorter; each is scanned once.
PLAIN_RUNS = {
    "clean.WORD",
    "personal.tokens.WORD",
    "clean._FORMULA",
    "splitting._GAP",
    "concern._STRETCHED",
    "matching._PIECE",
}


def patterns() -> dict[str, re.Pattern[str]]:
    found = {}
    for module in pkgutil.walk_packages(cypp_consult.text.__path__, "cypp_consult.text."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, re.Pattern):
                found[f"{module.name.removeprefix('cypp_consult.text.')}.{name}"] = value
    return found


@pytest.mark.parametrize("name", sorted(set(patterns()) - PLAIN_RUNS))
def test_no_pattern_looks_far_from_where_it_starts(name):
    pattern = patterns()[name]
    _, farthest = re._parser.parse(pattern.pattern, pattern.flags).getwidth()
    assert farthest <= FARTHEST


def calls(function: Callable[[str], Any], text: str) -> int:
    """Count the calls that `function` makes, in Python and in C."""
    made = 0

    def count(_frame: object, event: str, _arg: object) -> None:
        nonlocal made
        made += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        function(text)
    finally:
        sys.setprofile(None)
    return made


FUNCTIONS: dict[str, Callable[[str], Any]] = {
    "analyse": lambda text: ANALYSER(text).as_json("1"),
    "clean": clean_text,
    "phrases": phrases,
    "spreadsheet": spreadsheet_safe,
    "wording": lambda text: wording_warnings(text, "younger-children"),
}


@pytest.mark.parametrize("hard", HARD_TEXTS)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_twice_the_text_is_about_twice_the_work(name, hard):
    function = FUNCTIONS[name]
    short, long = HARD_TEXTS[hard][:3000], HARD_TEXTS[hard][:6000]
    function(long)  # fill the caches
    assert calls(function, long) <= 2.3 * calls(function, short) + 3000


@pytest.mark.parametrize("hard", ["letters", "spaces", "digits", "spaces between", "marks", "surrogates", "names"])
def test_a_hundred_thousand_characters_are_analysed(hard):
    text = HARD_TEXTS[hard]
    assert ANALYSER(text).language in ("en", "und", "so", "pl", "cy")
    assert clean_text(clean_text(text)) == clean_text(text)
