"""What may be quoted, and the steps on a concern's record. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cypp_consult.core.errors import InvalidInputError

READ_WITHIN = timedelta(hours=24)
REMOVED = re.compile(r"\[[^\[\]]{1,40}\]|…")


class Step(StrEnum):
    """What a safeguarding lead does about a concern; the last two end it."""

    REFER = "refer"
    ASK_STAFF = "ask_staff"
    WAITING = "waiting"
    RELEASE = "release"
    KEEP_BACK = "keep_back"

    @property
    def label(self) -> str:
        """Return the step in words."""
        return _STEPS[self]

    @property
    def ends(self) -> bool:
        """Say whether the step closes the concern."""
        return self in {Step.RELEASE, Step.KEEP_BACK}


_STEPS = {
    Step.REFER: "Refer now",
    Step.ASK_STAFF: "Ask staff on site",
    Step.WAITING: "Waiting for someone",
    Step.RELEASE: "No concern, release for coding",
    Step.KEEP_BACK: "Dealt with, keep it back",
}


@dataclass(frozen=True)
class Waiting:
    """How long something has waited, in words, and whether that is too long."""

    words: str
    late: bool


def waiting(since: datetime, now: datetime, limit: timedelta = READ_WITHIN) -> Waiting:
    """Return how long something has waited: minutes below an hour, hours below two days, then days."""
    waited = now - since
    if waited < timedelta(hours=1):
        words = f"{waited // timedelta(minutes=1)} min"
    elif waited < timedelta(days=2):
        words = f"{waited // timedelta(hours=1)} h"
    else:
        words = f"{waited // timedelta(days=1)} days"
    return Waiting(words, waited > limit)


def reference(number: int) -> str:
    """Return a concern's number as people say it: "C-0034"."""
    return f"C-{number:04d}"


def check_quote(source: str, quote: str) -> str:
    """Return the quote, trimmed, when every piece of it stands in the source in that order.

    Words in square brackets, such as "[name removed]", and "…" stand for what was taken out. Raises InvalidInputError
    otherwise: nobody is quoted with words they did not write.
    """
    trimmed = quote.strip()
    pieces = [" ".join(piece.split()) for piece in REMOVED.split(trimmed)]
    if not any(pieces):
        raise InvalidInputError("Keep some of the words, or do not quote this answer.")
    folded = " ".join(source.split())
    place = 0
    for piece in pieces:
        found = folded.find(piece, place)
        if found < 0:
            raise InvalidInputError(
                f"“{piece[:60]}” is not in the answer. Take words out or put [removed] in their place; add none."
            )
        place = found + len(piece)
    return trimmed
