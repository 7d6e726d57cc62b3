"""Find words and phrases in a text by their stems, whatever their endings."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from textblob import Word

from cypp_consult.text.blob import OfflineBlob
from cypp_consult.text.clean import words

_LONGEST_WORD = 40  # the stemmer slows, and recurses, with a word's length
_ENDINGS = ("'s", "'ll", "'re", "'ve", "'d")

# Words that the stemmer would take for others: nobody sat SATs by sitting, training is no train, and whoever is
# missing is more than missed.
_OWN_STEMS = {
    "activity": "activities",
    "activities": "activities",
    "communicate": "communicate",
    "communicating": "communicate",
    "communication": "communicate",
    "crossing": "crossing",
    "crossings": "crossing",
    "feelings": "feelings",
    "meeting": "meeting",
    "meetings": "meeting",
    "missing": "missing",
    "sats": "sats",
    "training": "training",
}

Stems = tuple[str, ...]


@dataclass(frozen=True)
class Match:
    """A phrase found: its stems, the sentence it stands in, its first and last word there, and the words themselves."""

    stems: Stems
    sentence: int
    first: int
    last: int
    words: str


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the stem of one word: lower case, no apostrophes, without English endings. "SEND" is not "send"."""
    if word == "SEND":
        return "sen"
    plain = word[:_LONGEST_WORD].lower().replace("\u2019", "'")
    for ending in _ENDINGS:
        plain = plain.removesuffix(ending)
    return _OWN_STEMS.get(plain) or str(Word(plain.replace("'", "")).stem())


def stems_of(phrase: str) -> Stems:
    """Return the stems of the words of `phrase`; empty if it has none."""
    return tuple(stem(word) for word in words(phrase))


class PhraseFinder:
    """Finds any of many phrases; one other word may stand between two words of a phrase."""

    def __init__(self, phrases: Iterable[Stems]) -> None:
        """Take the phrases to look for, as stems."""
        self._by_first: dict[Hashable, list[Stems]] = {}
        for phrase in dict.fromkeys(phrases):
            if phrase:
                self._by_first.setdefault(phrase[0], []).append(phrase)

    def find(self, text: str) -> Iterator[Match]:
        """Yield every match in `text`, sentence by sentence; matches may overlap."""
        for number, sentence in enumerate(OfflineBlob(text).sentences):
            yield from self.find_in(sentence.words, number)

    def find_in(self, found: list[str], number: int = 0) -> Iterator[Match]:
        """Yield every match among the words of one sentence, which is number `number`."""
        stems = [stem(word) for word in found]
        for first, begin in enumerate(stems):
            for phrase in self._by_first.get(begin, ()):
                last = _end_of(phrase, stems, first)
                if last is not None:
                    yield Match(phrase, number, first, last, " ".join(found[first : last + 1]))


def _end_of(phrase: Stems, stems: list[str], first: int) -> int | None:
    """Return the index of the last word of `phrase` where it begins at `first`, or None where it does not go on."""
    at = first
    for wanted in phrase[1:]:
        if wanted not in stems[at + 1 : at + 3]:
            return None
        at = stems.index(wanted, at + 1)
    return at
