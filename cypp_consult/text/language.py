"""Guess a text's language among those spoken most in our schools; an answer given on the form is better."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache

from cypp_consult.text.clean import words
from cypp_consult.text.data_files import load

ENGLISH = "en"
UNKNOWN = "und"

_MOST_LETTERS = 2000  # enough to tell; the rest of a long text adds only time
_TELLING = 3  # letters: shorter words are found in many languages, and count half
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_FOREIGN = re.compile(
    r"[^\x00-\u024f\u1e00-\u2e7f\ue000-\uf8ff\ufe00-\ufe0f\ufeff"
    r"\U0001f000-\U0001ffff\U000e0000-\U0010ffff]"
)
# Where each script begins, in order; what lies between two belongs to the earlier one.
_SCRIPTS = (
    (0x0370, "el"), (0x0400, "cyrillic"), (0x0530, "hy"), (0x0590, "he"), (0x0600, "arabic"), (0x0700, UNKNOWN),
    (0x0750, "arabic"), (0x0780, UNKNOWN), (0x0900, "hi"), (0x0980, "bn"), (0x0A00, "pa"), (0x0A80, "gu"),
    (0x0B00, UNKNOWN), (0x0B80, "ta"), (0x0C00, "te"), (0x0C80, UNKNOWN), (0x0D00, "ml"), (0x0D80, "si"),
    (0x0E00, "th"), (0x0E80, UNKNOWN), (0x10A0, "ka"), (0x1100, "ko"), (0x1200, "ethiopic"),
    (0x13A0, UNKNOWN), (0x3040, "ja"),
    (0x3100, "zh"), (0x3130, "ko"), (0x3190, "zh"), (0xA000, UNKNOWN), (0xAC00, "ko"), (0xD7B0, UNKNOWN),
    (0xF900, "zh"), (0xFB00, UNKNOWN), (0xFB50, "arabic"), (0xFE00, UNKNOWN), (0xFE70, "arabic"), (0xFEFE, UNKNOWN),
    (0x20000, "zh"), (0x30000, UNKNOWN),
)  # fmt: skip
_ARABIC_LETTER = re.compile(r"[\u0620-\u064a\u0671-\u06d3\u06d5\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
_PASHTO = re.compile("[\u0681\u0685\u0693\u0696\u069a\u06bc\u06cd\u06d0]")
_SORANI = re.compile("[\u0695\u06b5\u06c6\u06ce\u06d5]")
_URDU = re.compile("[\u0679\u0688\u0691\u06ba\u06be\u06c1\u06d2]")
_PERSIAN = re.compile("[\u067e\u0686\u0698\u06a9\u06af\u06cc]")
_PERSIAN_WORDS = re.compile(
    "\\b(?:\u0631\u0627|\u0627\u0633\u062a|\u0645\u06cc|\u0646\u0645\u06cc|\u062f\u0648\u0633\u062a|\u0647\u0633\u062a\u0645)\\b"
)
_UKRAINIAN = re.compile("[\u0404\u0406\u0407\u0454\u0456\u0457\u0490\u0491]")
_RUSSIAN = re.compile("[\u042b\u042d\u0451\u044b\u044d]")
_BULGARIAN = re.compile(
    "\\b\u0441\u0435\\b|\\b\u0449\u0435\\b|\\b\u0434\u0430\\b|\u044a[\u0431-\u0449]|\u0438\u0442\u0435\\b|\\b\u0441\u0430\\b|\\b\u0435\\b"
)
_TIGRINYA = re.compile(
    "[\u1240-\u124d][\u1350]|\u12a3|\u12ed\u1296|\u12ee\u121d|\u12a5\u12e9|\u1285|\u12a5\u12e8|\u1270\u12ed"
)
_KANA = re.compile("[\u3040-\u30ff]")
_ASSAMESE_NEPALI = re.compile(
    "\\b(?:\u091b|\u091b\u0928\u094d|\u092e\u0932\u093e\u0908|\u0939\u093e\u092e\u0940|\u0917\u0930\u094d\u0928)"
)


def language(text: str) -> str:
    """Return the likely language of `text` as a short code such as en, pl or ur; und where none is likely.

    Short text in plain Latin letters without any sign of another language counts as English.
    """
    text = text[:_MOST_LETTERS]
    if text.isascii():
        return _latin(text)
    foreign = _FOREIGN.findall(text)
    if not foreign or len(foreign) <= len(_LATIN.findall(text)):
        return _latin(text)
    script, _ = Counter(_script_of(ord(letter)) for letter in foreign).most_common(1)[0]
    told = _TOLD_APART.get(script)
    return told(text) if told else script


def language_name(code: str) -> str:
    """Return what a language is called in English; the code itself where it is none of ours."""
    return str(load("language_words")["called"].get(code.partition("-")[0], code))


def languages() -> dict[str, str]:
    """Return every language that may be told, by its code, with its English name."""
    return dict(load("language_words")["called"])


def _script_of(letter: int) -> str:
    """Return the script that a letter beyond Latin belongs to; a language where only one of ours is written in it."""
    found = UNKNOWN
    for start, script in _SCRIPTS:
        if letter < start:
            break
        found = script
    return found


def _arabic(text: str) -> str:
    """Tell languages in Arabic script apart by their letters."""
    if not _ARABIC_LETTER.search(text):
        return UNKNOWN
    for pattern, code in ((_PASHTO, "ps"), (_SORANI, "ckb"), (_URDU, "ur"), (_PERSIAN, "fa"), (_PERSIAN_WORDS, "fa")):
        if pattern.search(text):
            return code
    return "ar"


def _cyrillic(text: str) -> str:
    """Tell Ukrainian, Russian and Bulgarian apart."""
    if _UKRAINIAN.search(text):
        return "uk"
    if _RUSSIAN.search(text):
        return "ru"
    return "bg" if _BULGARIAN.search(text.lower()) else "ru"


def _chinese(text: str) -> str:
    """Tell Japanese from Chinese by its own letters."""
    return "ja" if _KANA.search(text) else "zh"


_TOLD_APART: dict[str, Callable[[str], str]] = {
    "arabic": _arabic,
    "cyrillic": _cyrillic,
    "zh": _chinese,
    "ethiopic": lambda text: "ti" if _TIGRINYA.search(text) else "am",
    "hi": lambda text: "ne" if _ASSAMESE_NEPALI.search(text) else "hi",
}


def _latin(text: str) -> str:
    """Tell languages in Latin script apart by their commonest words and their own letters."""
    found = words(text.lower().replace("\u2019", "'"))
    speakers = _speakers()
    points: dict[str, int] = {}
    for word in found:
        for name in speakers.get(word, ()):
            points[name] = points.get(name, 0) + (1 if len(word) < _TELLING else 2)
    if not text.isascii():
        _count_letters(found, points)
    english = points.pop(ENGLISH, 0)
    best = max(points, key=lambda name: points[name], default=ENGLISH)
    if points.get(best, 0) > max(english, 1):
        return UNKNOWN if best == "other" else best
    # No sign of any other language: English, if there is a word at all.
    return ENGLISH if any(word.isalpha() or not any(map(str.isdigit, word)) for word in found) else UNKNOWN


def _count_letters(found: Iterable[str], points: dict[str, int]) -> None:
    """Add two points to a language for each word with a letter of its own."""
    for word in found:
        if not word.isascii():
            letters = set(word)
            for name, own in load("language_words")["letters"].items():
                if not letters.isdisjoint(own):
                    points[name] = points.get(name, 0) + 2


@cache
def _speakers() -> dict[str, tuple[str, ...]]:
    """Return the languages that a common word belongs to."""
    found: dict[str, tuple[str, ...]] = {}
    for name, listed in load("language_words")["words"].items():
        for word in dict.fromkeys(str(listed).split()):
            found[word] = (*found.get(word, ()), name)
    return found
