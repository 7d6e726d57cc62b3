"""Rules of blind second coding: how a sample is drawn, who may see what when, where coders differ. Pure."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from cypp_consult.coding.agreement.models import ReadingState
from cypp_consult.coding.models import Mark
from cypp_consult.coding.rules import CodingError, Target
from cypp_consult.core.errors import InvalidInputError, NotAllowedError
from cypp_consult.text import agreement
from cypp_consult.text.agreement import Comparison, Readings

FEWEST = agreement.ENOUGH
MOST = 500
FEWEST_CODERS = 2
MOST_CODERS = 12
# with so many codes each is rare, and a rare code needs more answers to be seen at all
_MANY_CODES = 15
_USUAL, _LARGE = 60, 100
_MARKED = "mark:"
# figures at or above which two people read alike, or nearly
_GOOD, _FAIR = 0.8, 0.6


class BlindError(NotAllowedError):
    """Somebody would see what others chose before their own choices are made."""

    def __init__(self) -> None:
        """Say what comes first."""
        super().__init__("Finish your own reading of this sample first. Then you see what the others chose.")


class SampleClosedError(CodingError):
    """The sample is closed, or this person has finished it: choices stay as they are."""


class SampleUnreadError(CodingError):
    """Somebody would finish a sample before they have opened every answer of it."""

    def __init__(self) -> None:
        """Say what is left."""
        super().__init__("There are answers you have not read yet. Read or skip them first.")


class SettledMeanwhileError(CodingError):
    """Somebody settled the same answer since the page was opened."""


@dataclass(frozen=True)
class Choice:
    """What one coder did with one answer. `codes` are tokens of targets, or the mark's; empty unless coded."""

    answer_id: UUID
    person_id: int
    state: ReadingState
    codes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Advice:
    """How many answers to draw, and why."""

    size: int
    why: str


@dataclass(frozen=True)
class Figures:
    """How far coders agree, with every code, and without the marks that say only that nothing else fits."""

    all: Comparison
    themed: Comparison


def draw(candidates: Iterable[tuple[UUID, str]], size: int, seed: int) -> list[UUID]:
    """Return `size` answers in the order in which to read them, drawn at random with the shares of each stratum kept.

    `candidates` are (answer, stratum) pairs. The same candidates, size and seed give the same sample, and a larger size
    holds most of a smaller one. Each stratum gets its share, rounded by the largest remainders. Fewer candidates than
    `size` are all drawn.
    """
    strata: dict[str, list[tuple[bytes, UUID]]] = defaultdict(list)
    for answer_id, stratum in candidates:
        strata[stratum].append((_lot(answer_id, seed), answer_id))
    total = sum(map(len, strata.values()))
    shares = _shares({name: len(own) for name, own in strata.items()}, min(size, total))
    drawn = [pick for name, own in strata.items() for pick in sorted(own)[: shares[name]]]
    return [answer_id for _, answer_id in sorted(drawn)]


def _lot(answer_id: UUID, seed: int) -> bytes:
    return hashlib.sha256(f"{seed}:{answer_id}".encode()).digest()


def _shares(sizes: Mapping[str, int], size: int) -> dict[str, int]:
    total = sum(sizes.values())
    if not total:
        return {}
    exact = {name: size * count / total for name, count in sizes.items()}
    shares = {name: int(value) for name, value in exact.items()}
    by_remainder = sorted(exact, key=lambda name: (shares[name] - exact[name], name))
    for name in by_remainder[: size - sum(shares.values())]:
        shares[name] += 1
    return shares


def advice(available: int, codes: int) -> Advice:
    """Return how many answers to draw of those that are ready, with a sentence that says why."""
    if available < FEWEST:
        return Advice(
            available, f"{available} answers are ready. Fewer than {FEWEST} are not enough to say how far people agree."
        )
    wanted = _LARGE if codes >= _MANY_CODES else _USUAL
    if wanted > available:
        return Advice(available, f"{available} answers are ready: take them all.")
    if wanted == _LARGE:
        why = f"With {codes} codes each is rare. In {_LARGE} answers a code that 1 in 20 uses comes up about 5 times."
    else:
        why = f"{FEWEST} give a first look. In {_USUAL} answers a code that 1 in 10 uses comes up about 6 times."
    return Advice(wanted, why)


