"""Everything a machine can say of one answer, for people to check: nothing here is a tag, a count or a clearance."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cypp_consult.text.concern import Concern, concern
from cypp_consult.text.language import ENGLISH, language
from cypp_consult.text.lexicons import outcome_entries, priority_entries
from cypp_consult.text.personal import PersonalDetail, personal_details
from cypp_consult.text.suggest import Suggested, Tagger
from cypp_consult.text.tone import NO_TONE, Tone, tone

_OUTCOMES = 2
_PRIORITIES = 3
_CANDIDATES = 12
_OUTSIDE = 0.5  # what a priority's score is worth when its outcome is not among those suggested


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


def analyse(
    text: str, tagger_outcomes: Tagger, tagger_priorities: Tagger, outcome_of: Mapping[str, str] | None = None
) -> Analysis:
    """Analyse one text. Text that is not English gets no outcomes, no priorities and no tone.

    With `outcome_of` (priority to outcome) the priorities of suggested outcomes come before others.
    """
    spoken = language(text)
    english = spoken == ENGLISH
    outcomes = tagger_outcomes.suggest(text, _OUTCOMES) if english else []
    priorities = tagger_priorities.suggest(text, _CANDIDATES) if english else []
    return Analysis(
        language=spoken,
        outcomes=tuple(outcomes),
        priorities=_within(priorities, {item.target for item in outcomes}, outcome_of or {}),
        tone=tone(text) if english else NO_TONE,
        personal_details=tuple(personal_details(text)),
        concern=concern(text),
    )


def _within(priorities: list[Suggested], outcomes: set[str], outcome_of: Mapping[str, str]) -> tuple[Suggested, ...]:
    """Put priorities whose outcome is suggested before the others, by halving the others' scores."""
    weighed = [
        item
        if outcome_of.get(item.target) in outcomes or not outcome_of
        else Suggested(item.target, round(item.score * _OUTSIDE, 3), item.reasons)
        for item in priorities
    ]
    return tuple(sorted(weighed, key=lambda item: -item.score)[:_PRIORITIES])


def analyser_for(framework: Mapping[str, Any]) -> Callable[[str], Analysis]:
    """Return a function that analyses a text against `framework`, a parsed framework file; its lists are built once."""
    outcomes, priorities = Tagger(outcome_entries(framework)), Tagger(priority_entries(framework))
    outcome_of = {
        priority["id"]: outcome["id"]
        for outcome in framework.get("outcomes") or ()
        for priority in outcome.get("priorities") or ()
    }

    def analyser(text: str) -> Analysis:
        """Analyse `text` against the framework."""
        return analyse(text, outcomes, priorities, outcome_of)

    return analyser
