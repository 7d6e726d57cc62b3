"""Parts of a shown sum: which of their forms and people may be shown, and how each stands."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from cypp_consult.summaries.reach.facts import Tally
from cypp_consult.summaries.reach.pace import Days, Standing, cut, side, standing
from cypp_consult.summaries.rules.suppression import Part, hidden_parts, may_tell_side, may_tell_side_of_one
from cypp_consult.summaries.rules.tables import Count

# more people than there can be
ENDLESS = 10**9


@dataclass(frozen=True)
class Branch:
    """A part as counted: `of` is the id of the part it belongs to, None for a part of all."""

    id: str
    tally: Tally
    target: int | None = None
    of: str | None = None
    is_rest: bool = False


@dataclass(frozen=True)
class Seen:
    """A part as it may be shown."""

    forms: Count
    people: Count
    standing: Standing


def shown(branches: Sequence[Branch], days: Days, threshold: int) -> dict[str, Seen]:
    """Return each part as it may be shown beside a sum of all that is shown.

    Where people are hidden so are forms, because there are never more forms than people.
    """
    hidden = hidden_parts([_part(item, item.tally.people) for item in branches], threshold)
    forms = hidden_parts(
        [_part(item, item.tally.forms, None if item.id in hidden else item.tally.people) for item in branches],
        threshold,
        also=hidden,
    )
    if len(forms) == len(branches):  # then not even a zero may be known
        hidden = forms
    told = _told(branches, hidden, days, threshold)
    return {item.id: _seen(item, hidden, forms, told, days) for item in branches}


def nothing(branches: Sequence[Branch], days: Days, threshold: int) -> dict[str, Seen]:
    """Return parts of a sum that is itself hidden: no number of them is shown."""
    return {item.id: Seen(None, None, alone(item.tally.people, item.target, days, threshold)) for item in branches}


def alone(people: int, target: int | None, days: Days, threshold: int, most: int = ENDLESS) -> Standing:
    """Return how a hidden count stands that is in no sum and at most `most`, as far as that does not give it away."""
    least = cut(target, days)
    if target is None or least is None or not may_tell_side_of_one(least, most, threshold):
        return _unsaid(target)
    return side(people, target, days)


def _part(item: Branch, count: int, most: int | None = None) -> Part:
    return Part(item.id, count, item.of, item.is_rest, most)


def _seen(
    item: Branch, hidden: Collection[str], forms: Collection[str], told: Mapping[str, Standing], days: Days
) -> Seen:
    if item.id in hidden:
        return Seen(None, None, told.get(item.id, _unsaid(item.target)))
    count = None if item.id in forms else item.tally.forms
    return Seen(count, item.tally.people, standing(item.tally.people, item.target, days))


def _unsaid(target: int | None) -> Standing:
    return Standing.NO_TARGET if target is None else Standing.HIDDEN


def _told(branches: Sequence[Branch], hidden: Collection[str], days: Days, threshold: int) -> dict[str, Standing]:
    """Return how hidden parts stand, as far as that gives none of them away."""
    found: dict[str, Standing] = {}
    if len(hidden) == len(branches):
        return found
    wholes = {item.of for item in branches if item.of is not None}
    for whole in {None, *wholes} - set(hidden):
        together = [item for item in branches if item.of == whole and item.id in hidden]
        if any(item.id in wholes for item in together):
            continue
        cuts = [cut(item.target, days) for item in together]
        if may_tell_side(cuts, sum(item.tally.people for item in together), threshold):
            found |= {item.id: side(item.tally.people, item.target, days) for item in together if item.target}
    return found
