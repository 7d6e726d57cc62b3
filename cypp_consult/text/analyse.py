"""Everything a machine can say of one answer, for people to check: nothing here is a tag, a count or a clearance."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cypp_consult.text.concern import Concern, concern
from cypp_consult.text.embedded import VectorOf
from cypp_consult.text.engines import engine
from cypp_consult.text.language import ENGLISH, language
from cypp_consult.text.lessons import Lesson
from cypp_consult.text.lexicons import outcome_entries, priority_entries, starting_lessons
from cypp_consult.text.personal import PersonalDetail, personal_details
from cypp_consult.text.suggest import Suggested, Suggester
from cypp_consult.text.tone import NO_TONE, Tone, tone

# of each kind, so that a person can take them in at a glance
MOST = 3
_CANDIDATES = 6
_OUTSIDE = 0.5  # what a priority's score is worth when its outcome is not among the first two


@dataclass(frozen=True)
class Analysis:
    """One text's language, suggestions (best first), tone, personal details (offsets into the text) and concern."""

    language: str
    outcomes: tuple[Suggested, ...]
    priorities: tuple[Suggested, ...]
    tone: Tone
    personal_details: tuple[PersonalDetail, ...]
    concern: Concern

    def as_json(self, id: str) -> dict[str, Any]:  # noqa: A002  (the interface calls it id)
        """Return the object that `cypp-consult analyse` prints for the text called `id`; plain JSON types only."""
        return {
            "id": id,
            "language": self.language,
            "outcomes": [_suggested(item) for item in self.outcomes],
            "priorities": [_suggested(item) for item in self.priorities],
            "tone": {"label": self.tone.label, "score": self.tone.score},
            "personal_details": [
                {"start": detail.start, "end": detail.end, "kind": detail.kind} for detail in self.personal_details
            ],
            "concern": {"level": self.concern.level, "reasons": list(self.concern.reasons)},
        }


def _suggested(item: Suggested) -> dict[str, Any]:
    """Return one suggestion as JSON."""
    return {"id": item.target, "score": item.score, "reasons": list(item.reasons)}


@dataclass(frozen=True)
class Suggesters:
    """What suggests outcomes and priorities, and the outcome of each priority where that is known."""

    outcomes: Suggester
    priorities: Suggester
    outcome_of: Mapping[str, str]

    def suggest(self, text: str) -> tuple[list[Suggested], list[Suggested]]:
        """Return at most three outcomes and three priorities of an English text, best first.

        Priorities of the first two outcomes come before others.
        """
        outcomes = self.outcomes.suggest(text, MOST)
        priorities = self.priorities.suggest(text, _CANDIDATES)
        return outcomes, _within(priorities, {item.target for item in outcomes[:2]}, self.outcome_of)


def _within(priorities: list[Suggested], outcomes: set[str], outcome_of: Mapping[str, str]) -> list[Suggested]:
    """Put priorities whose outcome is suggested before the others, by halving the others' scores."""
    weighed = [
        item
        if outcome_of.get(item.target) in outcomes or not outcome_of
        else Suggested(item.target, round(item.score * _OUTSIDE, 3), item.reasons)
        for item in priorities
    ]
    return sorted(weighed, key=lambda item: -item.score)[:MOST]


def analyse(text: str, suggesters: Suggesters) -> Analysis:
    """Analyse one text. Text that is not English gets no outcomes, no priorities and no tone."""
    spoken = language(text)
    english = spoken == ENGLISH
    outcomes, priorities = suggesters.suggest(text) if english else ([], [])
    return Analysis(
        language=spoken,
        outcomes=tuple(outcomes),
        priorities=tuple(priorities),
        tone=tone(text) if english else NO_TONE,
        personal_details=tuple(personal_details(text)),
        concern=concern(text, spoken),
    )


def suggesters_for(
    framework: Mapping[str, Any], lessons: Sequence[Lesson] = (), vector_of: VectorOf | None = None
) -> Suggesters:
    """Return what suggests for `framework`, a parsed framework file, taught by `lessons`; light without `vector_of`."""
    listed = framework.get("outcomes") or ()
    outcome_of = {priority["id"]: outcome["id"] for outcome in listed for priority in outcome.get("priorities") or ()}
    outcomes = engine(
        [outcome["id"] for outcome in listed],
        outcome_entries(framework),
        starting_lessons(framework),
        lessons,
        vector_of,
    )
    priorities = engine(list(outcome_of), priority_entries(framework), (), lessons, vector_of)
    return Suggesters(outcomes.suggester, priorities.suggester, outcome_of)


def analyser_for(
    framework: Mapping[str, Any], lessons: Sequence[Lesson] = (), vector_of: VectorOf | None = None
) -> Callable[[str], Analysis]:
    """Return a function that analyses a text against `framework`; its lists are built and its lessons learned once."""
    suggesters = suggesters_for(framework, lessons, vector_of)

    def analyser(text: str) -> Analysis:
        """Analyse `text` against the framework."""
        return analyse(text, suggesters)

    return analyser
