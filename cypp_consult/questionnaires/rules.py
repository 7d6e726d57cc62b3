"""What follows from a questionnaire: which questions are shown, which answers count, and which are valid.

Everything here is pure. A frozen questionnaire travels as JSON and comes back unchanged; answers are
`Given` by the id of their question.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cypp_consult.core.errors import InvalidInputError
from cypp_consult.questionnaires.models import QuestionType, ShowIf

LONGEST_TEXT = 200_000
# on a page "I'm not sure" stands among the options under this id, so no option of a question may have it
UNSURE = "unsure"
# these options say themselves that somebody is not sure: no second way to say so is offered beside them
SAYS_UNSURE = frozenset({UNSURE, "not-sure", "dont-know"})

ONE_CHOICE = frozenset({QuestionType.FACES3, QuestionType.FACES5, QuestionType.SCALE, QuestionType.SINGLE})
SEVERAL = frozenset({QuestionType.MULTIPLE, QuestionType.PRIORITIES})
FACES = frozenset({QuestionType.FACES3, QuestionType.FACES5})


@dataclass(frozen=True)
class Option:
    """One answer to choose: its id, the same for every audience; its words; and one of our pictures, if any."""

    id: str
    text: str
    picture: str | None = None


@dataclass(frozen=True)
class Condition:
    """When a question is shown: what the answer to an earlier question (by id) must be."""

    question: str
    operator: ShowIf
    value: str | None = None


@dataclass(frozen=True)
class FrozenQuestion:
    """A question as one audience sees it. `id` is the text of Question.id; texts have no options, choices do."""

    id: str
    key: str
    type: QuestionType
    name: str
    text: str
    help: str = ""
    picture: str | None = None
    options: tuple[Option, ...] = ()
    top_n: int | None = None
    show_if: Condition | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the question as JSON values; `from_json` gives back an equal question."""
        return {
            "id": self.id,
            "key": self.key,
            "type": self.type.value,
            "name": self.name,
            "text": self.text,
            "help": self.help,
            "picture": self.picture,
            "options": [{"id": item.id, "text": item.text, "picture": item.picture} for item in self.options],
            "top_n": self.top_n,
            "show_if": None
            if self.show_if is None
            else {
                "question": self.show_if.question,
                "operator": self.show_if.operator.value,
                "value": self.show_if.value,
            },
        }

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> "FrozenQuestion":
        """Return the question that `as_json` wrote; KeyError or ValueError for anything else."""
        condition = given.get("show_if")
        return cls(
            id=given["id"],
            key=given["key"],
            type=QuestionType(given["type"]),
            name=given["name"],
            text=given["text"],
            help=given.get("help", ""),
            picture=given.get("picture"),
            options=tuple(Option(item["id"], item["text"], item.get("picture")) for item in given.get("options", ())),
            top_n=given.get("top_n"),
            show_if=None
            if condition is None
            else Condition(condition["question"], ShowIf(condition["operator"]), condition.get("value")),
        )


@dataclass(frozen=True)
class Given:
    """One given answer: chosen option ids in the order chosen, or own words, or "I'm not sure"; empty when skipped."""

    value: tuple[str, ...] = ()
    text: str = ""
    unsure: bool = False

    @property
    def is_empty(self) -> bool:
        """Say whether nothing at all was answered."""
        return not (self.value or self.text.strip() or self.unsure)

    @property
    def is_answer(self) -> bool:
        """Say whether something was chosen or written; "I'm not sure" is no answer for a condition."""
        return bool(self.value or self.text.strip())


NOTHING = Given()


def questions_of(questionnaire: Iterable[Mapping[str, Any]]) -> tuple[FrozenQuestion, ...]:
    """Return the questions of a frozen questionnaire's JSON, in order."""
    return tuple(FrozenQuestion.from_json(item) for item in questionnaire)


def as_json(questions: Iterable[FrozenQuestion]) -> list[dict[str, Any]]:
    """Return questions as the JSON list that `questions_of` reads."""
    return [question.as_json() for question in questions]


