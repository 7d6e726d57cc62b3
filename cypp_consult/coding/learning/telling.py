"""How good the guesses are, in figures that a page may show: nothing where too few answers were confirmed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cypp_consult.coding.rules import TargetKind
from cypp_consult.text.training import ENOUGH

KINDS = {TargetKind.OUTCOME: "Outcomes", TargetKind.PRIORITY: "Priorities", TargetKind.THEME: "Themes"}


@dataclass(frozen=True)
class TrialShown:
    """A trial on `n` confirmed answers; the shares are whole per cent, None where `n` is not enough to show any."""

    n: int
    first: int | None = None
    second: int | None = None
    start_first: int | None = None
    start_second: int | None = None

    @property
    def missing(self) -> int:
        """How many confirmed answers more it takes to show a share."""
        return max(0, ENOUGH - self.n)


def shown(trial: Mapping[str, Any] | None) -> TrialShown:
    """Return the figures of a trial as it was kept; without one, that of no answers."""
    n = int(trial["n"]) if trial else 0
    if not trial or n < ENOUGH:
        return TrialShown(n)
    first, second, was_first, was_second = (
        round(100 * int(trial[name]) / n) for name in ("first", "second", "start_first", "start_second")
    )
    return TrialShown(n, first, second, was_first, was_second)
