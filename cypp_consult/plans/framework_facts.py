"""What a framework's source tells beside its tree, as short lists to read. Imported files may hold anything."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cypp_consult.plans.framework import Framework

# in the order in which a lead would want to read them: (key of the file, heading)
LISTS = (
    ("vision", "Vision"),
    ("principles", "Principles"),
    ("values", "Values"),
    ("aims", "Aims"),
    ("objectives", "Objectives"),
    ("cross_cutting", "Themes across the plan"),
    ("milestones", "Milestones"),
    ("stakeholder_groups", "Who to involve"),
    ("hard_to_reach_groups", "Groups that are easily missed"),
    ("participation_bodies", "Bodies that speak for children and families"),
    ("consultation_events", "How people were consulted"),
    ("consultation_findings", "What people said then"),
    ("approval_bodies", "Who approves"),
    ("governance", "How it is governed"),
    ("targets", "Targets"),
    ("evidence_sources", "Evidence used"),
    ("source_gaps", "What the source leaves open"),
)
MOST_LINES = 60


@dataclass(frozen=True)
class Line:
    """One line of a list: words in front, which may be empty, and the line itself."""

    lead: str
    words: str


@dataclass(frozen=True)
class FactList:
    """A list of a framework's source under a heading."""

    heading: str
    lines: tuple[Line, ...]


def facts_of(framework: Framework) -> list[FactList]:
    """Return the lists that the source tells, each at most sixty lines long; empty ones are left out."""
    lists = [FactList(heading, tuple(_lines(framework.extras.get(key)))) for key, heading in LISTS]
    members = framework.extras.get("partnership")
    if isinstance(members, dict):
        lists.insert(0, FactList(_words(members.get("name")) or "Partnership", tuple(_lines(members.get("members")))))
    return [one for one in lists if one.lines]


def _lines(value: Any) -> Iterator[Line]:
    """Yield the lines of a list of words or of mappings with a name or a text."""
    if not isinstance(value, list):
        return
    for item in value[:MOST_LINES]:
        if isinstance(item, str):
            yield Line("", item)
        elif isinstance(item, dict):
            text = _words(item.get("text"))
            lead = _words(item.get("month") or item.get("topic") or item.get("speaker"))
            name = _words(item.get("name"))
            if name or text:
                yield Line(name or lead, text) if text else Line(lead, name)


def _words(value: Any) -> str:
    """Return a value that is text, else nothing."""
    return value if isinstance(value, str) else ""