def check_size(size: int, available: int) -> None:
    """Let through a size that can be drawn and is enough. Raises InvalidInputError with what to do."""
    if available < FEWEST:
        raise InvalidInputError(f"Only {available} answers are ready. Read more for safety first: {FEWEST} are needed.")
    if not FEWEST <= size <= min(MOST, available):
        raise InvalidInputError(f"Choose between {FEWEST} and {min(MOST, available)} answers.")


def check_coders(count: int) -> None:
    """Let through a number of coders that can be compared. Raises InvalidInputError."""
    if not FEWEST_CODERS <= count <= MOST_CODERS:
        raise InvalidInputError(f"Choose {FEWEST_CODERS} to {MOST_CODERS} people.")


def mark_code(mark: Mark) -> str:
    """Return how a mark is written among codes, such as "mark:other"."""
    return f"{_MARKED}{mark}"


def mark_of(code: str) -> Mark | None:
    """Return the mark that a code stands for, None for a target's."""
    return Mark(code.removeprefix(_MARKED)) if code.startswith(_MARKED) else None


def target_of(code: str) -> Target | None:
    """Return the target that a code stands for, None for a mark's."""
    return None if code.startswith(_MARKED) else Target.parse(code)


def tagged(codes: Iterable[str]) -> bool:
    """Say whether any of the codes is a target's: what is tagged takes no mark."""
    return any(not code.startswith(_MARKED) for code in codes)


def readings(choices: Iterable[Choice]) -> Readings:
    """Return what was coded as `text.agreement` compares it; coders and answers by their ids. Unsure is no reading."""
    found: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    for one in choices:
        if one.state is ReadingState.CODED:
            found[str(one.person_id)][str(one.answer_id)] = one.codes
    return found


def figures(choices: Iterable[Choice]) -> Figures:
    """Return how far the coders agree on what at least two of them coded."""
    given = readings(choices)
    return Figures(
        agreement.compare(given), agreement.compare(agreement.without(given, [mark_code(mark) for mark in Mark]))
    )


def by_answer(choices: Iterable[Choice]) -> dict[UUID, dict[int, frozenset[str]]]:
    """Return what each coder chose, of the answers that at least two coded; in the order they come."""
    found: dict[UUID, dict[int, frozenset[str]]] = defaultdict(dict)
    for one in choices:
        if one.state is ReadingState.CODED:
            found[one.answer_id][one.person_id] = one.codes
    return {answer_id: own for answer_id, own in found.items() if len(own) > 1}


def differs(own: Mapping[int, frozenset[str]]) -> bool:
    """Say whether coders differ on an answer."""
    return len(set(own.values())) > 1


def agreed(own: Mapping[int, frozenset[str]]) -> frozenset[str]:
    """Return the codes that every coder of an answer gave."""
    return frozenset.intersection(*own.values())


def contested(own: Mapping[int, frozenset[str]]) -> frozenset[str]:
    """Return the codes that some coders of an answer gave and some did not."""
    return frozenset().union(*own.values()) - agreed(own)


def verdict(kappa: float | None) -> str:
    """Return what a kappa means for the work, in plain words; for enough answers only."""
    if kappa is None:
        return "Not defined: everybody said the same of every answer."
    if kappa >= _GOOD:
        return "People read these answers alike. The definitions work."
    if kappa >= _FAIR:
        return "People mostly read alike. Look at what they differ on and sharpen those definitions."
    return "People read these answers differently. Talk the codes through before more is coded."


def sequence(choices: Sequence[Choice], order: Mapping[UUID, int]) -> list[UUID]:
    """Return the answers on which coders differ, in the order of the sample."""
    different = [answer_id for answer_id, own in by_answer(choices).items() if differs(own)]
    return sorted(different, key=lambda answer_id: order.get(answer_id, len(order)))
