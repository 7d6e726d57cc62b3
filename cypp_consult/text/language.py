"""Guess a text's language among those spoken most in our schools; an answer given on the form is better."""

import re
from collections import Counter
from functools import cache

from cypp_consult.text.clean import words
from cypp_consult.text.data_files import load

ENGLISH = "en"
UNKNOWN = "und"

_MOST_LETTERS = 2000  # enough to tell; the rest of a long text adds only time
_SCRIPTS = {
    "latin": re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]"),
    "arabic": re.compile(r"[\u0620-\u064a\u0671-\u06d3\u06d5\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]"),
    "pa": re.compile(r"[\u0a01-\u0a75]"),
    "gu": re.compile(r"[\u0a81-\u0aff]"),
    "other": re.compile(r"[\u0370-\u05ff\u0780-\u0a00\u0b00-\u1dff\u2e80-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]"),
}
_URDU_LETTERS = re.compile("[\u0679\u0688\u0691\u06ba\u06be\u06c1\u06d2]")
_PERSIAN_LETTERS = re.compile("[\u067e\u0686\u0698\u06a9\u06af\u06cc]")
_DIGITS = re.compile(r"\d")


def language(text: str) -> str:
    """Return the likely language of `text`: en, cy, pl, ur, pa, gu, so, ar, or und where none of these is likely.

    Short text in plain Latin letters without any sign of another language counts as English.
    """
    text = text[:_MOST_LETTERS]
    letters = {script: len(pattern.findall(text)) for script, pattern in _SCRIPTS.items()}
    script = max(letters, key=lambda name: letters[name])
    if not letters[script]:
        return UNKNOWN
    if script == "latin":
        return _latin(text)
    if script == "arabic":
        return _arabic(text)
    return UNKNOWN if script == "other" else script


def _arabic(text: str) -> str:
    """Tell Urdu and Arabic apart by their letters; Persian and Kurdish are none of ours."""
    if _URDU_LETTERS.search(text):
        return "ur"
    return UNKNOWN if _PERSIAN_LETTERS.search(text) else "ar"


def _latin(text: str) -> str:
    """Tell languages in Latin script apart by their commonest words and their own letters."""
    found = [word.lower().replace("\u2019", "'") for word in words(text)]
    points: Counter[str] = Counter()
    for name in load("language_words")["words"]:
        points[name] = sum(word in _common(name) for word in found)
    foreign = [set(word) for word in found if not word.isascii()]
    for name, own in load("language_words")["letters"].items():
        points[name] += 2 * sum(not letters.isdisjoint(own) for letters in foreign)
    best = max(points, key=lambda name: (points[name], name == ENGLISH))
    if points[best] == points[ENGLISH]:
        # No sign of any other language: English, if there is a word at all.
        return ENGLISH if any(not _DIGITS.search(word) for word in found) else UNKNOWN
    return UNKNOWN if best == "other" else best


@cache
def _common(name: str) -> frozenset[str]:
    """Return the common words of language `name`."""
    return frozenset(str(load("language_words")["words"][name]).split())
