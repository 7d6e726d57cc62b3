"""When somebody is reminded, and in which words. Days are London days and are passed in."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from cypp_consult.core.clock import LONDON
from cypp_consult.desk.reminders.models import ReminderKind

# how long a reminder that could not go out in time is still worth sending
WINDOW = timedelta(days=7)
# how long after its day the weekly mail still goes out
DIGEST_WINDOW = timedelta(days=3)
AHEAD = timedelta(days=30)
WEEK = timedelta(days=7)
MONDAY = 0
NOBODY = UUID(int=0)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Occasion:
    """Something one person is to be told of: the thing, its day, and how many days before that day to tell it."""

    kind: ReminderKind
    subject_id: UUID
    due_on: date
    person_id: int
    # how many days before `due_on`; below nought after it
    days: tuple[int, ...]
    title: str
    # none for what belongs to a body and to no consultation
    consultation_id: UUID | None
    consultation: str
    # where the person sees to it: an endpoint that takes the consultation's slug
    endpoint: str
    slug: str

    @property
    def key(self) -> tuple[ReminderKind, UUID, date, int]:
        """Return what makes this occasion another one: a thing that moves is told of anew."""
        return self.kind, self.subject_id, self.due_on, self.person_id


@dataclass(frozen=True)
class Line:
    """One line of a mail."""

    title: str
    consultation: str
    words: str
    endpoint: str
    slug: str
    late: bool


@dataclass(frozen=True)
class Week:
    """What the weekly mail tells: what is late, what is due within a week, and within thirty days."""

    late: tuple[Line, ...] = ()
    soon: tuple[Line, ...] = ()
    later: tuple[Line, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to tell."""
        return not (self.late or self.soon or self.later)


def sending_day(now: datetime, hour: int) -> date:
    """Return the London day whose reminders may go out at an aware moment: yesterday's until `hour` o'clock."""
    local = now.astimezone(LONDON)
    return local.date() if local.hour >= hour else local.date() - timedelta(days=1)


def come(occasion: Occasion, day: date, known: Collection[int] = ()) -> int | None:
    """Return which reminder of an occasion is to be made on a day, as days before its date; None for none.

    It is the latest whose time has come, at most a week ago, so that one that was missed is made good by the next. None
    if it, or a later one, is among those `known` to be made.
    """
    since = {number: day - (occasion.due_on - timedelta(days=number)) for number in occasion.days}
    latest = min((number for number, time in since.items() if timedelta(0) <= time <= WINDOW), default=None)
    return None if latest is None or any(number <= latest for number in known) else latest


def digest_week(day: date, weekday: int | None) -> date | None:
    """Return the Monday of the week whose mail is due on a day, for people who chose a weekday; None if none is."""
    if weekday is None:
        return None
    back = timedelta(days=(day.weekday() - weekday) % 7)
    chosen = day - back
    return chosen - timedelta(days=chosen.weekday()) if back <= DIGEST_WINDOW else None


def words(kind: ReminderKind, due_on: date, today: date) -> str:
    """Return how a thing stands, such as "Late by 2 days: it was due on Friday 20 November 2026"."""
    left, day = (due_on - today).days, f"{due_on:%A} {due_on.day} {due_on:%B %Y}"
    if kind in {ReminderKind.CLOSING, ReminderKind.BEHIND}:
        return _closing(left, day)
    if kind is ReminderKind.FEEDBACK:
        return f"Nobody has been told yet what came of it. {_due(left, day)}"
    return _due(left, day)


def _due(left: int, day: str) -> str:
    if left < 0:
        return f"Late by {days(-left)}: it was due on {day}"
    return f"Due today, {day}" if left == 0 else f"Due in {days(left)}, on {day}"


def _closing(left: int, day: str) -> str:
    if left < 0:
        return f"It closed on {day}"
    return f"It closes at the end of today, {day}" if left == 0 else f"It closes in {days(left)}, on {day}"


def days(count: int) -> str:
    """Return a number of days in words."""
    return "1 day" if count == 1 else f"{count:,} days"


def lines(told: Iterable[Occasion], today: date) -> list[Line]:
    """Return one line for each thing, the most pressing first, however many reminders of it have come together."""
    found: dict[UUID, Occasion] = {}
    # of two occasions of one thing the one that says more is told
    for occasion in sorted(told, key=lambda item: (item.due_on, item.kind is not ReminderKind.FEEDBACK, item.title)):
        found.setdefault(occasion.subject_id, occasion)
    return [line(occasion, today) for occasion in found.values()]


def line(occasion: Occasion, today: date) -> Line:
    """Return how an occasion stands on a day."""
    return Line(
        title=occasion.title,
        consultation=occasion.consultation,
        words=words(occasion.kind, occasion.due_on, today),
        endpoint=occasion.endpoint,
        slug=occasion.slug,
        late=occasion.kind is not ReminderKind.CLOSING and occasion.due_on < today,
    )


def week(told: Iterable[Occasion], today: date) -> Week:
    """Return what is late, due within a week and within thirty days, each with the most pressing first."""
    rows = sorted(told, key=lambda item: (item.due_on, item.title))
    seen = list({row.subject_id: row for row in reversed(rows)}.values())[::-1]
    return Week(
        late=tuple(line(row, today) for row in seen if row.due_on < today),
        soon=tuple(line(row, today) for row in seen if today <= row.due_on <= today + WEEK),
        later=tuple(line(row, today) for row in seen if today + WEEK < row.due_on <= today + AHEAD),
    )


def subject(told: list[Line], of_week: Week) -> str:
    """Return the subject of a mail: one line, at most 200 signs."""
    if not told:
        late, due = len(of_week.late), len(of_week.soon) + len(of_week.later)
        return "Your week: " + ", ".join([f"{late} late"] * bool(late) + [f"{due} due"] * bool(due))
    if len(told) == 1:
        head, _, _ = told[0].words.partition(":")
        return one_line(f"{told[0].title}: {head[0].lower()}{head[1:]}")
    late = sum(row.late for row in told)
    return f"{len(told)} dates need you" + (f", {late} of them late" if late else "")


def one_line(text: str, most: int = 200) -> str:
    """Return words on one line, without signs that end a line of a mail's head, at most so long."""
    plain = "".join(sign if sign.isprintable() else " " for sign in text)
    plain = " ".join(plain.split())
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"
