"""One person's way through the questions: what was answered, where they are, what comes next. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from cypp_consult.questionnaires.rules import NOTHING, UNSURE, FrozenQuestion, Given, holds, shown


@dataclass(frozen=True)
class Wrong:
    """An answer that could not be taken: what was given to which question, and the sentence for the person."""

    question: str
    given: Given
    message: str


@dataclass(frozen=True)
class Walk:
    """What one person said so far. `passed` are the questions they answered or skipped.

    `event_id` is the event by whose link they came; none for the link of the audience.
    """

    questionnaire_id: UUID
    privacy_version: int
    answers: Mapping[str, Given] = field(default_factory=dict)
    passed: frozenset[str] = frozenset()
    wrong: Wrong | None = None
    event_id: UUID | None = None

    def answered(self, question: str, given: Given) -> "Walk":
        """Return the walk with an answer taken; an empty one is a skip and takes an earlier answer back."""
        rest = {key: value for key, value in self.answers.items() if key != question}
        answers = rest if given.is_empty else {**rest, question: given}
        return replace(self, answers=answers, passed=self.passed | {question}, wrong=None)

    def refused(self, question: str, given: Given, message: str) -> "Walk":
        """Return the walk with an answer that could not be taken, so that it can be shown again."""
        return replace(self, wrong=Wrong(question, given, message))

    def as_json(self) -> dict[str, Any]:
        """Return the walk as JSON values; `from_json` gives back an equal one."""
        return {
            "questionnaire": str(self.questionnaire_id),
            "privacy": self.privacy_version,
            "answers": {key: _given_as_json(given) for key, given in self.answers.items()},
            "passed": sorted(self.passed),
            "wrong": None
            if self.wrong is None
            else [self.wrong.question, _given_as_json(self.wrong.given), self.wrong.message],
            "event": str(self.event_id) if self.event_id else None,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Walk":
        """Return the walk that `as_json` wrote."""
        wrong = kept["wrong"]
        # drafts that were begun before events had links of their own name none
        event = kept.get("event")
        return cls(
            questionnaire_id=UUID(kept["questionnaire"]),
            privacy_version=kept["privacy"],
            answers={key: _given_from_json(given) for key, given in kept["answers"].items()},
            passed=frozenset(kept["passed"]),
            wrong=None if wrong is None else Wrong(wrong[0], _given_from_json(wrong[1]), wrong[2]),
            event_id=UUID(event) if event else None,
        )


def _given_as_json(given: Given) -> list[Any]:
    return [list(given.value), given.text, given.unsure]


def _given_from_json(kept: Sequence[Any]) -> Given:
    return Given(tuple(kept[0]), kept[1], kept[2])


@dataclass(frozen=True)
class Progress:
    """How far somebody is: question `number` of `total`; without `is_certain` some of these may not be asked."""

    number: int
    total: int
    is_certain: bool

    @property
    def words(self) -> str:
        """Return it as people read it."""
        return f"Question {self.number} of {'' if self.is_certain else 'up to '}{self.total}"


def progress(questions: Sequence[FrozenQuestion], answers: Mapping[str, Given], index: int) -> Progress:
    """Return how far the question at `index` is, which is shown.

    Whether a later question is shown may hang on this one or on one still to come: such a question counts, and the
    total is then not certain.
    """
    states = _states(questions, answers, index)
    possible = [state is not False for state in states]
    return Progress(sum(possible[: index + 1]), sum(possible), None not in states)


def _states(questions: Sequence[FrozenQuestion], answers: Mapping[str, Given], index: int) -> list[bool | None]:
    """Return for each question whether it is shown to somebody standing at `index`; None: it depends."""
    places = {question.id: place for place, question in enumerate(questions)}
    states: list[bool | None] = []
    for place, question in enumerate(questions):
        condition = question.show_if
        other = places.get(condition.question) if condition else None
        if condition is None:
            states.append(True)
        elif other is None or other >= place or states[other] is False:
            states.append(holds(condition, NOTHING))
        elif states[other] is True and other < index:
            states.append(holds(condition, answers.get(condition.question, NOTHING)))
        else:
            states.append(None)
    return states


def next_after(questions: Sequence[FrozenQuestion], answers: Mapping[str, Given], index: int) -> int | None:
    """Return the place of the next question shown after `index`, or None at the end."""
    return next((place for place in _shown_places(questions, answers) if place > index), None)


def last_before(questions: Sequence[FrozenQuestion], answers: Mapping[str, Given], index: int) -> int | None:
    """Return the place of the last question shown before `index`, or None at the start."""
    return next((place for place in reversed(_shown_places(questions, answers)) if place < index), None)


def first_to_do(questions: Sequence[FrozenQuestion], walk: Walk) -> int | None:
    """Return the place of the first shown question that was neither answered nor skipped, or None."""
    places = _shown_places(questions, walk.answers)
    return next((place for place in places if questions[place].id not in walk.passed), None)


def _shown_places(questions: Sequence[FrozenQuestion], answers: Mapping[str, Given]) -> list[int]:
    visible = {question.id for question in shown(questions, answers)}
    return [place for place, question in enumerate(questions) if question.id in visible]


def is_shown(questions: Sequence[FrozenQuestion], answers: Mapping[str, Given], index: int) -> bool:
    """Say whether the question at `index` is shown."""
    return index in _shown_places(questions, answers)


def is_first_text(questions: Iterable[FrozenQuestion], answers: Mapping[str, Given], question: FrozenQuestion) -> bool:
    """Say whether a question is the first shown one that asks for own words."""
    texts = (item.id for item in shown(tuple(questions), answers) if item.type.is_text)
    return next(texts, None) == question.id


def nothing_given(question: FrozenQuestion) -> str:
    """Return what to say to somebody who goes on without an answer."""
    if question.type.is_text:
        return "Write your answer, or skip this question"
    one = question.type.value not in {"multiple", "priorities"}
    return "Choose one answer, or skip this question" if one else "Choose an answer, or skip this question"


def in_words(question: FrozenQuestion, given: Given, unsure: str = "I’m not sure") -> str:
    """Return an answer as people read it: a line for each option, numbered where order counts; empty if skipped."""
    if given.text:
        return given.text
    if given.unsure:
        return unsure
    texts = {option.id: option.text for option in question.options}
    chosen = [texts.get(item, item) for item in given.value if item != UNSURE]
    if question.type.value == "priorities" and len(chosen) > 1:
        return "\n".join(f"{place}. {text}" for place, text in enumerate(chosen, 1))
    return "\n".join(chosen)
