"""The timeline as a picture: where bars, marks and words stand. Units are those of the SVG's view box.

Lanes are verbs. Words stand beside their mark on the side where there is room, and never over one another.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from cypp_consult.consultations.rules.days import Period

WIDTH = 1300.0
LEFT, RIGHT = 150.0, 1296.0
TOP = 46.5
BAR_ROW, MARK_ROW = 36.0, 38.0
LETTER = 6.9
GAP = 15.0
MONTHS_WITH_WORDS = 14


class Lane(StrEnum):
    """What is done; each is a lane of the picture."""

    ASKING = "Asking"
    DRAFTING = "Drafting"
    DECIDING = "Deciding"
    ANSWERING = "Answering back"


class Phase(StrEnum):
    """How far along a span is; the values name the classes of the picture."""

    DONE = "done"
    OPEN = "open"
    PLANNED = "plan"


class Mark(StrEnum):
    """How a milestone is drawn."""

    DONE = "done"
    DUE = "due"
    LATE = "late"


@dataclass(frozen=True)
class Span:
    """Something with a first and a last day, both of them in it."""

    name: str
    starts: date
    ends: date


@dataclass(frozen=True)
class Point:
    """Something due on a day, with the words that stand beside it."""

    words: str
    due: date
    lane: Lane
    mark: Mark
    # where it was due at first, if it has moved since
    first: date | None = None


@dataclass(frozen=True)
class Month:
    """The line at which a month begins, and its word where there is room."""

    x: float
    words: str
    bold: bool


@dataclass(frozen=True)
class Words:
    """Words of the picture: where they stand, and whether they end there instead of beginning."""

    x: float
    text: str
    ends: bool = False
    on_bar: bool = False


@dataclass(frozen=True)
class Bar:
    """A span as drawn; `done` is how much of its width is over."""

    x: float
    y: float
    width: float
    done: float
    phase: Phase
    words: Words


@dataclass(frozen=True)
class Diamond:
    """A milestone as drawn."""

    x: float
    y: float
    mark: Mark
    words: Words
    ghost: float | None = None


@dataclass(frozen=True)
class Shade:
    """Days behind everything else, such as school holidays."""

    x: float
    width: float


@dataclass(frozen=True)
class LaneDrawn:
    """A lane: its word, its upper edge, and what stands in it."""

    words: str
    y: float
    bars: tuple[Bar, ...] = ()
    diamonds: tuple[Diamond, ...] = ()


@dataclass(frozen=True)
class Drawing:
    """The whole picture."""

    height: float
    months: tuple[Month, ...]
    lanes: tuple[LaneDrawn, ...]
    today: float | None
    shades: tuple[Shade, ...] = ()
    width: float = WIDTH


@dataclass
class _Scale:
    """Turns days into places."""

    first: date
    last: date

    def at(self, day: date) -> float:
        whole = (self.last - self.first).days
        return round(LEFT + (RIGHT - LEFT) * (day - self.first).days / whole, 1)


@dataclass
class _Rows:
    """Rows of a lane; each keeps the stretches that are taken."""

    rows: list[list[tuple[float, float]]] = field(default_factory=list)

    def place(self, start: float, end: float) -> int:
        """Return the first row with room from start to end, and take it."""
        for number, taken in enumerate(self.rows):
            if all(end < begins or start > stops for begins, stops in taken):
                taken.append((start, end))
                return number
        self.rows.append([(start, end)])
        return len(self.rows) - 1


def draw(spans: Sequence[Span], points: Sequence[Point], today: date, shaded: Sequence[Period] = ()) -> Drawing | None:
    """Return the picture of a timeline on a London day, or None when there is nothing to draw."""
    days = [day for span in spans for day in (span.starts, span.ends)]
    days += [day for point in points for day in (point.due, point.first or point.due)]
    if not days:
        return None
    scale = _Scale(_month_start(min(days)), _month_after(max(days)))
    lanes, y = [], TOP
    for lane in Lane:
        in_lane = [point for point in points if point.lane is lane]
        if lane is Lane.ASKING:
            bars, rows = _bars(spans, scale, y, today)
            lanes.append(LaneDrawn(lane.value, y, bars=bars))
            y += 14 + BAR_ROW * max(rows, 1)
        elif in_lane:
            diamonds, rows = _diamonds(in_lane, scale, y)
            lanes.append(LaneDrawn(lane.value, y, diamonds=diamonds))
            y += 12 + MARK_ROW * rows
    inside = scale.first <= today <= scale.last
    shades = tuple(_shades(shaded, scale))
    return Drawing(y + 4, tuple(_months(scale)), tuple(lanes), scale.at(today) if inside else None, shades)


def _shades(periods: Sequence[Period], scale: _Scale) -> Iterator[Shade]:
    for period in periods:
        if period.days_within(scale.first, scale.last - timedelta(days=1)):
            x = scale.at(max(period.starts, scale.first))
            yield Shade(x, round(scale.at(min(period.ends + timedelta(days=1), scale.last)) - x, 1))


def _bars(spans: Sequence[Span], scale: _Scale, top: float, today: date) -> tuple[tuple[Bar, ...], int]:
    rows, bars = _Rows(), []
    for span in sorted(spans, key=lambda item: (item.starts, item.ends)):
        x = scale.at(span.starts)
        width = max(scale.at(span.ends + timedelta(days=1)) - x, 6.0)
        words, start, end = _bar_words(span, x, width)
        row = rows.place(start - GAP, end + GAP)
        done = min(max(scale.at(min(max(today, scale.first), scale.last)) - x, 0.0), width)
        phase = Phase.DONE if span.ends < today else Phase.PLANNED if span.starts > today else Phase.OPEN
        bars.append(Bar(x, top + 9.5 + row * BAR_ROW, round(width, 1), round(done, 1), phase, words))
    return tuple(bars), len(rows.rows)


def _bar_words(span: Span, x: float, width: float) -> tuple[Words, float, float]:
    """Return the words of a bar and the stretch that bar and words take: inside, else after, else before."""
    length = len(span.name) * LETTER
    if length + 20 <= width:
        return Words(x + 10, span.name, on_bar=True), x, x + width
    if x + width + 10 + length <= RIGHT:
        return Words(round(x + width + 10, 1), span.name), x, x + width + 10 + length
    return Words(x - 10, span.name, ends=True), x - 10 - length, x + width


def _diamonds(points: Sequence[Point], scale: _Scale, top: float) -> tuple[tuple[Diamond, ...], int]:
    rows, diamonds = _Rows(), []
    for point in sorted(points, key=lambda item: item.due):
        x = scale.at(point.due)
        length = len(point.words) * LETTER
        ghost = scale.at(point.first) if point.first and point.first != point.due else None
        left, right = min(x, ghost or x), max(x, ghost or x)
        before = right + GAP + length > RIGHT
        start, end = (left - GAP - length, right + 10) if before else (left - 10, right + GAP + length)
        row = rows.place(start, end)
        words = Words(round(left - GAP if before else right + GAP, 1), point.words, ends=before)
        diamonds.append(Diamond(x, top + 21.5 + row * MARK_ROW, point.mark, words, ghost))
    return tuple(diamonds), len(rows.rows)


def _months(scale: _Scale) -> Iterator[Month]:
    """Yield where months begin; of very long timelines only every third, sixth or twelfth has its word."""
    count = (scale.last.year - scale.first.year) * 12 + scale.last.month - scale.first.month
    step = next((step for step in (1, 2, 3, 6) if count / step <= MONTHS_WITH_WORDS), 12)
    day, number = scale.first, 0
    while day < scale.last:
        first = number == 0
        if (day.month - 1) % step == 0 or first:
            bold = day.month == 1 or first
            yield Month(scale.at(day), f"{day:%b %Y}" if bold else f"{day:%b}", bold)
        day, number = _month_after(day), number + 1


def _month_start(day: date) -> date:
    return day.replace(day=1)


def _month_after(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
