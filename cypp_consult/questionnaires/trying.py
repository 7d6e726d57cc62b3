"""Walking through a draft without storing anything: what comes next, what came before, and the answers so far. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cypp_consult.questionnaires.rules import FrozenQuestion, Given, kept, shown


@dataclass(frozen=True)
class Walk:
    """The questions of an audience and the answers so far, by question id."""

    questions: tuple[FrozenQuestion, ...]
    answers: Mapping[str, Given] = field(default_factory=dict)

    def question(self, at: str | None) -> FrozenQuestion | None:
        """Return the question with an id, or None."""
        return next((question for question in self.questions if question.id == at), None)

    def answered(self, at: str, given: Given) -> "Walk":
        """Return the walk with one more answer."""
        return replace(self, answers={**self.answers, at: given})

    def _shown(self) -> list[str]:
        return [question.id for question in shown(self.questions, self.answers)]

    def after(self, at: str | None) -> str | None:
        """Return the id of the shown question after one, or the first for None; None at the end."""
        visible = self._shown()
        place = visible.index(at) + 1 if at in visible else 0
        return visible[place] if place < len(visible) else None

    def before(self, at: str | None) -> str | None:
        """Return the id of the shown question before one; the first at the start, the last for None (the end)."""
        visible = self._shown()
        if not visible:
            return None
        return visible[max(0, visible.index(at) - 1)] if at in visible else visible[-1]

    def progress(self, at: str) -> tuple[int, int]:
        """Return which of the shown questions this is, from 1, and how many there are."""
        visible = self._shown()
        return (visible.index(at) + 1 if at in visible else 1), len(visible)

    def told(self) -> list[dict[str, Any]]:
        """Return the answers that count as rows for a check page: label, value, and whether it is own words."""
        counted = kept(self.questions, self.answers)
        rows = []
        for question in shown(self.questions, self.answers):
            given = counted.get(question.id, Given())
            texts = {option.id: option.text for option in question.options}
            value = given.text or ", ".join(texts.get(item, item) for item in given.value)
            value = value or ("I’m not sure" if given.unsure else "")
            rows.append({"label": question.text, "value": value, "voice": question.type.is_text})
        return rows


def written(answers: Mapping[str, Given]) -> dict[str, Any]:
    """Return answers as JSON values, for the page to carry."""
    return {key: {"value": list(item.value), "text": item.text, "unsure": item.unsure} for key, item in answers.items()}


def read(carried: Any) -> dict[str, Given]:
    """Return the answers that a page carried; what does not look like one is left out."""
    if not isinstance(carried, dict):
        return {}
    return {
        str(key): Given(tuple(str(part) for part in item["value"]), str(item["text"]), bool(item["unsure"]))
        for key, item in carried.items()
        if isinstance(item, dict) and {"value", "text", "unsure"} <= set(item) and isinstance(item["value"], list)
    }
