"""What reading for safety said of answers. That package comes later on the line and registers how to ask it.

Until it has, nobody is shown anybody's words: an unknown state is treated as held back.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session


class Safety(StrEnum):
    """What a lead may know of an answer in somebody's own words."""

    UNREAD = "unread"
    CLEARED = "cleared"
    RAISED = "raised"


Reader = Callable[[Session, Sequence[UUID]], Mapping[UUID, str]]
_readers: list[Reader] = []


def register(reader: Reader) -> None:
    """Let `reader(session, answer ids)` say "cleared" or "raised" by id; what it leaves out is unread."""
    _readers[:] = [reader]


def states(session: Session, answer_ids: Sequence[UUID]) -> dict[UUID, Safety]:
    """Return the state of each answer."""
    if not _readers:
        return dict.fromkeys(answer_ids, Safety.RAISED)
    known = _readers[0](session, answer_ids)
    return {key: Safety(known[key]) if key in known else Safety.UNREAD for key in answer_ids}
