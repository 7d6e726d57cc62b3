"""Make typed text safe to keep and to put into a spreadsheet, and cut it into words."""

import re
import unicodedata

_NEWLINES = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Control characters but tab and newline, lone surrogates, byte order marks, noncharacters that no XML file may hold,
# annotation marks, and the embeddings and overrides that can turn the rest of a page round. Direction marks and
# isolates, joiners and variation selectors stay: right-to-left names, Indic scripts and emoji need them.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff]"
    "|[" + "".join(chr(plane + end) for plane in range(0x10000, 0x110000, 0x10000) for end in (0xFFFE, 0xFFFF)) + "]"
)
# More marks on one letter than any language uses make Unicode's own reordering quadratic.
_MOST_MARKS = 30

_INVISIBLE = "\u200b-\u200f\u061c\u2060-\u2064\u2066-\u2069\u00ad\ufeff"
_SPACES = " \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_FORMULA = re.compile(f"[{_SPACES}{_INVISIBLE}]*[=+\\-@\t\r\n\x00\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b]")

# Vowel signs and other marks that Python does not count as word characters.
_MARKS = (
    "\u0300-\u036f\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0981-\u0983\u09bc-\u09cd"
    "\u0a01-\u0a03\u0a3c-\u0a51\u0a70\u0a71\u0a81-\u0a83\u0abc-\u0acd\u200c\u200d"
)
WORD = re.compile(f"[^\\W_][\\w{_MARKS}]*(?:['\u2019][\\w{_MARKS}]+)*")


def clean_text(value: str) -> str:
    """Return `value` fit to store, show and export: NFC, plain newlines, no control characters or lone surrogates.

    Tabs, emoji, joiners and direction marks stay; the length is not limited and nothing is trimmed.
    Cleaning what is clean changes nothing.
    """
    value = _UNWANTED.sub("", _NEWLINES.sub("\n", value))
    if value.isascii():
        return value
    return _few_marks(unicodedata.normalize("NFC", _few_marks(value)))


def _few_marks(value: str) -> str:
    """Drop combining marks after the thirtieth in a row."""
    kept: list[str] = []
    run = 0
    for letter in value:
        run = run + 1 if unicodedata.combining(letter) else 0
        if run <= _MOST_MARKS:
            kept.append(letter)
    return value if len(kept) == len(value) else "".join(kept)


def spreadsheet_safe(value: str) -> str:
    """Return `value` with `'` before it if a spreadsheet might run it as a formula, else unchanged.

    Looks through leading spaces and invisible characters and knows the full-width signs. Applying it twice is the
    same as once. Numbers are the caller's to keep as numbers; this is for text.
    """
    return f"'{value}" if _FORMULA.match(value) else value


def words(text: str) -> list[str]:
    """Return the words of `text` as they stand, without punctuation; "don't" and "mum's" are one word each."""
    return WORD.findall(text)