def digest(questions: Iterable[FrozenQuestion]) -> str:
    """Return the SHA-256 of the questions in canonical form: equal questions in equal order have equal digests."""
    text = json.dumps(as_json(questions), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def holds(condition: Condition, given: Given) -> bool:
    """Say whether a condition holds for the answer it looks at. Skipped and unsure answers meet only "not answered"."""
    match condition.operator:
        case ShowIf.ANSWERED:
            return given.is_answer
        case ShowIf.NOT_ANSWERED:
            return not given.is_answer
        case ShowIf.IS:
            return given.value == (condition.value,)
        case ShowIf.IS_NOT:
            return given.is_answer and given.value != (condition.value,)
        case ShowIf.INCLUDES:
            return condition.value in given.value


def shown(questions: Sequence[FrozenQuestion], answers: Mapping[str, Given]) -> list[FrozenQuestion]:
    """Return the questions to show, in order, for the answers so far, by question id.

    An answer to a question that is itself hidden, or that does not come earlier, counts as not given.
    """
    visible: list[FrozenQuestion] = []
    seen: dict[str, Given] = {}
    for question in questions:
        condition = question.show_if
        if condition is None or holds(condition, seen.get(condition.question, NOTHING)):
            visible.append(question)
            seen[question.id] = answers.get(question.id, NOTHING)
    return visible


def kept(questions: Sequence[FrozenQuestion], answers: Mapping[str, Given]) -> dict[str, Given]:
    """Return the answers that count: not empty, and to questions that are shown; in the order of the questions."""
    visible = (question.id for question in shown(questions, answers))
    return {key: answers[key] for key in visible if key in answers and not answers[key].is_empty}


def read(answer: Sequence[str], text: str = "", *, unsure: bool = False) -> Given:
    """Return what a page's fields say: `answer` may hold `UNSURE` among the chosen ids. Empty values are left out."""
    return Given(
        value=tuple(item for item in answer if item not in {"", UNSURE}), text=text, unsure=unsure or UNSURE in answer
    )


def check(question: FrozenQuestion, given: Given) -> Given:
    """Return the answer in canonical form, or raise InvalidInputError with a sentence for the person who answers.

    Text is trimmed; ids are told once; many choices stand in the order of the options, priorities in the order chosen.
    A skipped question is a valid, empty answer.
    """
    return _checked_text(given) if question.type.is_text else _checked_choice(question, given)


def _checked_text(given: Given) -> Given:
    if given.value:
        raise InvalidInputError("Answer this question in words")
    text = given.text.strip()
    if len(text) > LONGEST_TEXT:
        raise InvalidInputError(f"Your answer must be {LONGEST_TEXT:,} characters or fewer")
    return Given(text=text, unsure=given.unsure and not text)


def _checked_choice(question: FrozenQuestion, given: Given) -> Given:
    if given.text.strip():
        raise InvalidInputError("Choose from the answers on the page")
    chosen = tuple(dict.fromkeys(given.value))
    offered = [option.id for option in question.options]
    if not set(chosen) <= set(offered):
        raise InvalidInputError("Choose from the answers on the page")
    if chosen and given.unsure:
        raise InvalidInputError("Choose an answer, or say that you are not sure, not both")
    most = most_of(question)
    if most is not None and len(chosen) > most:
        raise InvalidInputError("Choose one answer" if most == 1 else f"Choose up to {most}")
    if question.type is QuestionType.MULTIPLE:
        chosen = tuple(sorted(chosen, key=offered.index))
    return replace(given, value=chosen, text="")


def most_of(question: FrozenQuestion) -> int | None:
    """Return how many options may be chosen; None where there is no limit, 0 for questions answered in words."""
    if question.type.is_text:
        return 0
    return 1 if question.type in ONE_CHOICE else question.top_n


def offers_unsure(question: FrozenQuestion) -> bool:
    """Say whether "I'm not sure" is offered after the options: for choices, unless an option says so already."""
    return not question.type.is_text and not any(option.id in SAYS_UNSURE for option in question.options)
