"""A published framework as data: the tree that a plan can start from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class MeasureForm:
    """A measure of a framework."""

    id: str
    name: str
    code: str = ""


@dataclass(frozen=True)
class ActionForm:
    """An action of a framework."""

    id: str
    title: str
    code: str = ""
    leads: tuple[str, ...] = ()


@dataclass(frozen=True)
class PriorityForm:
    """A priority of a framework, with what hangs on it."""

    id: str
    name: str
    detail: str = ""
    actions: tuple[ActionForm, ...] = ()
    measures: tuple[MeasureForm, ...] = ()


@dataclass(frozen=True)
class OutcomeForm:
    """An outcome of a framework, with what hangs on it."""

    id: str
    name: str
    summary: str = ""
    priorities: tuple[PriorityForm, ...] = ()
    measures: tuple[MeasureForm, ...] = ()


@dataclass(frozen=True)
class Framework:
    """A published framework: its facts, its tree, and everything else of the file in `extras`."""

    id: str
    kind: str
    title: str
    area: str
    start: int
    end: int | None
    period_label: str
    publisher: str
    year: int
    outcome_label: str
    outcomes: tuple[OutcomeForm, ...] = ()
    extras: Mapping[str, Any] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """Return how many outcomes, priorities, actions and measures it has."""
        priorities = [priority for outcome in self.outcomes for priority in outcome.priorities]
        measures = [measure for outcome in self.outcomes for measure in outcome.measures]
        measures += [measure for priority in priorities for measure in priority.measures]
        return {
            "outcomes": len(self.outcomes),
            "priorities": len(priorities),
            "actions": sum(len(priority.actions) for priority in priorities),
            "measures": len(measures),
        }
