"""Schools, places and words that an organisation lists; text functions know no database: they are passed in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from cypp_consult.text.personal.spans import PersonalDetail
from cypp_consult.text.personal.tokens import Words

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class KnownWords:
    """What is listed: phrases to mark by their kind ("school" or "place"), and words that are no names here."""

    marked: dict[str, tuple[tuple[Phrase, str], ...]] = field(default_factory=dict)
    never: frozenset[str] = frozenset()

    @classmethod
    def of(cls, schools: Iterable[str] = (), places: Iterable[str] = (), never: Iterable[str] = ()) -> "KnownWords":
        """Return the lists ready for use, whatever the case, accents and marks of what is listed."""
        marked: dict[str, list[tuple[Phrase, str]]] = {}
        for kind, listed in (("school", schools), ("place", places)):
            for phrase in listed:
                keys = tuple(Words(phrase).keys)
                if keys:
                    marked.setdefault(keys[0], []).append((keys, kind))
        longest_first = {first: tuple(sorted(found, key=lambda one: -len(one[0]))) for first, found in marked.items()}
        return cls(longest_first, frozenset(key for word in never for key in Words(word).keys))

    def find(self, words: Words) -> Iterator[PersonalDetail]:
        """Yield where listed schools and places stand in a text as whole words, in any case."""
        if not self.marked or self.marked.keys().isdisjoint(words.keys):
            return
        reached = 0
        for index, key in enumerate(words.keys):
            for phrase, kind in self.marked.get(key, ()):
                if index >= reached and tuple(words.keys[index : index + len(phrase)]) == phrase:
                    reached = index + len(phrase)
                    yield PersonalDetail(words.start(index), words.ends[reached - 1], kind)
                    break


NOTHING_LISTED = KnownWords()
