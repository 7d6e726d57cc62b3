"""A plan's tree as pages show it: what is live in its order, and what is retired apart from it."""

from collections.abc import Iterator
from dataclasses import dataclass

from cypp_consult.plans.models import Action, Measure, Outcome, Plan, Priority
from cypp_consult.plans.queries import Node
from cypp_consult.plans.rules import Level


@dataclass(frozen=True)
class PriorityBranch:
    """A live priority with its live actions and measures."""

    priority: Priority
    actions: tuple[Action, ...]
    measures: tuple[Measure, ...]


@dataclass(frozen=True)
class OutcomeBranch:
    """A live outcome with its live priorities and measures."""

    outcome: Outcome
    priorities: tuple[PriorityBranch, ...]
    measures: tuple[Measure, ...]


@dataclass(frozen=True)
class Retired:
    """Something out of use: its level, itself, and what it stood under."""

    level: Level
    node: Node
    under: str


@dataclass(frozen=True)
class Outline:
    """The whole tree of a plan."""

    outcomes: tuple[OutcomeBranch, ...]
    measures: tuple[Measure, ...]
    retired: tuple[Retired, ...]

    @property
    def counts(self) -> dict[Level, int]:
        """Return how many of each level are live."""
        priorities = [branch for outcome in self.outcomes for branch in outcome.priorities]
        measures = [measure for outcome in self.outcomes for measure in outcome.measures]
        measures += [measure for branch in priorities for measure in branch.measures]
        return {
            Level.OUTCOME: len(self.outcomes),
            Level.PRIORITY: len(priorities),
            Level.ACTION: sum(len(branch.actions) for branch in priorities),
            Level.MEASURE: len(self.measures) + len(measures),
        }


def outline(plan: Plan) -> Outline:
    """Return the tree of a plan that `queries.by_slug` loaded."""
    measures = [measure for measure in plan.measures if measure.retired_at is None]
    return Outline(
        outcomes=tuple(_outcome(row, measures) for row in plan.outcomes if row.retired_at is None),
        measures=tuple(row for row in measures if row.outcome_id is None and row.priority_id is None),
        retired=tuple(_retired(plan)),
    )


def _outcome(outcome: Outcome, measures: list[Measure]) -> OutcomeBranch:
    live = [priority for priority in outcome.priorities if priority.retired_at is None]
    return OutcomeBranch(
        outcome=outcome,
        priorities=tuple(_priority(row, measures) for row in live),
        measures=tuple(row for row in measures if row.outcome_id == outcome.id and row.priority_id is None),
    )


def _priority(priority: Priority, measures: list[Measure]) -> PriorityBranch:
    return PriorityBranch(
        priority=priority,
        actions=tuple(action for action in priority.actions if action.retired_at is None),
        measures=tuple(row for row in measures if row.priority_id == priority.id),
    )


def _retired(plan: Plan) -> Iterator[Retired]:
    """Yield what is out of use, in the order of the tree; what hangs on something retired is not named again."""
    for outcome in plan.outcomes:
        if outcome.retired_at is not None:
            yield Retired(Level.OUTCOME, outcome, "")
            continue
        for priority in outcome.priorities:
            if priority.retired_at is not None:
                yield Retired(Level.PRIORITY, priority, outcome.name)
                continue
            yield from (Retired(Level.ACTION, row, priority.name) for row in priority.actions if row.retired_at)
    yield from (Retired(Level.MEASURE, row, "") for row in plan.measures if row.retired_at)
