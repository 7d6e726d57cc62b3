"""What codes, states and figures are called on the page. Pure."""

from cypp_consult.coding.agreement.models import Pool, Strata
from cypp_consult.coding.models import Mark
from cypp_consult.coding.rules import TargetKind
from cypp_consult.coding.wording import MARKS as _MARKS

MARKS = {mark: _MARKS.get(mark, mark.value.replace("_", " ").capitalize()) for mark in Mark}
POOLS = {Pool.ALL: "all answers", Pool.UNCODED: "answers not coded", Pool.CODED: "answers coded already"}
SHARES = {
    Strata.NONE: "",
    Strata.AUDIENCE: ", with the shares of the audiences",
    Strata.EVENT: ", with the shares of the events",
}
LEVELS = {TargetKind.THEME: "themes", TargetKind.PRIORITY: "priorities", TargetKind.OUTCOME: "outcomes"}


def figure(value: float | None) -> str:
    """Return a figure with two decimals, or that it is not defined."""
    return "not defined" if value is None else f"{value:.2f}"
