"""The shape of a personal detail."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class PersonalDetail:
    """A piece `text[start:end]` that may point to a person, and its kind (one of `details.KINDS`)."""

    start: int
    end: int
    kind: str
