"""What people decided of texts, and what was counted in these: words, pairs of words, and pieces of words."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import chain, groupby, pairwise

from cypp_consult.text.clean import words
from cypp_consult.text.data_files import word_set

_PIECE = 4
_SHORTEST = 3
# how many words of a text are read: an essay says what it is about in its first pages
_MOST_WORDS = 400
_LONGEST_WORD = 40


@dataclass(frozen=True)
class Lesson:
    """A text that people decided on: what it is about, and what it is not. `weight` is below 1 for made-up ones."""

    text: str
    targets: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    weight: float = 1.0


@lru_cache(maxsize=32768)
def pieces(word: str) -> tuple[str, ...]:
    """Return a word's own features: itself, and its pieces of four letters with its ends marked."""
    ended = f"<{word}>"
    return (word, *dict.fromkeys(f"#{ended[at : at + _PIECE]}" for at in range(max(1, len(ended) - _PIECE + 1))))


@cache
def _stop_words() -> frozenset[str]:
    return word_set("learning_words", "stop")


@lru_cache(maxsize=65536)
def _plain(word: str) -> str:
    """Return a word as learning knows it; empty for one that it passes over."""
    plain = word[:_LONGEST_WORD].lower().replace("\u2019", "'")
    return "" if len(plain) < _SHORTEST or plain in _stop_words() else plain


def telling(text: str) -> tuple[list[str], list[str]]:
    """Return the distinct words of a text that learning looks at, and distinct pairs of them that stand together."""
    kept = [plain for word in words(text)[:_MOST_WORDS] if (plain := _plain(word))]
    return list(dict.fromkeys(kept)), list(dict.fromkeys([f"{one} {two}" for one, two in pairwise(kept)]))


def features(texts: Iterable[str]) -> Counter[str]:
    """Count the features of texts: pairs of words, words and their pieces; a piece as often as words have it."""
    told = [telling(text) for text in texts]
    found = Counter(chain.from_iterable(pairs for _, pairs in told))
    seen = found.get
    # each word is taken to pieces once, however often it occurs
    for word, times in Counter(chain.from_iterable(singles for singles, _ in told)).items():
        for piece in pieces(word):
            found[piece] = seen(piece, 0) + times
    return found


@dataclass
class Counts:
    """How much of each feature has been seen, and of all features."""

    of: Counter[str] = field(default_factory=Counter)
    total: float = 0.0

    def copy(self) -> "Counts":
        """Return counts of their own that begin with these."""
        return Counts(self.of.copy(), self.total)

    def add(self, found: Mapping[str, float]) -> None:
        """Count what was found in texts, each feature with the weight it has there."""
        counted: dict[str, float] = self.of  # type: ignore[assignment]  # a Counter holds parts of one as well
        if counted:
            seen = counted.get
            for feature, count in found.items():
                counted[feature] = seen(feature, 0) + count
        else:
            counted.update(found)
        self.total += sum(found.values())


@dataclass
class Seen:
    """What was counted: in all texts that are about something, in those about each target, and in those refused."""

    everything: Counts
    about: dict[str, Counts]
    against: dict[str, Counts]

    @classmethod
    def beginning_with(cls, other: "Seen | None", targets: Sequence[str]) -> "Seen":
        """Return counts of their own for `targets` that begin with another's, or with nothing."""
        nothing = Counts()
        about, against = (other.about, other.against) if other else ({}, {})
        return cls(
            (other.everything if other else nothing).copy(),
            {target: about.get(target, nothing).copy() for target in targets},
            {target: against.get(target, nothing).copy() for target in targets},
        )

    def learn(self, lessons: Iterable[Lesson]) -> None:
        """Count lessons; targets that are not counted here are passed over."""
        for (targets, refused, weight), alike in groupby(lessons, key=_decided):
            mine = [target for target in dict.fromkeys(targets) if target in self.about]
            others = [target for target in dict.fromkeys(refused) if target in self.against and target not in mine]
            if not mine and not others:
                continue
            # many examples of one outcome stand in a row: they are counted together
            counted = features(lesson.text for lesson in alike)
            found = {feature: count * weight for feature, count in counted.items()}
            for counts in (*([self.everything] if mine else []), *map(self.about.__getitem__, mine)):
                counts.add(found)
            for target in others:
                self.against[target].add(found)


def _decided(lesson: Lesson) -> tuple[tuple[str, ...], tuple[str, ...], float]:
    return lesson.targets, lesson.refused, lesson.weight
