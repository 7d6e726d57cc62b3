"""Which of the five outcomes of Every Child Matters an outcome of any plan is near to, so that it takes their words."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from cypp_consult.text.data_files import load, phrase_list
from cypp_consult.text.matching import read
from cypp_consult.text.suggest import LexiconEntry, Tagger, shares

# an outcome is near to another when so much of what its words say is said for that one
_CLEAR = 0.4
# and when they say something at all: one plain word is not enough
_ENOUGH = 1.0
_NEARNESS = 0.9
_NEARNESS_OF_TWO = 0.7


def kin_of(outcome: Mapping[str, Any]) -> Mapping[str, float]:
    """Return {Every Child Matters id: nearness up to 1}; empty for an outcome that is near to none.

    Taken from the outcome's own `kin` where its framework declares one, then from those we know, then from its words.
    """
    declared = outcome.get("kin")
    if isinstance(declared, Mapping):
        return {str(name): _nearness(near) for name, near in declared.items() if name in _five()}
    known = load("kinship")["known"].get(outcome.get("slug") or outcome["id"])
    if known is not None:
        return {str(name): float(near) for name, near in known.items()}
    return _by_words(outcome)


@cache
def _five() -> tuple[str, ...]:
    return tuple(str(load("kinship")["five"]).split())


@cache
def _namer() -> Tagger:
    """Return what reads the names of outcomes: plans speak of them in fewer and larger words than people do."""
    named = load("kinship")["names"]
    return Tagger(
        LexiconEntry(target, phrase, float(weight))
        for target, block in named.items()
        for weight, listed in block.items()
        for phrase in phrase_list(listed)
    )


def _by_words(outcome: Mapping[str, Any]) -> Mapping[str, float]:
    """Return the outcomes whose words the name speaks, or else the summary with the names of the priorities."""
    told = (outcome.get("name"), outcome.get("short_name"))
    more = (outcome.get("summary"), *(priority.get("name") for priority in outcome.get("priorities") or ()))
    for texts in (told, (*told, *more)):
        tallies = _namer().tallies(read(". ".join(str(text) for text in texts if text)))
        points = {target: tally.total for target, tally in tallies.items()}
        clear = [target for target, share in shares(points).items() if share >= _CLEAR and points[target] >= _ENOUGH]
        if clear:
            return dict.fromkeys(clear, _NEARNESS if len(clear) == 1 else _NEARNESS_OF_TWO)
    return {}


def _nearness(declared: Any) -> float:
    """Return a declared nearness between nought and 1; a whole one where it is no number."""
    return min(1.0, max(0.0, float(declared))) if isinstance(declared, int | float) else 1.0
