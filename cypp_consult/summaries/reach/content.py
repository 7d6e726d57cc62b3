"""Reach as it may be shown: small counts are hidden already, and nothing here tells them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cypp_consult.summaries.reach.figures import Likeness
from cypp_consult.summaries.reach.pace import Days, Standing
from cypp_consult.summaries.rules.tables import Count, ShownTable


@dataclass(frozen=True)
class Chance:
    """The next event at which people of a row can be heard, and how many are expected there."""

    name: str
    slug: str
    held_on: date
    expected: int | None


@dataclass(frozen=True)
class Row:
    """One line: an audience, an age band, an area, a school, a group, or what is left over.

    `forms` and `people` are None where they are hidden; all else that would tell them is None then too.
    """

    id: str
    name: str
    kind: str
    forms: Count
    people: Count
    target: int | None = None
    population: int | None = None
    source: str = ""
    standing: Standing = Standing.NO_TARGET
    pace: float | None = None
    # 1 where it lies under the row above: a school of an area
    depth: int = 0
    # the heading it stands under, where it has one
    under: str = ""
    how: str = ""
    chance: Chance | None = None
    action: str = ""
    # people of the last seven days; None where nothing may be said, or nothing is
    recent: Count = None
    target_id: UUID | None = None

    @property
    def to_go(self) -> int | None:
        """Return how many people are still missing; None where that is hidden, or there is no target."""
        return None if self.people is None or self.target is None else max(0, self.target - self.people)

    @property
    def rate(self) -> float | None:
        """Return the participation rate: people heard as a part of the people there are. It can pass 1."""
        return None if self.people is None or not self.population else self.people / self.population

    @property
    def share(self) -> float | None:
        """Return people heard as a part of the target."""
        return None if self.people is None or not self.target else self.people / self.target


@dataclass(frozen=True)
class Section:
    """One table of rows, and what must be said about it. `likeness` is None where there is nothing to hold against."""

    id: str
    title: str
    rows: tuple[Row, ...]
    note: str
    likeness: Likeness | None = None
    # how many rows with a reference population are hidden and so not in the figure
    left_out: int = 0

    @property
    def has_population(self) -> bool:
        """Say whether a reference population is known for any row."""
        return any(row.population for row in self.rows)

    @property
    def any_hidden(self) -> bool:
        """Say whether anything in it is hidden."""
        return any(row.people is None or row.forms is None for row in self.rows)


@dataclass(frozen=True)
class Reached:
    """Everything a page, a file or a mail may say about reach."""

    forms: Count
    people: Count
    days: Days
    closes_on: date | None
    threshold: int
    sections: tuple[Section, ...]
    by_channel: tuple[ShownTable, ShownTable]
    left_out: tuple[str, ...]
    asks_about: bool

    def section(self, name: str) -> Section | None:
        """Return a section by its id."""
        return next((section for section in self.sections if section.id == name), None)

    @property
    def rows(self) -> list[Row]:
        """Return every row of every section."""
        return [row for section in self.sections for row in section.rows]

    @property
    def under(self) -> list[Row]:
        """Return what is under target, the furthest behind first; the order is made from shown numbers alone."""
        rows = [row for row in self.rows if row.standing.is_under]
        return sorted(rows, key=lambda row: (1.0 if row.share is None else row.share, -(row.target or 0), row.name))

    @property
    def has_targets(self) -> bool:
        """Say whether a number was set for anything."""
        return any(row.target for row in self.rows)
