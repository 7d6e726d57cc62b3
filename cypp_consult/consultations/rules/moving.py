"""Moving a day and what follows from it. Done steps never move; a stage that has begun keeps its first day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from cypp_consult.consultations.rules.days import WorkCalendar
from cypp_consult.consultations.rules.needs import dependents
from cypp_consult.core.errors import InvalidInputError

FIRST, LAST = date(2000, 1, 1), date(2100, 12, 31)


class Reach(StrEnum):
    """How much moves with a day."""

    ONE = "one"
    DEPENDENTS = "dependents"
    ALL = "all"


@dataclass(frozen=True)
class Step:
    """A milestone (no `starts`) or a stage, as moving sees it. `begun`: a stage whose first day is past."""

    id: UUID
    name: str
    ends: date
    starts: date | None = None
    needs: frozenset[UUID] = frozenset()
    done: bool = False
    begun: bool = False

    @property
    def first(self) -> date:
        """Return the day on which it begins, or is due."""
        return self.starts or self.ends

    def shifted(self, by: timedelta) -> "Step":
        """Return it so much later; a stage that has begun only ends later."""
        starts = self.starts if self.begun or self.starts is None else self.starts + by
        return replace(self, starts=starts, ends=self.ends + by)

    def on(self, day: date) -> "Step":
        """Return it moved as a whole: due on this day, or beginning on it; a stage that has begun ends on it."""
        return self.shifted(day - (self.ends if self.begun else self.first))


@dataclass(frozen=True)
class Change:
    """One step that moves: as it was and as it would be, and why nobody works on its new day, if so."""

    before: Step
    after: Step
    why_not: str | None = None
    instead: date | None = None

    @property
    def days(self) -> int:
        """Return by how many days it moves; fewer than none is earlier."""
        return (self.after.ends - self.before.ends).days


@dataclass(frozen=True)
class Consequences:
    """What moving one step means: every change, and each need that would no longer be met in time."""

    changes: tuple[Change, ...]
    broken: tuple[str, ...]


def consequences(
    steps: Sequence[Step],
    target: Step,
    reach: Reach,
    calendar: WorkCalendar,
    instead: Mapping[UUID, date] | None = None,
) -> Consequences:
    """Return what it means to put one step on new days, first day first. `target` is that step as it shall be.

    What moves with it moves by as many days as its due or last day does. `instead` puts single steps on another day.
    InvalidInputError for a step that is done, a day out of bounds, and a stage that would end before it begins.
    """
    before = next(step for step in steps if step.id == target.id)
    if before.done:
        raise InvalidInputError(f"“{before.name}” is done, so it does not move.")
    reached = _reached(steps, target.id, reach)
    after = {target.id: target}
    try:
        for step in steps:
            if step.id in reached and step.id != target.id and not step.done:
                after[step.id] = step.shifted(target.ends - before.ends)
        after |= {key: after[key].on(day) for key, day in (instead or {}).items() if key in after}
    except OverflowError as error:
        raise InvalidInputError("Enter a day between 2000 and 2100.") from error
    for moved in after.values():
        _check(moved)
    changes = [_change(step, after[step.id], calendar) for step in steps if step.id in after]
    changes.sort(key=lambda change: (change.after.first, change.after.name))
    return Consequences(tuple(changes), tuple(broken(steps, after)))


def broken(before: Sequence[Step], after: Mapping[UUID, Step]) -> Iterable[str]:
    """Yield a sentence for each need that was met in time and no longer is. What is done or has begun needs nothing."""
    then = {step.id: step for step in before}
    now = {**then, **after}
    for step in now.values():
        if step.done or step.begun:
            continue
        for key in sorted(step.needs & now.keys(), key=str):
            needed = now[key]
            was_met = then[key].ends <= then[step.id].first
            if was_met and not needed.done and needed.ends > step.first:
                yield (
                    f"“{step.name}” ({_day(step.first)}) needs “{needed.name}” first, which would be due on "
                    f"{_day(needed.ends)}."
                )


def _reached(steps: Sequence[Step], moved: UUID, reach: Reach) -> set[UUID]:
    if reach is Reach.ALL:
        return {step.id for step in steps}
    if reach is Reach.DEPENDENTS:
        return {moved} | dependents({step.id: step.needs for step in steps}, moved)
    return {moved}


def _change(before: Step, after: Step, calendar: WorkCalendar) -> Change:
    # a stage may well end on a Sunday: only the days on which somebody must act are looked at
    day = after.ends if after.starts is None else after.first
    why_not = None if after.begun else calendar.why_not(day)
    return Change(before, after, why_not, calendar.next_working(day) if why_not else None)


def _check(step: Step) -> None:
    if step.ends < step.first:
        raise InvalidInputError(f"“{step.name}” would end before it begins.")
    if step.first < FIRST or step.ends > LAST:
        raise InvalidInputError("Enter a day between 2000 and 2100.")


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
