"""What a themed summary says. Everything in it is fit to be shown: small counts are hidden, quotes are cleared.

Renderers get this and nothing else, so none of them can show more than another.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from cypp_consult.summaries.rules.tables import Count, ShownTable, shown

FORMAT = 1
OUTSIDE = "Outside the plan"
NO_THEME = "No theme yet"


@dataclass(frozen=True)
class About:
    """The consultation, its plan and the milestone, in words and dates."""

    consultation: str
    slug: str
    title: str
    area: str
    plan: str
    period: str
    purpose: str
    open_to_influence: str
    already_decided: str
    legal_basis: str
    lawful_basis: str
    opens_on: date | None
    closes_on: date | None
    what_happens_next: str
    contact: str
    outcome_word: str
    outcomes_word: str
    milestone: str
    milestone_slug: str
    milestone_kind: str
    due_on: date


@dataclass(frozen=True)
class Coding:
    """How far coding is. These are counts of answers and of our work on them; `raised` is hidden where small.

    `answers` leaves out those raised as a concern. `left_out` names audiences that are in none of these numbers.
    """

    answers: int
    coded: int
    to_code: int
    unread: int
    raised: Count
    coders: int
    suggestions_counted: int = 0
    left_out: tuple[str, ...] = ()

    @property
    def percent(self) -> int | None:
        """Return the coded share as a whole percentage, rounded down; None where there is nothing to code."""
        return 100 * self.coded // self.answers if self.answers else None


@dataclass(frozen=True)
class Excluded:
    """Responses that are not counted, and why."""

    why: str
    count: Count


@dataclass(frozen=True)
class CodeOfFrame:
    """One line of the code frame: what a tag stands for."""

    kind: str
    name: str
    under: str
    definition: str


@dataclass(frozen=True)
class AskedQuestion:
    """A closed question: how it was put to each audience, and how often each answer was given. Never a mean."""

    title: str
    wordings: tuple[tuple[str, str], ...]
    several: bool
    tables: tuple[ShownTable, ...]


@dataclass(frozen=True)
class QuoteLine:
    """Words that were read for safety, redacted and released; `by` names a group and an event and nobody."""

    id: str
    text: str
    themes: tuple[str, ...]
    by: str


@dataclass(frozen=True)
class MostRaised:
    """What some audiences raised more than anything else, from shown counts alone."""

    audiences: tuple[str, ...]
    theme: str
    children: bool

    @property
    def who(self) -> str:
        """Return the audiences joined as people say them: "Parents and carers, and staff and partners"."""
        first, *others = self.audiences
        names = [first, *(name[:1].lower() + name[1:] for name in others)]
        if len(names) == 1:
            return first
        last = ", and " if any(" and " in name for name in names) else " and "
        return ", ".join(names[:-1]) + last + names[-1]


@dataclass(frozen=True)
class ThemedSummary:
    """What was heard, for one milestone, up to a moment."""

    about: About
    number: int
    cut_off_at: datetime
    made_at: datetime
    threshold: int
    left_out: tuple[str, ...]
    responses: ShownTable
    people: ShownTable
    coding: Coding
    outcomes: ShownTable
    priorities: ShownTable
    themes: ShownTable
    questions: tuple[AskedQuestion, ...]
    quotes: tuple[QuoteLine, ...]
    most_raised: tuple[MostRaised, ...]
    excluded: tuple[Excluded, ...]
    frame: tuple[CodeOfFrame, ...]
    caveat: str
    suppression: str
    frozen_at: datetime | None = None
    digest: str = ""

    def tables(self) -> tuple[ShownTable, ...]:
        """Return every table, in the order of the report."""
        asked = tuple(table for question in self.questions for table in question.tables)
        return (self.responses, self.people, *asked, self.outcomes, self.priorities, self.themes)

    @property
    def differ(self) -> bool:
        """Say whether children and adults raised different themes most, as far as shown counts tell."""
        children = {item.theme for item in self.most_raised if item.children}
        adults = {item.theme for item in self.most_raised if not item.children}
        return bool(children and adults and children != adults)

    def leading_themes(self, most: int) -> list[str]:
        """Return the names of the themes raised most, by shown counts."""
        counts = zip(self.themes.rows, self.themes.counts, strict=True)
        return [line.label for line, row in counts if any(row)][:most]

    def outside_the_plan(self) -> list[str]:
        """Return the themes under no priority, each with its shown shares in words."""
        return [
            f"{line.label}: {_shares(self.themes, row)}"
            for row, line in enumerate(self.themes.rows)
            if line.group == OUTSIDE
        ]

    def quotes_by_theme(self) -> list[tuple[str, list[QuoteLine]]]:
        """Return the quotes under the first theme of each, themes raised most first; without one, at the end."""
        found: dict[str, list[QuoteLine]] = {line.label: [] for line in self.themes.rows}
        rest: list[QuoteLine] = []
        for quote in self.quotes:
            (found.setdefault(quote.themes[0], []) if quote.themes else rest).append(quote)
        return [(theme, quotes) for theme, quotes in [*found.items(), (NO_THEME, rest)] if quotes]

    def as_json(self) -> dict[str, Any]:
        """Return JSON values; `from_json` reads them back. Hidden counts are null with "suppressed": true beside."""
        return {
            "format": FORMAT,
            "about": _dated(asdict(self.about)),
            "number": self.number,
            "cut_off_at": self.cut_off_at.isoformat(),
            "made_at": self.made_at.isoformat(),
            "threshold": self.threshold,
            "left_out": list(self.left_out),
            **{name: getattr(self, name).as_json() for name in TABLES},
            "coding": {
                **asdict(self.coding),
                "left_out": list(self.coding.left_out),
                "raised": shown(self.coding.raised),
            },
            "questions": [_asked_json(question) for question in self.questions],
            "quotes": [{**asdict(quote), "themes": list(quote.themes)} for quote in self.quotes],
            "most_raised": [{**asdict(item), "audiences": list(item.audiences)} for item in self.most_raised],
            "excluded": [{"why": item.why, **shown(item.count)} for item in self.excluded],
            "frame": [asdict(code) for code in self.frame],
            "caveat": self.caveat,
            "suppression": self.suppression,
        }

    @classmethod
    def from_json(
        cls, given: Mapping[str, Any], *, frozen_at: datetime | None = None, digest: str = ""
    ) -> "ThemedSummary":
        """Return the summary that `as_json` wrote; KeyError or ValueError for anything else."""
        coding = given["coding"]
        return cls(
            about=_about(given["about"]),
            number=given["number"],
            cut_off_at=datetime.fromisoformat(given["cut_off_at"]),
            made_at=datetime.fromisoformat(given["made_at"]),
            threshold=given["threshold"],
            left_out=tuple(given["left_out"]),
            coding=Coding(**{**coding, "raised": coding["raised"]["count"], "left_out": tuple(coding["left_out"])}),
            questions=tuple(_asked(item) for item in given["questions"]),
            quotes=tuple(QuoteLine(**{**item, "themes": tuple(item["themes"])}) for item in given["quotes"]),
            most_raised=tuple(
                MostRaised(**{**item, "audiences": tuple(item["audiences"])}) for item in given["most_raised"]
            ),
            excluded=tuple(Excluded(item["why"], item["count"]) for item in given["excluded"]),
            frame=tuple(CodeOfFrame(**item) for item in given["frame"]),
            caveat=given["caveat"],
            suppression=given["suppression"],
            frozen_at=frozen_at,
            digest=digest,
            **{name: ShownTable.from_json(given[name]) for name in TABLES},
        )


def _shares(table: ShownTable, row: int) -> str:
    told = [
        f"{line.label} {table.percent(row, column)}% of {(table.n or ())[column]}"
        for column, line in enumerate(table.columns)
        if table.percent(row, column)
    ]
    return ", ".join(told) if told else "too few to show"


TABLES = ("responses", "people", "outcomes", "priorities", "themes")
_DAYS = ("opens_on", "closes_on", "due_on")


def _dated(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _about(given: Mapping[str, Any]) -> About:
    days = {name: date.fromisoformat(given[name]) if given[name] else None for name in _DAYS}
    return About(**{**given, **days})


def _asked_json(question: AskedQuestion) -> dict[str, Any]:
    return {
        "title": question.title,
        "several": question.several,
        "wordings": [{"audience": audience, "text": text} for audience, text in question.wordings],
        "tables": [table.as_json() for table in question.tables],
    }


def _asked(given: Mapping[str, Any]) -> AskedQuestion:
    return AskedQuestion(
        title=given["title"],
        several=given["several"],
        wordings=tuple((item["audience"], item["text"]) for item in given["wordings"]),
        tables=tuple(ShownTable.from_json(item) for item in given["tables"]),
    )
