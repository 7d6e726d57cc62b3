"""Whether an event is ready, what to look at before it, how many are expected, and how far away it is."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from itertools import pairwise

from cypp_consult.core.errors import DomainError, InvalidInputError
from cypp_consult.events.models import PIN_LENGTH


class When(StrEnum):
    """Where an event lies, seen from a day."""

    PAST = "past"
    TODAY = "today"
    TO_COME = "tocome"


@dataclass(frozen=True)
class Missing:
    """Something to mend before an event: a sentence, and the field that mends it."""

    what: str
    where: str


@dataclass(frozen=True)
class Asked:
    """An audience that is asked at an event: its words, whether it has questions, whether it is of children."""

    label: str
    has_questions: bool
    is_children: bool = False


@dataclass(frozen=True)
class Facts:
    """What `advice` looks at. `opens_on` and `closes_on` are the consultation's days."""

    held_on: date
    audiences: Sequence[Asked] = ()
    is_permission_settled: bool = False
    staff: int = 0
    quiet_room: str = ""
    opens_on: date | None = None
    closes_on: date | None = None


class EventNotReadyError(DomainError):
    """Something was to happen at an event without a safeguarding lead on duty."""

    def __init__(self, name: str) -> None:
        """Name the event."""
        super().__init__(f"{name} is not ready: name a safeguarding lead on duty and their phone number first.")


def missing(safeguarding_name: str, safeguarding_phone: str) -> list[Missing]:
    """Return what is missing before anybody may be asked at an event; empty when it is ready."""
    needed = (
        (safeguarding_name, "Name the safeguarding lead on duty.", "safeguarding_name"),
        (safeguarding_phone, "Give the phone number of the safeguarding lead on duty.", "safeguarding_phone"),
    )
    return [Missing(what, where) for value, what, where in needed if not value.strip()]


def advice(facts: Facts) -> list[Missing]:
    """Return what to look at before an event. None of it keeps people from answering."""
    found = [*_about_questions(facts), *_about_the_day(facts)]
    if not facts.is_permission_settled and any(asked.is_children for asked in facts.audiences):
        found.append(Missing("Settle how permission for children under 16 is given.", "permission_route-0"))
    if not facts.staff:
        found.append(Missing("Nobody is on duty yet. Facilitators see only the events where they are.", "user_ids"))
    if not facts.quiet_room.strip() and any(asked.is_children for asked in facts.audiences):
        found.append(Missing("Say where somebody can sit down quietly with a child.", "quiet_room"))
    return found


def _about_questions(facts: Facts) -> list[Missing]:
    silent = [asked.label.lower() for asked in facts.audiences if not asked.has_questions]
    if not facts.audiences:
        return [Missing("Nobody is asked here yet. Choose at least one audience.", "audiences")]
    if len(silent) == len(facts.audiences):
        return [Missing("There are no questions yet for anybody who is asked here.", "audiences")]
    if silent:
        return [Missing(f"There are no questions yet for {listed(silent)}.", "audiences")]
    return []


def _about_the_day(facts: Facts) -> list[Missing]:
    before = facts.opens_on is not None and facts.held_on < facts.opens_on
    after = facts.closes_on is not None and facts.held_on > facts.closes_on
    if before or after:
        why = "opens after" if before else "closes before"
        return [Missing(f"The consultation {why} that day, so nobody can answer then.", "held_on")]
    return []


def in_short(missing_count: int, advice_count: int) -> str:
    """Return how ready an event is, in a few words."""
    if missing_count:
        return "Not ready yet. Nobody can be asked here."
    if advice_count:
        return f"Ready, with {_things(advice_count)} to look at."
    return "Ready. Nothing is left to do."


def _things(count: int) -> str:
    return "one thing" if count == 1 else f"{count} things"


def listed(words: Sequence[str]) -> str:
    """Return words as people list them: "a", "a and b", "a, b and c"."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def expected(by_audience: Iterable[int | None], in_all: int | None) -> int | None:
    """Return how many people are expected: the sum over audiences where a number is given, else the number in all."""
    given = [count for count in by_audience if count is not None]
    return sum(given) if given else in_all


def check_times(starts_at: time | None, ends_at: time | None) -> None:
    """Raise InvalidInputError for an end before the start; either may be open."""
    if starts_at and ends_at and ends_at <= starts_at:
        raise InvalidInputError("It must end after it starts.")


def check_permission(*, is_required: bool, reason: str, decided_by: str) -> None:
    """Raise InvalidInputError where no permission is sought and nobody said why, or who decided it."""
    if not is_required and not (reason.strip() and decided_by.strip()):
        raise InvalidInputError("Say why no permission is needed, and who decided it.")


def check_pin(pin: str) -> None:
    """Raise InvalidInputError for a PIN that is not six figures, or one that a child guesses."""
    if not re.fullmatch(rf"[0-9]{{{PIN_LENGTH}}}", pin):
        raise InvalidInputError("Enter a PIN of six figures, such as 482915.")
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    if steps in ({0}, {1}, {9}):
        raise InvalidInputError("Children guess this PIN. Choose figures that are not alike and not in a row.")


def when(held_on: date, today: date) -> When:
    """Return where an event lies, seen from a London day."""
    if held_on == today:
        return When.TODAY
    return When.PAST if held_on < today else When.TO_COME


def in_words(held_on: date, today: date) -> str:
    """Return how far away an event is: "Today", "Tomorrow", "In 12 days", "Yesterday", "5 days ago"."""
    days = (held_on - today).days
    near = {0: "Today", 1: "Tomorrow", -1: "Yesterday"}
    return near.get(days) or (f"In {days:,} days" if days > 0 else f"{-days:,} days ago")
