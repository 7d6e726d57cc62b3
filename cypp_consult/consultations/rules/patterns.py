"""Templates of timelines: patterns of offsets, laid out backwards from one anchor day."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from cypp_consult.consultations.rules.days import WorkCalendar
from cypp_consult.consultations.rules.needs import in_order


class PatternError(ValueError):
    """A template that cannot be used; the sentence says what is wrong with it."""


class Roll(StrEnum):
    """What happens to a day on which nobody works."""

    NONE = "none"
    BACK = "back"
    FORWARD = "forward"


@dataclass(frozen=True)
class Place:
    """Where a day lies, seen from the anchor: so many days away, or on a day of a month so many months away.

    A day of 31 means the last day of the month. Without `day` it is the anchor's own day of the month.
    """

    days: int | None = None
    months: int | None = None
    day: int | None = None
    roll: Roll = Roll.NONE

    def on(self, anchor: date, calendar: WorkCalendar) -> date:
        """Return the day for an anchor. OverflowError where there is no such year."""
        if self.months is None:
            found = anchor + timedelta(days=self.days or 0)
        else:
            year, month = divmod(anchor.year * 12 + anchor.month - 1 + self.months, 12)
            found = date(year, month + 1, min(self.day or anchor.day, monthrange(year, month + 1)[1]))
        if self.roll is Roll.BACK:
            return calendar.last_working(found)
        return calendar.next_working(found) if self.roll is Roll.FORWARD else found


@dataclass(frozen=True)
class Pattern:
    """A stage (with `starts`) or a milestone (with `kind`) of a template; `ends` is the day it is due or over."""

    id: str
    name: str
    ends: Place
    starts: Place | None = None
    kind: str = ""
    needs: tuple[str, ...] = ()
    delivers: str = ""
    notes: str = ""


@dataclass(frozen=True)
class Template:
    """A timeline to lay out. `anchor` says in words what the anchor day is; the milestone `anchored` lies on it."""

    id: str
    name: str
    about: str
    anchor: str
    anchored: str
    stages: tuple[Pattern, ...]
    milestones: tuple[Pattern, ...]


@dataclass(frozen=True)
class Laid:
    """A step of a template on its days; `starts` is None for milestones."""

    pattern: Pattern
    starts: date | None
    ends: date

    @property
    def first(self) -> date:
        """Return the day on which it begins, or is due."""
        return self.starts or self.ends


def lay_out(template: Template, anchor: date, calendar: WorkCalendar) -> list[Laid]:
    """Return every step of a template on its days for an anchor, first day first.

    PatternError where the days would leave the calendar.
    """
    try:
        laid = [
            Laid(
                pattern=pattern,
                starts=pattern.starts.on(anchor, calendar) if pattern.starts else None,
                ends=pattern.ends.on(anchor, calendar),
            )
            for pattern in (*template.stages, *template.milestones)
        ]
    except (OverflowError, ValueError) as error:
        raise PatternError(f"The template “{template.id}” does not fit around {anchor.isoformat()}.") from error
    return sorted(laid, key=lambda item: (item.first, item.ends, item.pattern.id))


def read(data: Mapping[str, Any], kinds: Sequence[str]) -> Template:
    """Return the template that plain data describe; PatternError if something is missing or leads in a circle."""
    try:
        template = Template(
            id=str(data["id"]),
            name=str(data["name"]),
            about=str(data.get("about", "")),
            anchor=str(data["anchor"]),
            anchored=str(data.get("anchored", "")),
            stages=tuple(_pattern(item) for item in data.get("stages", ())),
            milestones=tuple(_pattern(item) for item in data["milestones"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise PatternError(f"The template {data.get('id', '')} cannot be read: {error}.") from error
    _check(template, kinds)
    return template


def written(template: Template) -> dict[str, Any]:
    """Return a template as plain data that `read` takes."""
    data = asdict(template)
    for pattern in (*data["stages"], *data["milestones"]):
        for name in ("starts", "ends"):
            pattern[name] = {key: value for key, value in (pattern[name] or {}).items() if value is not None} or None
    return data


def _pattern(item: Mapping[str, Any]) -> Pattern:
    return Pattern(
        id=str(item["id"]),
        name=str(item["name"]),
        ends=_place(item["ends"]),
        starts=_place(item["starts"]) if item.get("starts") else None,
        kind=str(item.get("kind", "")),
        needs=tuple(str(need) for need in item.get("needs", ())),
        delivers=str(item.get("delivers", "")),
        notes=str(item.get("notes", "")),
    )


def _place(item: Mapping[str, Any]) -> Place:
    return Place(
        days=_whole(item.get("days")),
        months=_whole(item.get("months")),
        day=_whole(item.get("day")),
        roll=Roll(item.get("roll", Roll.NONE)),
    )


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)


def _check(template: Template, kinds: Sequence[str]) -> None:
    steps = (*template.stages, *template.milestones)
    known = {step.id for step in steps}
    if len(known) < len(steps):
        raise PatternError(f"The template “{template.id}” has the same id twice.")
    if any(step.starts is None for step in template.stages):
        raise PatternError(f"A stage of the template “{template.id}” has no first day.")
    if unknown := {step.kind for step in template.milestones} - set(kinds):
        raise PatternError(f"The template “{template.id}” has a kind of milestone that is none: {min(unknown)}.")
    if missing := {need for step in steps for need in step.needs} - known:
        raise PatternError(f"The template “{template.id}” needs “{min(missing)}”, which is not in it.")
    if in_order({step.id: set(step.needs) for step in steps}) is None:
        raise PatternError(f"The template “{template.id}” leads in a circle.")
