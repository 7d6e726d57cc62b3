"""The bodies that a published framework names, as data to make them from. Imported files may hold anything."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from cypp_consult.consultations.governance.models import BodyKind, Office, SeatLevel
from cypp_consult.plans.framework import Framework
from cypp_consult.plans.rules import slug_for

MOST_PLACES = 20
MOST_BODIES = 60
APPROVAL = "governance_approval"
_WORDS = (
    (BodyKind.COMMISSIONING_BOARD, r"\bcommissioning\b"),
    (BodyKind.EXECUTIVE_BOARD, r"\b(executive board|cabinet|council executive)\b"),
    (BodyKind.SUB_GROUP, r"\b(sub-?group|jsg|task group|working group)\b"),
    (
        BodyKind.CHILDRENS_COUNCIL,
        r"\b(young people|youth|children).*\b(council|parliament|forum)\b|\bof young people\b",
    ),
    (BodyKind.PARTNERSHIP_BOARD, r"\b(partnership|board|trust)\b"),
)


@dataclass(frozen=True)
class SeatForm:
    """A place that a framework names."""

    name: str
    level: SeatLevel = SeatLevel.FULL
    office: Office | None = None


@dataclass(frozen=True)
class BodyForm:
    """A body that a framework names, its places, and the id of the one it reports to, where the framework says so."""

    id: str
    name: str
    kind: BodyKind
    about: str = ""
    reports_to: str | None = None
    seats: tuple[SeatForm, ...] = ()

    @property
    def full(self) -> int:
        """Return how many places vote."""
        return sum(seat.level is SeatLevel.FULL for seat in self.seats)


def bodies_of(framework: Framework) -> list[BodyForm]:
    """Return the bodies that a framework names, the partnership first; each name once, ids unlike one another."""
    found: list[BodyForm] = []
    board = _partnership(framework.extras.get("partnership"))
    above = board.id if board else None
    named = [board] if board else []
    named += [_body(item) for item in _items(framework.extras.get("approval_bodies"))]
    named += [
        replace(_body(item, BodyKind.SUB_GROUP), reports_to=above)
        for item in _items(framework.extras.get("sub_groups"))
    ]
    named += [replace(_body(item), reports_to=above) for item in _items(framework.extras.get("participation_bodies"))]
    for body in named[:MOST_BODIES]:
        if body.name and body.name.casefold() not in {known.name.casefold() for known in found}:
            found.append(replace(body, id=slug_for(body.id, {known.id for known in found}, "body")))
    return found


def approvals_of(framework: Framework) -> dict[str, tuple[str, ...]]:
    """Return which bodies (ids as in `bodies_of`) approve which milestones of a framework, by the milestone's id."""
    ids = {body.name.casefold(): body.id for body in bodies_of(framework)}
    found = {}
    for item in _items(framework.extras.get("milestones")):
        names = item.get("bodies")
        if item.get("type") != APPROVAL or not isinstance(names, list):
            continue
        known = tuple(dict.fromkeys(ids[str(name).casefold()] for name in names if str(name).casefold() in ids))
        if known:
            found[_text(item.get("id"))] = known
    return found


def kind_of(name: str, otherwise: BodyKind = BodyKind.OTHER) -> BodyKind:
    """Return what a body is, as far as its name tells."""
    plain = name.casefold().replace("’", "'")
    return next((kind for kind, words in _WORDS if re.search(words, plain)), otherwise)


def _partnership(data: Any) -> BodyForm | None:
    if not isinstance(data, Mapping) or not _text(data.get("name")):
        return None
    seats = tuple(seat for item in _items(data.get("members")) for seat in _seats(item))
    return BodyForm("partnership", _text(data["name"]), BodyKind.PARTNERSHIP_BOARD, _rules(data), seats=seats)


def _rules(data: Mapping[str, Any]) -> str:
    """Return what the source expects of members, a line for each."""
    lines = []
    for item in _items(data.get("membership_rules")):
        who = {"full": "Full members: ", "associate": "Associate members: "}.get(_text(item.get("level")), "")
        lines.append(f"{who}{_text(item.get('text'))}")
    return "\n".join(line for line in lines if line)


def _body(item: Mapping[str, Any], otherwise: BodyKind = BodyKind.OTHER) -> BodyForm:
    name = _text(item.get("name"))
    kind = otherwise if otherwise is not BodyKind.OTHER else kind_of(name)
    return BodyForm(_text(item.get("id")) or name, name, kind, _text(item.get("text")))


def _seats(item: Mapping[str, Any]) -> Iterator[SeatForm]:
    """Yield the places of a member: as many as it has votes, the office on the first of them."""
    associate = item.get("level") == SeatLevel.ASSOCIATE or item.get("voting") is False
    level = SeatLevel.ASSOCIATE if associate else SeatLevel.FULL
    office = Office(item["office"]) if item.get("office") in set(Office) else None
    places = item.get("voting_places")
    count = min(places, MOST_PLACES) if isinstance(places, int) and places > 0 else 1
    name = _text(item.get("name"))
    for number in range(count if name else 0):
        yield SeatForm(name, level, office if number == 0 else None)


def _items(value: Any) -> list[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def _text(value: Any) -> str:
    return " ".join(value.split())[:200] if isinstance(value, str) else ""
