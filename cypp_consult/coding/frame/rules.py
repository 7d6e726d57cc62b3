"""Rules of the code frame: what moves where in a merge or a split, what stands in the way of undoing. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from cypp_consult.coding.rules import CodingError, NothingToUndoError
from cypp_consult.core.errors import NotAllowedError

MOST_EXAMPLES = 3
LONGEST_WHY = 500


class FrameError(CodingError):
    """Something the code frame does not allow."""


class ChangedMeanwhileError(FrameError):
    """Somebody else changed a theme since the page was opened. Nothing was saved; both wordings are to be shown."""

    def __init__(self, by_name: str, at: datetime | None) -> None:
        """Keep who it was and when; `by_name` is empty where that is not known."""
        self.by_name, self.at = by_name or "Somebody", at
        super().__init__(f"{self.by_name} changed this theme while you were writing. Yours is not saved yet.")


class LaterActError(FrameError):
    """A later act built upon this one; it has to be undone first."""

    def __init__(self, words: str) -> None:
        """Name the later act."""
        super().__init__(f"A later change has to be undone first: {words}.")


@dataclass(frozen=True)
class Standing:
    """A tag or suggestion that stands on a theme. Of several on one answer the one with the least `order` goes on."""

    row_id: UUID
    answer_id: UUID
    theme_id: UUID
    order: Any
    kept: Mapping[str, Any]


@dataclass(frozen=True)
class Step:
    """What becomes of one row: it goes to a theme, or is taken away (`to` None) for the row that stands `instead`."""

    row: Standing
    to: UUID | None
    instead: UUID | None = None


def plan_moves(rows: Iterable[Standing], taken: Mapping[UUID, UUID | None], to: UUID) -> list[Step]:
    """Return the steps that take rows to one theme, so that each answer ends with exactly one.

    `taken` names the answers that have the theme already, with the row that says so. Steps come in the order of rows.
    """
    listed = list(rows)
    first: dict[UUID, Standing] = {}
    for row in listed:
        best = first.get(row.answer_id)
        if best is None or (row.order, row.row_id) < (best.order, best.row_id):
            first[row.answer_id] = row
    steps = []
    for row in listed:
        if row.answer_id in taken:
            steps.append(Step(row, None, taken[row.answer_id]))
        elif first[row.answer_id] is row:
            steps.append(Step(row, to))
        else:
            steps.append(Step(row, None, first[row.answer_id].row_id))
    return steps


def where_now(theme_id: UUID, merged_into: Mapping[UUID, UUID | None]) -> UUID:
    """Return the theme that a theme's tags went to in the end; itself if it was not merged. Never loops."""
    seen = {theme_id}
    while (after := merged_into.get(theme_id)) is not None and after not in seen:
        seen.add(after)
        theme_id = after
    return theme_id


def check_may_undo(maker: int | None, undone: object, by_id: int | None, *, is_lead: bool) -> None:
    """Let the maker of an act, or a lead, take it back, once. Raises NotAllowedError or NothingToUndoError."""
    if maker != by_id and not is_lead:
        raise NotAllowedError("Only the person who did this, or a lead, can undo it.")
    if undone:
        raise NothingToUndoError("This was undone already.")


def follows(columns: Mapping[str, Any], was: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns to put back: those that still say what the act made them say."""
    return {name: was[name] for name in was if columns.get(name) == now.get(name)}


def by_words(text_stems: Sequence[str], groups: Sequence[frozenset[str]]) -> int | None:
    """Return which group of words a text shares most with; None for none of them, or for two as much."""
    shares = [len(group.intersection(text_stems)) for group in groups]
    best = max(shares, default=0)
    return shares.index(best) if best and shares.count(best) == 1 else None


def halves(texts: Sequence[frozenset[str]], *, most: int = 5, least: int = 2) -> tuple[list[str], list[str]]:
    """Return the stems of two groups that texts seem to fall into: those shared often, and seldom with each other.

    Both are empty where fewer than `least` texts share a stem twice over. Equal texts give equal groups.
    """
    seen = _counted(texts)
    common = sorted((s for s, n in seen.items() if least <= n <= max(least, len(texts) * 3 // 4)), key=_often(seen))[
        :40
    ]
    best: tuple[int, str, str] | None = None
    for place, one in enumerate(common):
        ones = {number for number, text in enumerate(texts) if one in text}
        for two in common[place + 1 :]:
            twos = {number for number, text in enumerate(texts) if two in text}
            alone = min(len(ones - twos), len(twos - ones)) * 4 - len(ones & twos) * 2
            if alone > 0 and (best is None or alone > best[0]):
                best = (alone, one, two)
    if best is None:
        return [], []
    _, one, two = best
    with_one = _counted(text for text in texts if one in text and two not in text)
    with_two = _counted(text for text in texts if two in text and one not in text)
    return _belonging(one, with_one, with_two, most), _belonging(two, with_two, with_one, most)


def _belonging(head: str, here: Mapping[str, int], there: Mapping[str, int], most: int) -> list[str]:
    own = [s for s, n in here.items() if s != head and n > 1 and n > 2 * there.get(s, 0)]
    return [head, *sorted(own, key=_often(here))[: most - 1]]


def _counted(texts: Iterable[frozenset[str]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for text in texts:
        for stem in text:
            found[stem] = found.get(stem, 0) + 1
    return found


def _often(counts: Mapping[str, int]) -> Callable[[str], tuple[int, str]]:
    return lambda stem: (-counts[stem], stem)
