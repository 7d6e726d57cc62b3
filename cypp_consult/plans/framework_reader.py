"""Reading and checking a framework file; its form is told in docs/framework-schema.md.

Messages name the place ("Outcome 2, Stay Safe: priority 1: write its name") so that the file can be mended.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from cypp_consult.core.errors import InvalidInputError
from cypp_consult.plans.framework import ActionForm, Framework, MeasureForm, OutcomeForm, PriorityForm
from cypp_consult.text.clean import clean_text

KINDS = ("plan", "annual_review", "development_guide", "departmental_plan", "partnership")
LARGEST_FILE = 2_000_000
MOST_PROBLEMS = 12
LONGEST_LABEL = 40
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class FrameworkError(InvalidInputError):
    """A framework file cannot be used; `problems` says what to mend, one sentence each."""

    def __init__(self, problems: list[str]) -> None:
        """Keep the sentences; the message joins the first few."""
        self.problems = problems
        more = f" And {len(problems) - MOST_PROBLEMS} more." if len(problems) > MOST_PROBLEMS else ""
        super().__init__(" ".join(problems[:MOST_PROBLEMS]) + more)


def parse(text: str) -> dict[str, Any]:
    """Return the mapping of a YAML file; FrameworkError with line and column where it is not YAML."""
    if len(text) > LARGEST_FILE:
        raise FrameworkError(["The file is too big: a framework has at most 2 million characters."])
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.SafeLoader)):
            raise FrameworkError(["The file uses YAML aliases (*name). Write the text out instead."])
        loaded = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" near line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise FrameworkError(
            [f"The file is not valid YAML{where}. Check the indents, colons and quotes there."]
        ) from error
    if not isinstance(loaded, dict):
        raise FrameworkError(["The file must be one mapping of names and values, starting with `schema_version: 1`."])
    return loaded


def parse_published(text: str) -> dict[str, Any]:
    """Return the mapping of a file that travels inside the package, much sooner than `parse`.

    Only for files of ours: what is nested too deeply could bring the quick parser down.
    """
    loaded: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe
    return loaded


def read(data: Mapping[str, Any]) -> Framework:
    """Return the framework that a mapping holds; FrameworkError with every problem found if it is not one."""
    reader = _Reader()
    framework = reader.framework(data)
    if reader.problems:
        raise FrameworkError(reader.problems)
    return framework


class _Reader:
    """Reads a mapping and gathers what is wrong, so that a file is mended in one go."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self._ids: Counter[str] = Counter()

    def framework(self, data: Mapping[str, Any]) -> Framework:
        if data.get("schema_version") != 1:
            self.problems.append("schema_version: write 1.")
        period = self._mapping(data, "period")
        source = self._mapping(data, "source")
        milestones = self._list(data, "milestones", "", required=True)
        framework = Framework(
            id=self._id(data, "", unique=False),
            kind=self._kind(data),
            title=self._words(data, "title", "", 300),
            area=self._words(data, "area", "", 200),
            start=self._year(period, "start", "period."),
            end=None if period.get("end") is None else self._year(period, "end", "period."),
            period_label=self._words(period, "label", "period.", 60),
            publisher=self._words(source, "publisher", "source.", 300),
            year=self._year(source, "year", "source."),
            outcome_label=self._words(data, "outcome_label", "", LONGEST_LABEL),
            outcomes=tuple(self._outcomes(data)),
            extras={key: value for key, value in data.items() if key not in _TREE},
        )
        self._words(source, "title", "source.", 300)
        for number, item in enumerate(milestones, 1):
            self._id(item, f"Milestone {number}: ")
        if framework.end is not None and framework.end < framework.start:
            self.problems.append("period.end: must not be before period.start.")
        repeated = [name for name, count in self._ids.items() if count > 1]
        self.problems += [f"{name}: this id is used more than once. Give each its own." for name in repeated]
        return framework

    def _outcomes(self, data: Mapping[str, Any]) -> Iterator[OutcomeForm]:
        for number, item in enumerate(self._list(data, "outcomes", "", required=True), 1):
            where = _place("Outcome", number, item)
            yield OutcomeForm(
                id=self._id(item, where),
                name=self._words(item, "name", where, 300),
                summary=self._words(item, "summary", where, 5000, required=False),
                priorities=tuple(self._priorities(item, where)),
                measures=tuple(self._measures(item, where)),
            )

    def _priorities(self, outcome: Mapping[str, Any], where: str) -> Iterator[PriorityForm]:
        for number, item in enumerate(self._list(outcome, "priorities", where), 1):
            here = where + _place("priority", number, item)
            yield PriorityForm(
                id=self._id(item, here),
                name=self._words(item, "name", here, 300),
                detail=self._words(item, "detail", here, 5000, required=False),
                actions=tuple(self._actions(item, here)),
                measures=tuple(self._measures(item, here)),
            )

    def _actions(self, priority: Mapping[str, Any], where: str) -> Iterator[ActionForm]:
        for number, item in enumerate(self._list(priority, "actions", where), 1):
            here = where + _place("action", number, item, "code")
            leads = item.get("leads") or []
            if not isinstance(leads, list) or not all(isinstance(lead, str) for lead in leads):
                self.problems.append(f"{here}leads: write a list of roles in words.")
                leads = []
            yield ActionForm(
                id=self._id(item, here),
                title=self._words(item, "title", here, 500),
                code=self._words(item, "code", here, 40, required=False),
                leads=tuple(clean_text(lead).strip() for lead in leads),
            )

    def _measures(self, owner: Mapping[str, Any], where: str) -> Iterator[MeasureForm]:
        for number, item in enumerate(self._list(owner, "measures", where), 1):
            here = where + _place("measure", number, item, "code")
            yield MeasureForm(
                id=self._id(item, here),
                name=self._words(item, "name", here, 500),
                code=self._words(item, "code", here, 40, required=False),
            )

    def _id(self, item: Mapping[str, Any], where: str, *, unique: bool = True) -> str:
        value = item.get("id")
        if not isinstance(value, str) or not _SLUG.fullmatch(value) or len(value) > 80:  # noqa: PLR2004 - the column's length
            self.problems.append(f"{where}id: write small letters, digits and hyphens, at most 80, such as stay-safe.")
            return ""
        if unique:
            self._ids[value] += 1
        return value

    def _words(self, item: Mapping[str, Any], key: str, where: str, most: int, *, required: bool = True) -> str:
        value = item.get(key)
        if value is None and not required:
            return ""
        words = clean_text(value).strip() if isinstance(value, str) else ""
        if not isinstance(value, str) and value is not None:
            self.problems.append(f"{where}{key}: must be text. Put it in quotes.")
        elif not words and required:
            self.problems.append(f"{where}{key}: is missing.")
        elif len(words) > most:
            self.problems.append(f"{where}{key}: must be {most:,} characters or fewer.")
        return words

    def _year(self, item: Mapping[str, Any], key: str, where: str) -> int:
        value = item.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or not 1900 <= value <= 2200:  # noqa: PLR2004 - years of plans
            self.problems.append(f"{where}{key}: write a year, such as 2027.")
            return 0
        return value

    def _kind(self, data: Mapping[str, Any]) -> str:
        if data.get("kind") not in KINDS:
            self.problems.append(f"kind: write one of {', '.join(KINDS)}.")
        return str(data.get("kind"))

    def _mapping(self, data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        value = data.get(key)
        if not isinstance(value, dict):
            self.problems.append(f"{key}: is missing.")
            return {}
        return value

    def _list(
        self, item: Mapping[str, Any], key: str, where: str, *, required: bool = False
    ) -> list[Mapping[str, Any]]:
        value = item.get(key)
        if value is None and (not required or key in item):
            return []
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            self.problems.append(f"{where}{key}: write a list, which may be empty: []")
            return []
        return value


_TREE = frozenset({"schema_version", "id", "kind", "title", "area", "outcome_label", "outcomes"})


def _place(level: str, number: int, item: Mapping[str, Any], code: str = "") -> str:
    """Return where something stands, with its name where it has one: "Outcome 2 (Stay Safe): "."""
    name = item.get(code) or item.get("name") or item.get("title")
    return f"{level} {number} ({name}): " if isinstance(name, str) else f"{level} {number}: "


def plain(data: Any) -> Any:
    """Return the same data as JSON can hold it: keys are words, days become text, text is cleaned."""
    if isinstance(data, dict):
        return {clean_text(str(key)): plain(value) for key, value in data.items()}
    if isinstance(data, list | tuple | set):
        return [plain(value) for value in data]
    if isinstance(data, str):
        return clean_text(data)
    if isinstance(data, float) and not math.isfinite(data):
        return None
    return data if data is None or isinstance(data, bool | int | float) else str(data)
