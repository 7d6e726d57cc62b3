"""The languages of the children's screens, and their words: gettext catalogues beside the package.

The English words are written in the code of the screens and are the keys; English and Easy Read need no catalogue.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parents[2] / "translations"
TEMPLATE = "kiosk.pot"
ENGLISH = "en"
EASY_READ = "en-x-easy"


@dataclass(frozen=True)
class Language:
    """A language: its code for `lang`, its own name in its own script, its English name, and which way it runs."""

    code: str
    name: str
    english: str
    dir: str = "ltr"

    @property
    def needs_check(self) -> bool:
        """Say whether its screens are translated, so that a native reader must have checked them."""
        return self.code not in {ENGLISH, EASY_READ}


LANGUAGES = {
    language.code: language
    for language in (
        Language(ENGLISH, "English", "English"),
        Language("cy", "Cymraeg", "Welsh"),
        Language("pl", "Polski", "Polish"),
        Language("ur", "اردو", "Urdu", "rtl"),
        Language("pa", "ਪੰਜਾਬੀ", "Punjabi"),
        Language("gu", "ગુજરાતી", "Gujarati"),
        Language("so", "Soomaali", "Somali"),
        Language("ar", "العربية", "Arabic", "rtl"),
        Language(EASY_READ, "Easy Read", "Easy Read"),
    )
}


@dataclass(frozen=True)
class Standing:
    """How complete a catalogue is: texts done of all, and the English of those that are missing, in order."""

    done: int
    of: int
    missing: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Say whether there are words for everything the screens say. Without a template nothing is complete."""
        return self.of > 0 and self.done == self.of


def path(code: str) -> Path:
    """Return where the catalogue of a language lies, whether it is there or not."""
    return FOLDER / code / "LC_MESSAGES" / "kiosk.po"


@cache
def template() -> tuple[str, ...]:
    """Return the English words of the children's screens, in the order of the template; none without a template."""
    found = FOLDER / TEMPLATE
    return tuple(str(message.id) for message in _read(found) if message.id) if found.exists() else ()


@cache
def _words(code: str) -> Mapping[str, str]:
    file = path(code)
    if not file.exists():
        return {}
    return {str(message.id): str(message.string) for message in _read(file, code) if _is_done(message)}


def _read(file: Path, code: str | None = None) -> Catalog:
    with file.open("rb") as text:
        return read_po(text, locale=code, ignore_obsolete=True, abort_invalid=True)


def _is_done(message: object) -> bool:
    # a fuzzy entry is a guess from other words: it counts as missing
    return bool(getattr(message, "id", "") and getattr(message, "string", "") and not getattr(message, "fuzzy", False))


def strings(code: str) -> dict[str, str]:
    """Return the translated words of the screens by their English; empty for English, Easy Read and unknown codes."""
    if code not in LANGUAGES or not LANGUAGES[code].needs_check:
        return {}
    words = _words(code)
    return {english: words[english] for english in template() if english in words}


def standing(code: str) -> Standing:
    """Return how complete the screens are in a language; English and Easy Read always are."""
    english = template()
    if code in LANGUAGES and not LANGUAGES[code].needs_check:
        return Standing(len(english), len(english))
    words = strings(code)
    missing = tuple(item for item in english if item not in words)
    return Standing(len(english) - len(missing), len(english), missing)


def digest(code: str) -> str:
    """Return the SHA-256 of all words of a language with their English: any change of either gives another one."""
    text = json.dumps(sorted(strings(code).items()), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{'|'.join(template())}\n{text}".encode()).hexdigest()
