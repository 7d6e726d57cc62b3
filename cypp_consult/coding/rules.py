"""Rules of coding: what a tag points at, what counts as coded, and who may take an act back. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from cypp_consult.core.errors import DomainError, InvalidInputError, NotAllowedError, NotFoundError

# figures over fewer answers are counted for each page
LARGE = 4000
# seconds that figures over many answers are shown again, at most
MOST_KEPT = 20.0
# keys 1 to 9
MOST_KEYS = 9
# letters that the workbench itself listens to: next, previous, yes, no, tick, open, undo, new theme, flag, memo
RESERVED = frozenset("jkynxoutfm")
FREE_KEYS = frozenset("0123456789abcdefghijklmnopqrstuvwxyz") - RESERVED
# a suggestion with a lower score is one that the machine is unsure of
UNSURE_BELOW = 0.5


class TargetKind(StrEnum):
    """What a tag may point at."""

    OUTCOME = "outcome"
    PRIORITY = "priority"
    THEME = "theme"


@dataclass(frozen=True)
class Target:
    """One outcome, priority or theme."""

    kind: TargetKind
    id: UUID

    @property
    def token(self) -> str:
        """Return it as pages send it: "theme:0f8b…"."""
        return f"{self.kind}:{self.id}"

    @property
    def columns(self) -> dict[str, UUID | None]:
        """Return the three columns of a row that points at it: one is filled, two are None."""
        return {f"{kind}_id": self.id if kind is self.kind else None for kind in TargetKind}

    @classmethod
    def parse(cls, token: str) -> "Target":
        """Return the target a page sent. Raises InvalidInputError for anything else."""
        kind, _, key = token.partition(":")
        try:
            return cls(TargetKind(kind), UUID(key))
        except ValueError:
            raise InvalidInputError("Choose an outcome, a priority or a theme from the list.") from None

    @classmethod
    def of(cls, outcome_id: UUID | None, priority_id: UUID | None, theme_id: UUID | None) -> "Target":
        """Return the target of a row's three columns. Raises ValueError unless exactly one is filled."""
        given = {TargetKind.OUTCOME: outcome_id, TargetKind.PRIORITY: priority_id, TargetKind.THEME: theme_id}
        filled = [(kind, key) for kind, key in given.items() if key is not None]
        if len(filled) != 1:
            raise ValueError("a tag points at exactly one outcome, priority or theme")
        return cls(*filled[0])


class CodingError(DomainError):
    """Something coding does not allow."""


class NothingToUndoError(CodingError):
    """The batch was taken back already."""


class GoneError(NotFoundError):
    """No answer of those asked for can be coded: none is here, or somebody raised a concern meanwhile."""

    def __init__(self) -> None:
        """Keep a sentence that does not say which of the reasons it was."""
        super().__init__("This answer is not open for coding. It may have been taken back or raised.")


@dataclass(frozen=True)
class Progress:
    """How far the coding of a consultation is, in answers that a person has cleared for coding."""

    total: int
    coded: int
    suggested: int
    # neither coded nor with an open suggestion
    unsuggested: int
    # text answers that nobody has read for safety yet; they are not part of `total`
    unread: int

    @property
    def uncoded(self) -> int:
        """Return how many answers have neither tag nor mark."""
        return self.total - self.coded

    @property
    def share(self) -> int:
        """Return the share coded in whole per cent."""
        return share_coded(self.coded, self.total)


def share_coded(coded: int, total: int) -> int:
    """Return the share in whole per cent, 0 of 0 being 0. It is 100 only when all are coded, 0 only when none is."""
    if total <= 0 or coded <= 0:
        return 0
    if coded >= total:
        return 100
    return min(99, max(1, round(100 * coded / total)))


def kept_for(answers: int) -> float:
    """Return for how many seconds figures over so many answers may be shown again: none for a small consultation.

    Counting takes about a hundredth of that time, so that six coders at once are not slowed down by counting.
    """
    return min(MOST_KEPT, answers / 1000) if answers >= LARGE else 0.0


def check_may_undo(makers: Iterable[int | None], undone: bool, by_id: int | None) -> None:  # noqa: FBT001 - a fact, not a mode
    """Let only its maker take a batch back, once. Raises NotAllowedError or NothingToUndoError."""
    if any(maker != by_id for maker in makers):
        raise NotAllowedError("Only the person who did this can undo it.")
    if undone:
        raise NothingToUndoError("This was undone already.")


def keys_for(themes: Sequence[Target], others: Sequence[Target]) -> Mapping[Target, int]:
    """Return which targets the number keys 1 to 9 stand for: themes in their order, then the others while keys last."""
    return {target: number for number, target in enumerate([*themes, *others][:MOST_KEYS], start=1)}


def own_keys(chosen: Mapping[str, str], live: Iterable[Target]) -> Mapping[Target, str]:
    """Return the key of each target that a coder chose one for; what is no longer live or no free key is left out."""
    standing = set(live)
    found: dict[Target, str] = {}
    for key, token in sorted(chosen.items()):
        try:
            target = Target.parse(token)
        except InvalidInputError:
            continue
        if key in FREE_KEYS and target in standing:
            found.setdefault(target, key)
    return found


def check_keys(given: Mapping[Target, str]) -> dict[str, str]:
    """Return the choice as it is kept, {key: token}. Raises InvalidInputError for a key that is taken or used twice."""
    kept: dict[str, str] = {}
    for target, typed in given.items():
        key = typed.strip().lower()
        if not key:
            continue
        if key in RESERVED:
            raise InvalidInputError(f"“{key.upper()}” does something else already. Choose another letter or a number.")
        if key not in FREE_KEYS:
            raise InvalidInputError(f"“{typed}” cannot be a key. Type one letter from A to Z or one number.")
        if key in kept:
            raise InvalidInputError(f"“{key.upper()}” stands for two codes. Give each a key of its own.")
        kept[key] = target.token
    return kept


def outcome_offered(target: Target, outcome_of: Mapping[UUID, UUID], tagged: Iterable[Target]) -> Target | None:
    """Return the outcome to offer beside a new priority tag; None when it has the outcome already or is no priority.

    Only an offer: counting an outcome counts its priorities anyway.
    """
    outcome_id = outcome_of.get(target.id) if target.kind is TargetKind.PRIORITY else None
    if outcome_id is None:
        return None
    outcome = Target(TargetKind.OUTCOME, outcome_id)
    return None if outcome in set(tagged) else outcome
