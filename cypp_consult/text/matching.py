"""Find words and phrases in a text by their stems, whatever their endings."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from cypp_consult.text import clean
from cypp_consult.text.clean import words
from cypp_consult.text.data_files import load
from cypp_consult.text.stemming import porter

_LONGEST_WORD = 40  # the stemmer slows with a word's length
_ENDINGS = ("'s", "'ll", "'re", "'ve", "'d")
# a word, or what ends a sentence: no phrase goes across it
_PIECE = re.compile(f"({clean.WORD.pattern})|[.!?\u2026\u06d4\u061f\u0964](?=\\W|$)|\n")
_BREAK = ""

Stems = tuple[str, ...]


@dataclass(frozen=True)
class Match:
    """A phrase found: its stems, the sentence it stands in, its first and last word there, and the words themselves."""

    stems: Stems
    sentence: int
    first: int
    last: int
    words: str


@dataclass(frozen=True)
class Reading:
    """The words of a text with their stems and places; an empty stem stands where a sentence ends."""

    text: str
    stems: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    def said(self, first: int, last: int) -> str:
        """Return the words from `first` to `last` exactly as they stand in the text."""
        return self.text[self.spans[first][0] : self.spans[last][1]]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the stem of one word: lower case, no apostrophes, without English endings. "SEND" is not "send"."""
    if word == "SEND":
        return "sen"
    plain = word[:_LONGEST_WORD].lower().replace("\u2019", "'")
    for ending in _ENDINGS:
        plain = plain.removesuffix(ending)
    return _own_stems().get(plain) or porter(plain.replace("'", ""))


@cache
def _own_stems() -> dict[str, str]:
    """Return the words that the stemmer would take for others: nobody sat SATs by sitting, and business is not busy."""
    return {word: group.split()[0] for group in load("own_stems")["groups"] for word in group.split()}


def stems_of(phrase: str) -> Stems:
    """Return the stems of the words of `phrase`; empty if it has none."""
    return tuple(stem(word) for word in words(phrase))


@lru_cache(maxsize=8)
def read(text: str) -> Reading:
    """Cut a text into words and stem them. The last few texts are remembered, as several readers take turns."""
    pieces = list(_PIECE.finditer(text))
    stems = tuple([stem(word) if (word := piece[1]) else _BREAK for piece in pieces])
    return Reading(text, stems, tuple([piece.span() for piece in pieces]))


class PhraseFinder:
    """Finds any of many phrases; one other word may stand between two words of a phrase."""

    def __init__(self, phrases: Iterable[Stems]) -> None:
        """Take the phrases to look for, as stems."""
        self._singles: dict[str, Stems] = {}
        # by the first two words, since many phrases begin with the same one
        self._longer: dict[str, dict[str, list[Stems]]] = {}
        for phrase in dict.fromkeys(phrases):
            if len(phrase) == 1:
                self._singles[phrase[0]] = phrase
            elif phrase:
                self._longer.setdefault(phrase[0], {}).setdefault(phrase[1], []).append(phrase)

    def find(self, text: str) -> Iterator[Match]:
        """Yield every match in `text`, sentence by sentence; matches may overlap."""
        reading = read(text)
        numbers, begins, begin, number = [], [], 0, 0
        for place, found in enumerate(reading.stems):
            if found == _BREAK:
                number, begin = number + 1, place + 1
            numbers.append(number)
            begins.append(begin)
        for first, last, phrase in self.places(reading.stems):
            begin = begins[first]
            yield Match(phrase, numbers[first], first - begin, last - begin, reading.said(first, last))

    def find_in(self, found: list[str], number: int = 0) -> Iterator[Match]:
        """Yield every match among the words of one sentence, which is number `number`."""
        for first, last, phrase in self.places(tuple(stem(word) for word in found)):
            yield Match(phrase, number, first, last, " ".join(found[first : last + 1]))

    def places(self, stems: Stems) -> list[tuple[int, int, Stems]]:
        """Return (first, last, phrase) of every match among the stems of a reading, in the order they begin."""
        found: list[tuple[int, int, Stems]] = []
        singles, longer = self._singles, self._longer
        for place, begin in enumerate(stems):
            if begin in singles:
                found.append((place, place, singles[begin]))
            if begin in longer:
                seconds, nearest = longer[begin], stems[place + 1 : place + 3]
                # most words that begin a phrase stand here without its second one
                if not seconds.keys().isdisjoint(nearest) and nearest[0] != _BREAK:
                    found.extend(_going_on(seconds, nearest, stems, place))
        return found


def _going_on(
    seconds: dict[str, list[Stems]], nearest: Stems, stems: Stems, first: int
) -> Iterator[tuple[int, int, Stems]]:
    """Yield the phrases of two words and more that begin at `first`, by what their second word may be."""
    for wanted in dict.fromkeys(nearest):
        for phrase in seconds.get(wanted, ()):
            last = _end_of(phrase, stems, first)
            if last is not None:
                yield first, last, phrase


def _end_of(phrase: Stems, stems: Stems, first: int) -> int | None:
    """Return the index of the last word of `phrase` where it begins at `first`, or None where it does not go on."""
    at = first
    for wanted in phrase[1:]:
        after = stems[at + 1 : at + 3]
        if wanted not in after or after[0] == _BREAK:
            return None
        at += 1 + after.index(wanted)
    return at
