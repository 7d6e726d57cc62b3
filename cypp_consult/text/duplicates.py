"""Answers that say the same in nearly the same words: repeats and copied letters. Grouped, never left out."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from cypp_consult.text.clean import words
from cypp_consult.text.data_files import word_set

# of the letter triples of two answers, how many both have
ALIKE = 0.6
_LONGEST = 2000  # characters that are compared
_GRAM = 3
_RAREST = 4  # words of an answer; two that are alike share one of them unless all four are spelt differently
_MOST_LOOKED_AT = 200  # answers that share a rare word and are compared with one another
_PER_LOOSE = 8  # in so many words one may differ
_SPELLING = 2  # letters by which two spellings of a word differ in length
_LONG = 5  # a word of so many letters may have a wrong one

Report = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Alike:
    """Answers that say the same, by their places, at least two; the first `same` of them word for word."""

    members: tuple[int, ...]
    same: int


@dataclass(frozen=True)
class _Wording:
    """One way it was put, and the places of those who put it so."""

    words: tuple[str, ...]
    grams: frozenset[str]
    places: tuple[int, ...]


def plain(text: str) -> str:
    """Return a text without marks, capitals and extra spaces: two with the same are the same word for word."""
    return " ".join(words(text[:_LONGEST])).casefold().replace("\u2019", "'")


def alike(texts: Sequence[str], *, least: float = ALIKE, report: Report | None = None) -> list[Alike]:
    """Return the answers that are alike, the fullest group first; a text is in one group at most.

    Each of a group is alike to its first: they have most letter triples in common, and differ in no word that turns
    what is said, such as "not" or a number. Empty texts are alike to nothing. The work grows little faster than the
    number of texts.
    """
    places: dict[str, list[int]] = {}
    for place, text in enumerate(texts):
        if shown := plain(text):
            places.setdefault(shown, []).append(place)
    wordings = [_Wording(tuple(shown.split()), _grams(shown), tuple(found)) for shown, found in places.items()]
    found = []
    for group in _gathered(wordings, least, report):
        # the commonest wording first: it is the letter that others varied
        group.sort(key=lambda wording: (-len(wording.places), wording.places))
        members = tuple(place for wording in group for place in wording.places)
        if len(members) > 1:
            found.append(Alike(members, len(group[0].places)))
    return sorted(found, key=lambda one: (-len(one.members), one.members[0]))


def _gathered(wordings: Sequence[_Wording], least: float, report: Report | None) -> list[list[_Wording]]:
    """Gather wordings round a first one of each kind."""
    seen = Counter(word for wording in wordings for word in set(wording.words))
    holders: dict[str, list[int]] = {}
    groups: dict[int, list[_Wording]] = {}
    for number, wording in enumerate(wordings):
        if report is not None and number % 1000 == 0:
            report(number, len(wordings), "Looking for answers in nearly the same words")
        rare = sorted(set(wording.words), key=lambda word: (seen[word], word))[:_RAREST]
        leader = _leader(wording, _candidates(rare, holders), wordings, least)
        if leader is not None:
            groups[leader].append(wording)
            continue
        groups[number] = [wording]
        for word in rare:
            holders.setdefault(word, []).append(number)
    return list(groups.values())


def _candidates(rare: Sequence[str], holders: dict[str, list[int]]) -> Iterator[int]:
    met: set[int] = set()
    for word in rare:
        for other in holders.get(word, ())[-_MOST_LOOKED_AT:]:
            if other not in met:
                met.add(other)
                yield other


def _leader(wording: _Wording, candidates: Iterator[int], wordings: Sequence[_Wording], least: float) -> int | None:
    """Return the candidate that is most alike, None if none is alike enough."""
    best: tuple[float, int] | None = None
    own = len(wording.grams)
    for other in candidates:
        theirs = wordings[other]
        size = len(theirs.grams)
        if min(own, size) < least * max(own, size):
            continue
        both = len(wording.grams & theirs.grams)
        share = both / (own + size - both)
        if share >= least and (best is None or share > best[0]) and says_same(wording.words, theirs.words):
            best = share, other
    return best[1] if best else None


def turning_words() -> frozenset[str]:
    """Return the words that turn what is said: texts that differ in one of them do not say the same."""
    return word_set("grouping_words", "turning")


def says_same(one: Sequence[str], two: Sequence[str]) -> bool:
    """Tell whether two answers, as lower-case words, differ in spelling, little words and one word in eight at most.

    Never where the difference is a number or turns what is said: "safe" and "not safe", "mum" and "dad".
    """
    here, there = Counter(one), Counter(two)
    only_one, only_two = list((here - there).elements()), list((there - here).elements())
    turning, small = turning_words(), word_set("grouping_words", "stop")
    if any(word in turning or any(map(str.isdigit, word)) for word in only_one + only_two):
        return False
    left = []
    for word in only_one:
        twin = next((other for other in only_two if _spelt_alike(word, other)), None)
        if twin is not None:
            only_two.remove(twin)
        elif word not in small:
            left.append(word)
    left += [word for word in only_two if word not in small]
    return len(left) <= max(len(one), len(two)) // _PER_LOOSE


def _spelt_alike(one: str, two: str) -> bool:
    """Tell whether two words are spellings or endings of one: both begin alike and few letters differ."""
    if abs(len(one) - len(two)) > _SPELLING or one[0] != two[0]:
        return False
    if sorted(one) == sorted(two):
        return True
    shorter = min(len(one), len(two))
    begin = _shared(one, two)
    end = min(_shared(one[::-1], two[::-1]), shorter - begin)
    return begin + end >= (shorter - 1 if shorter >= _LONG else shorter)


def _shared(one: str, two: str) -> int:
    """Return how many letters two words begin with alike."""
    return next(
        (place for place, (left, right) in enumerate(zip(one, two, strict=False)) if left != right),
        min(len(one), len(two)),
    )


def _grams(shown: str) -> frozenset[str]:
    spaced = f" {shown} "
    return frozenset(spaced[place : place + _GRAM] for place in range(len(spaced) - _GRAM + 1)) or frozenset((spaced,))
