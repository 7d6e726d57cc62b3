"""Phrases that stand out: said by a larger share of one group of people than of the rest, with the figures shown."""

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from cypp_consult.text.blob import sentences
from cypp_consult.text.clean import words
from cypp_consult.text.grouping_features import stop_stems, weak_stems
from cypp_consult.text.matching import stem

# so many phrases are looked at that a weaker figure is often chance: 10.83 happens once in a thousand by chance
LEAST_FIGURE = 10.83
# answers of a group, and of the rest, below which nothing is compared
ENOUGH = 30
# answers that must hold a phrase, so that it is nobody's own
LEAST_HOLDING = 5
MOST_PHRASES = 15
_LONGEST = 3
_MOST_WORDS = 300
_SAME_SHARE = 0.7

Who = TypeVar("Who", bound=Hashable)


@dataclass(frozen=True)
class Standing(Generic[Who]):
    """A phrase as people wrote it: `holding` of the `answers` of `who` hold it, `others` of the `rest` of all answers.

    `figure` is the log-likelihood that the shares differ; `others` is None where so few hold it that it is not shown.
    """

    who: Who
    phrase: str
    holding: int
    answers: int
    others: int | None
    rest: int
    figure: float


def standing_out(
    said: Iterable[tuple[Who, str]], *, least: int = LEAST_HOLDING, most: int = MOST_PHRASES
) -> dict[Who, list[Standing[Who]]]:
    """Return what stands out for each who of (who, answer), the clearest first, at most `most` each.

    An answer counts once for a phrase however often it says it. Somebody with fewer than 30 answers, or whose rest
    has fewer, is missing: that is not enough to compare.
    """
    totals: Counter[Who] = Counter()
    holding: dict[tuple[str, ...], Counter[Who]] = {}
    shown: dict[tuple[str, ...], Counter[str]] = {}
    for who, text in said:
        totals[who] += 1
        for stems, phrase in dict(_phrases(text)).items():
            holding.setdefault(stems, Counter())[who] += 1
            shown.setdefault(stems, Counter())[phrase] += 1
    everybody = sum(totals.values())
    found: dict[Who, list[Standing[Who]]] = {}
    for who, answers in totals.items():
        if min(answers, everybody - answers) >= ENOUGH:
            rows = _of(who, answers, everybody, holding, shown, max(least, 1))
            found[who] = _without_parts(rows)[:most]
    return found


def _of(
    who: Who,
    answers: int,
    everybody: int,
    holding: Mapping[tuple[str, ...], Counter[Who]],
    shown: Mapping[tuple[str, ...], Counter[str]],
    least: int,
) -> list[tuple[tuple[str, ...], Standing[Who]]]:
    rest = everybody - answers
    rows = []
    for stems, counts in holding.items():
        here = counts[who]
        there = sum(counts.values()) - here
        if here < least or here * rest <= there * answers:
            continue
        figure = log_likelihood(here, answers, there, rest)
        if figure >= LEAST_FIGURE:
            others = None if 0 < there < least else there
            phrase = min(shown[stems].items(), key=lambda item: (-item[1], item[0]))[0]
            rows.append((stems, Standing(who, phrase, here, answers, others, rest, round(figure, 1))))
    return sorted(rows, key=lambda row: (-row[1].figure, row[0]))


def _without_parts(rows: Sequence[tuple[tuple[str, ...], Standing[Who]]]) -> list[Standing[Who]]:
    """Leave out a phrase that is part of a longer one which nearly as many say, or that holds one already listed."""
    kept: list[tuple[tuple[str, ...], Standing[Who]]] = []
    for stems, row in sorted(rows, key=lambda item: (-len(item[0]), -item[1].figure, item[0])):
        longer = (other for other in kept if _holds(other[0], stems))
        if not any(other.holding >= _SAME_SHARE * row.holding for _, other in longer):
            kept.append((stems, row))
    return [row for _, row in sorted(kept, key=lambda item: (-item[1].figure, item[0]))]


def _holds(whole: tuple[str, ...], part: tuple[str, ...]) -> bool:
    return any(whole[first : first + len(part)] == part for first in range(len(whole) - len(part) + 1))


def log_likelihood(here: int, answers: int, there: int, rest: int) -> float:
    """Return G squared of a two by two table: how many of `answers`, and of `rest`, hold a phrase."""
    whole, held = answers + rest, here + there
    cells = (
        (here, answers * held),
        (answers - here, answers * (whole - held)),
        (there, rest * held),
        (rest - there, rest * (whole - held)),
    )
    return max(0.0, 2 * sum(seen * math.log(seen * whole / expected) for seen, expected in cells if seen and expected))


def _phrases(text: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield (stems, words) of stretches of one to three words of a sentence that begin and end with a telling word."""
    stop, weak = stop_stems(), weak_stems()
    left = _MOST_WORDS
    for sentence in sentences(text):
        found = words(sentence)[:left]
        left -= len(found)
        stems = [stem(word) for word in found]
        for first, begin in enumerate(stems):
            if begin in stop or len(begin) < 2:  # noqa: PLR2004 - a letter alone tells nothing
                continue
            for last in range(first + 1, min(first + _LONGEST, len(stems)) + 1):
                if stems[last - 1] in stop or all(one in weak for one in stems[first:last]):
                    continue
                yield tuple(stems[first:last]), " ".join(found[first:last]).lower()
