"""Find how far what was learned can be trusted, by hiding a fifth of the confirmed tags in turn and guessing them."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cypp_consult.text.blending import Part, Points, blended, ranked
from cypp_consult.text.lessons import Lesson

# below this many confirmed answers a share of right guesses says nothing, and none is shown
ENOUGH = 30
FOLDS = 5
# more would cost time and change the figure little; the newest are taken
MOST_TRIED = 600
# what moving the shares by 1 away from where they would stand anyway must win, in right guesses
_COST_OF_MOVING = 1.0

# how much each learned part counts beside the fixed ones
Shares = tuple[float, ...]


@dataclass(frozen=True)
class Quality:
    """How many of `n` confirmed answers would have been guessed right, each from the others alone.

    `first`: the best guess is a tag of the answer; `second`: one of the best two is. `start_first` and `start_second`
    are the same without anything learned.
    """

    n: int
    first: int
    second: int
    start_first: int
    start_second: int

    @property
    def enough(self) -> bool:
        """Say whether there are enough answers to show a share."""
        return self.n >= ENOUGH


@dataclass(frozen=True)
class Tried:
    """A confirmed answer, its fold, and what the parts said of it when its fold was hidden."""

    targets: frozenset[str]
    fold: int
    fixed: tuple[tuple[Points, float], ...]
    learned: tuple[Points, ...]


@dataclass(frozen=True)
class Choice:
    """The shares that learned parts may have, and those they have where there is too little to choose by."""

    usual: Shares
    others: tuple[Shares, ...]
    # those of an engine that nobody taught anything yet
    start: Shares

    @property
    def every(self) -> tuple[Shares, ...]:
        """All of them, once each."""
        return tuple(dict.fromkeys((self.usual, *self.others, self.start)))

    def cost(self, shares: Shares) -> float:
        """Return what it costs to move from the usual shares to these."""
        return _COST_OF_MOVING * sum(abs(one - two) for one, two in zip(shares, self.usual, strict=True))


def fold_of(text: str) -> int:
    """Return which fold a text belongs to; the same text always to the same, so that copies never help each other."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[0] % FOLDS


def tried_out(
    lessons: Sequence[Lesson],
    fixed: Sequence[tuple[Part, float]],
    train: Callable[[Sequence[Lesson]], Sequence[Part]],
) -> list[Tried]:
    """Guess each of the newest confirmed lessons (the last of the sequence) from those of the other folds."""
    confirmed = [lesson for lesson in lessons if lesson.targets][-MOST_TRIED:]
    folds = {id(lesson): fold_of(lesson.text) for lesson in lessons}
    found = []
    for fold in sorted({folds[id(lesson)] for lesson in confirmed}):
        learned = train([lesson for lesson in lessons if folds[id(lesson)] != fold])
        for lesson in (lesson for lesson in confirmed if folds[id(lesson)] == fold):
            parts = tuple((part.look(lesson.text).points, share) for part, share in fixed)
            guesses = tuple(part.look(lesson.text).points for part in learned)
            found.append(Tried(frozenset(lesson.targets), fold, parts, guesses))
    return found


class Trial:
    """What came of trying out: which shares guess best, and how good the guesses are."""

    def __init__(self, tried: Sequence[Tried], targets: Sequence[str], choice: Choice) -> None:
        """Work out for each of the shares which answers would be guessed right."""
        self._folds = [one.fold for one in tried]
        self._choice = choice
        self._right = {shares: [_right(one, targets, shares) for one in tried] for shares in choice.every}

    @property
    def best(self) -> Shares:
        """The shares that guess best; the usual ones where there is too little to tell."""
        return self._best(range(len(self._folds)))

    @property
    def quality(self) -> Quality:
        """How good the guesses are, where each fold's shares are chosen by the other folds."""
        hits = []
        for fold in set(self._folds):
            chosen = self._best([place for place, other in enumerate(self._folds) if other != fold])
            hits += [self._right[chosen][place] for place, other in enumerate(self._folds) if other == fold]
        start = self._right[self._choice.start]
        first, second = map(sum, zip(*hits, strict=True)) if hits else (0, 0)
        was_first, was_second = map(sum, zip(*start, strict=True)) if start else (0, 0)
        return Quality(len(hits), first, second, was_first, was_second)

    def _best(self, places: Sequence[int]) -> Shares:
        if len(places) < ENOUGH:
            return self._choice.usual

        def gain(shares: Shares) -> float:
            return sum(_worth(self._right[shares][place]) for place in places) - self._choice.cost(shares)

        return max(self._choice.every, key=gain)


def _right(one: Tried, targets: Sequence[str], shares: Shares) -> tuple[bool, bool]:
    """Say whether the best guess, and one of the best two, is right."""
    order = ranked(blended([*one.fixed, *zip(one.learned, shares, strict=True)]), targets)
    return bool(order) and order[0] in one.targets, any(target in one.targets for target in order[:2])


def _worth(right: tuple[bool, bool]) -> float:
    """Count a right best guess as one, and a right second one as half."""
    best, either = right
    return (best + either) / 2
