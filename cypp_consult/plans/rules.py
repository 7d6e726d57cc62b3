"""Small rules of the tree: addresses that stay, and the order of siblings."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import TypeVar

from cypp_consult.core.errors import DomainError

Item = TypeVar("Item")

LONGEST_SLUG = 60
_OTHER = re.compile(r"[^a-z0-9]+")


class Level(StrEnum):
    """The levels of the tree, as they stand in addresses."""

    OUTCOME = "outcome"
    PRIORITY = "priority"
    ACTION = "action"
    MEASURE = "measure"


class Direction(StrEnum):
    """Where something moves among its siblings."""

    UP = "up"
    DOWN = "down"


class InUseError(DomainError):
    """Something that is used was to be deleted; it can be retired instead."""

    def __init__(self, name: str) -> None:
        """Name what is used."""
        super().__init__(f"“{name}” is in use, so it cannot be deleted. Retire it instead: nothing is lost.")


def slug_for(words: str, taken: Collection[str] = (), fallback: str = "item") -> str:
    """Return an address made of the words: a-z, 0-9 and hyphens, at most 60 characters, unlike all that are taken.

    Words that leave nothing, such as Urdu ones, give the fallback.
    """
    plain = unicodedata.normalize("NFKD", words.replace("'", "").replace("’", "")).encode("ascii", "ignore").decode()
    base = _OTHER.sub("-", plain.lower()).strip("-")[:LONGEST_SLUG].strip("-") or fallback
    slug, number = base, 2
    while slug in taken:
        tail = f"-{number}"
        slug = base[: LONGEST_SLUG - len(tail)].strip("-") + tail
        number += 1
    return slug


def moved(items: Sequence[Item], item: Item, direction: Direction) -> list[Item]:
    """Return the items with one of them a step up or down; at the end it stays. ValueError if it is not among them."""
    order = list(items)
    place = order.index(item)
    other = place - 1 if direction is Direction.UP else place + 1
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
    return order


def leads_of(typed: str) -> list[str]:
    """Return the leads that somebody typed, separated by semicolons or new lines, without empty or repeated ones."""
    parts = (" ".join(part.split()) for part in re.split(r"[;\n]", typed))
    return list(dict.fromkeys(part for part in parts if part))
