"""Which column means what. A map comes from a YAML file or from the page; both end in the same checked form. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

import yaml

from cypp_consult.collection.importing.reading import Row
from cypp_consult.core.errors import InvalidInputError

FIELDS = ("id", "audience", "event", "channel", "submitted_at", "age_band", "headcount")
NEEDED = "An import map needs `text` or `answers`: the column that holds what people said."


@dataclass(frozen=True)
class Source:
    """Where one fact comes from: a column, with other words for its values, or a constant for every row."""

    column: str | None = None
    value: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)

    def read(self, row: Row) -> str:
        """Return the fact of a row, trimmed; their value is put into our words where the map says so."""
        if self.column is None:
            return self.value or ""
        theirs = row.cells.get(self.column, "").strip()
        return self.values.get(theirs, theirs)

    def as_json(self) -> Any:
        """Return it as an import map writes it."""
        if self.column is None:
            return {"value": self.value}
        return {"column": self.column, "values": dict(self.values)} if self.values else self.column


@dataclass(frozen=True)
class ImportMap:
    """A checked map: `text` for the one question of own words, or `answers` by question; and the facts of FIELDS."""

    text: Source | None = None
    answers: Mapping[str, Source] = field(default_factory=dict)
    facts: Mapping[str, Source] = field(default_factory=dict)

    def fact(self, name: str, row: Row) -> str:
        """Return a fact of a row, or an empty string where it is not mapped."""
        return self.facts[name].read(row) if name in self.facts else ""

    def columns(self) -> set[str]:
        """Return the columns the map reads."""
        every = [*self.facts.values(), *self.answers.values(), *([self.text] if self.text else [])]
        return {source.column for source in every if source.column is not None}

    def as_json(self) -> dict[str, Any]:
        """Return it as an import map writes it."""
        written: dict[str, Any] = {name: source.as_json() for name, source in self.facts.items()}
        if self.text:
            written["text"] = self.text.as_json()
        if self.answers:
            written["answers"] = {key: source.as_json() for key, source in self.answers.items()}
        return written


def from_yaml(text: str) -> ImportMap:
    """Return the map of a YAML file. Raises InvalidInputError that names what is wrong."""
    try:
        given = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 1}" if mark else ""
        raise InvalidInputError(f"The import map is not valid YAML{where}.") from error
    return from_json(given)


def from_json(given: Any) -> ImportMap:
    """Return the map of parsed YAML or JSON. Raises InvalidInputError that names what is wrong."""
    if not isinstance(given, Mapping):
        raise InvalidInputError(NEEDED)
    unknown = sorted(str(key) for key in given if key not in {*FIELDS, "text", "answers"})
    if unknown:
        known = ", ".join(("text", "answers", *FIELDS))
        raise InvalidInputError(f"The import map has an entry “{unknown[0]}” that means nothing here. Use {known}.")
    answers = given.get("answers") or {}
    if not isinstance(answers, Mapping):
        raise InvalidInputError("`answers` must hold a column for each question.")
    if bool(given.get("text")) == bool(answers):
        raise InvalidInputError(NEEDED if not answers else "Use `text` or `answers` in an import map, not both.")
    return ImportMap(
        text=_source("text", given["text"]) if given.get("text") else None,
        answers={str(key): _source(f"answers: {key}", value) for key, value in answers.items()},
        facts={name: _source(name, given[name]) for name in FIELDS if given.get(name) is not None},
    )


def check_columns(mapped: ImportMap, columns: Collection[str]) -> None:
    """Raise InvalidInputError if the map reads a column that the file does not have."""
    for column in sorted(mapped.columns() - set(columns)):
        near = get_close_matches(column, columns, n=1)
        hint = f" Did you mean “{near[0]}”?" if near else f" It has: {', '.join(columns)}."
        raise InvalidInputError(f"The file has no column “{column}”.{hint}")


def _source(name: str, given: Any) -> Source:
    if isinstance(given, str):
        return Source(column=given)
    if isinstance(given, Mapping) and set(given) == {"value"}:
        return Source(value=str(given["value"]))
    if isinstance(given, Mapping) and "column" in given and set(given) <= {"column", "values"}:
        values = given.get("values") or {}
        if isinstance(values, Mapping):
            return Source(column=str(given["column"]), values={str(key): str(value) for key, value in values.items()})
    raise InvalidInputError(
        f"“{name}” in the import map must be a column's name, {{value: …}} or {{column: …, values: {{theirs: ours}}}}."
    )
