"""The code frame: outcomes with their priorities and themes, themes outside the plan, and how often each was used."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cypp_consult.coding import counting, rules
from cypp_consult.coding.models import Theme
from cypp_consult.coding.rules import Target, TargetKind
from cypp_consult.consultations.models import Consultation
from cypp_consult.plans.models import Outcome, Priority


@dataclass(frozen=True)
class Code:
    """One line of the frame. `live` is false for what was retired; it stays for the tags that point at it."""

    target: Target
    name: str
    live: bool
    # the words for a narrow place: a priority's short name where it has one
    short: str = ""
    definition: str = ""
    slug: str = ""
    # of a theme: what it is not, the theme it is a part of, and where its tags went
    not_this: str = ""
    parent: UUID | None = None
    merged_into: UUID | None = None

    @property
    def label(self) -> str:
        """Return its short name, or its name."""
        return self.short or self.name


@dataclass(frozen=True)
class PriorityNode:
    """A priority and the themes under it."""

    code: Code
    themes: tuple[Code, ...] = ()


@dataclass(frozen=True)
class OutcomeNode:
    """An outcome and its priorities."""

    code: Code
    priorities: tuple[PriorityNode, ...] = ()


@dataclass(frozen=True)
class Counts:
    """How often something was said: answers, the responses they come from, and the people behind those."""

    answers: int = 0
    responses: int = 0
    people: int = 0


@dataclass(frozen=True)
class CodeFrame:
    """All that an answer of a consultation may be tagged with, in order; retired codes among it."""

    outcomes: tuple[OutcomeNode, ...]
    outside: tuple[Code, ...]
    codes: Mapping[Target, Code] = field(repr=False)
    # the outcome of each priority
    outcome_of: Mapping[UUID, UUID] = field(repr=False)

    def name(self, target: Target) -> str:
        """Return what a target is called; KeyError if it is not of this frame."""
        return self.codes[target].name

    def live(self, kind: TargetKind | None = None) -> list[Code]:
        """Return what may be given to an answer now, in the order of the frame, of one kind or all."""
        return [code for code in self.codes.values() if code.live and kind in {None, code.target.kind}]

    def __contains__(self, target: object) -> bool:
        """Say whether a target belongs to this frame."""
        return target in self.codes

    def keys(self) -> Mapping[Target, int]:
        """Return which live codes the keys 1 to 9 stand for."""
        themes = [code.target for code in self.live(TargetKind.THEME)]
        return rules.keys_for(themes, [code.target for code in self.live(TargetKind.OUTCOME)])


def frame(session: Session, consultation: Consultation) -> CodeFrame:
    """Return the code frame of a consultation. Three statements."""
    outcomes = session.scalars(
        select(Outcome).where(Outcome.plan_id == consultation.plan_id).order_by(Outcome.position, Outcome.slug)
    ).all()
    priorities = session.scalars(
        select(Priority).where(Priority.plan_id == consultation.plan_id).order_by(Priority.position, Priority.slug)
    ).all()
    themes = session.scalars(
        select(Theme).where(Theme.consultation_id == consultation.id).order_by(Theme.position, Theme.name, Theme.slug)
    ).all()
    nodes = tuple(_outcome(outcome, priorities, themes) for outcome in outcomes)
    outside = tuple(_theme(theme, live=True) for theme in _nested(themes, None))
    return CodeFrame(
        outcomes=nodes,
        outside=outside,
        codes={code.target: code for code in _flat(nodes, outside)},
        outcome_of={priority.id: priority.outcome_id for priority in priorities},
    )


def counts(session: Session, consultation_id: UUID) -> Mapping[Target, Counts]:
    """Return how often each code was used; what is missing was not used. One statement.

    An answer counts once for an outcome however many of its priorities and themes it is tagged with, a person once
    however many of their answers are.
    """
    spoken = counting.spoken_for(consultation_id)
    per_response = (
        select(
            spoken.c.kind,
            spoken.c.target_id,
            spoken.c.response_id,
            spoken.c.headcount,
            func.count(spoken.c.answer_id.distinct()).label("answers"),
        )
        .group_by(spoken.c.kind, spoken.c.target_id, spoken.c.response_id, spoken.c.headcount)
        .subquery()
    )
    query = select(
        per_response.c.kind,
        per_response.c.target_id,
        func.sum(per_response.c.answers),
        func.count(),
        func.sum(per_response.c.headcount),
    ).group_by(per_response.c.kind, per_response.c.target_id)
    return {
        Target(TargetKind(kind), target_id): Counts(int(answers), int(responses), int(people))
        for kind, target_id, answers, responses, people in session.execute(query)
    }


def _outcome(outcome: Outcome, priorities: Sequence[Priority], themes: Sequence[Theme]) -> OutcomeNode:
    live = outcome.retired_at is None
    target = Target(TargetKind.OUTCOME, outcome.id)
    own = [priority for priority in priorities if priority.outcome_id == outcome.id]
    return OutcomeNode(
        Code(target, outcome.name, live, definition=outcome.summary, slug=outcome.slug),
        tuple(_priority(priority, themes, live=live) for priority in own),
    )


def _priority(priority: Priority, themes: Sequence[Theme], *, live: bool) -> PriorityNode:
    live = live and priority.retired_at is None
    target = Target(TargetKind.PRIORITY, priority.id)
    code = Code(target, priority.name, live, priority.short_name, priority.detail, priority.slug)
    return PriorityNode(code, tuple(_theme(theme, live=True) for theme in _nested(themes, priority.id)))


def _nested(themes: Sequence[Theme], priority_id: UUID | None) -> Iterator[Theme]:
    """Yield the themes under a priority, or outside the plan, each followed by the themes that are parts of it."""
    own = [theme for theme in themes if theme.priority_id == priority_id]
    heads = {theme.id for theme in own if theme.parent_id is None}
    for theme in own:
        if theme.parent_id not in heads:
            yield theme
            yield from (part for part in own if part.parent_id == theme.id)


def _theme(theme: Theme, *, live: bool) -> Code:
    live = live and theme.retired_at is None
    return Code(
        Target(TargetKind.THEME, theme.id),
        theme.name,
        live,
        definition=theme.definition,
        slug=theme.slug,
        not_this=theme.not_this,
        parent=theme.parent_id,
        merged_into=theme.merged_into_id,
    )


def _flat(outcomes: Sequence[OutcomeNode], outside: Sequence[Code]) -> Iterator[Code]:
    for outcome in outcomes:
        yield outcome.code
        for priority in outcome.priorities:
            yield priority.code
            yield from priority.themes
    yield from outside
