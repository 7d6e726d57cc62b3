"""What a lead may write, move and change in a question. Pure.

A question that was frozen keeps its type for each audience and the ids of its options: old answers stay what they were.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cypp_consult.core.audiences import Audience
from cypp_consult.core.errors import DomainError
from cypp_consult.plans.rules import slug_for
from cypp_consult.questionnaires.draft_rules import WITH_VALUE
from cypp_consult.questionnaires.models import QuestionType
from cypp_consult.questionnaires.rules import SEVERAL, UNSURE, Condition, Option

MOST_OPTIONS = 20
# the pictures that templates/components/art.html can draw for questions and options
PICTURES = (
    "ball", "board", "book", "briefcase", "bus", "calendar", "clock", "eye", "food", "friends", "hand", "heart",
    "house", "key", "lamp", "lifebuoy", "money", "pencil", "phone", "plaster", "scales", "school", "shield",
    "signpost", "star", "tablet", "talk", "tree",
)  # fmt: skip
STARTING_OPTIONS = {
    QuestionType.FACES3: (Option("good", "Good"), Option("middle", "In the middle"), Option("poor", "Bad")),
    QuestionType.FACES5: (
        Option("very-good", "Very good"),
        Option("good", "Good"),
        Option("middle", "In the middle"),
        Option("poor", "Bad"),
        Option("very-poor", "Very bad"),
    ),
}


class QuestionRefusedError(DomainError):
    """A change to a question was refused; the message says why and what to do."""


class FrozenChangeError(QuestionRefusedError):
    """A frozen question was to change its type or lose an answer; a new question can be made instead."""


@dataclass(frozen=True)
class WordingFacts:
    """How one audience is asked. `type` and `options` are None where they are as for everybody.

    Options of a question about priorities are priorities of the plan by id; one without text keeps the plan's words.
    """

    audience: Audience
    text: str
    help: str = ""
    type: QuestionType | None = None
    options: tuple[Option, ...] | None = None


@dataclass(frozen=True)
class QuestionFacts:
    """A question as a lead wrote it. An option whose id is "" is new. `wordings` hold only the audiences asked."""

    name: str
    type: QuestionType
    picture: str | None = None
    options: tuple[Option, ...] = ()
    top_n: int | None = None
    show_if: Condition | None = None
    wordings: tuple[WordingFacts, ...] = ()

    def type_for(self, wording: WordingFacts) -> QuestionType:
        """Return how one audience answers."""
        return wording.type or self.type


@dataclass(frozen=True)
class Looked:
    """A question that another's condition may look at: its place, name and answers."""

    id: str
    name: str
    type: QuestionType
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Problem:
    """Something wrong in what was written, and the form's field it stands at."""

    field: str
    what: str


@dataclass(frozen=True)
class Used:
    """How a question stands in frozen versions: its type by audience, and all ids of its own answers ever offered."""

    last_number: int
    types: Mapping[Audience, QuestionType] = field(default_factory=dict)
    option_ids: frozenset[str] = frozenset()


def with_ids(options: Iterable[Option]) -> tuple[Option, ...]:
    """Return options with an id made from the words where there is none; ids that are there never change."""
    given = list(options)
    taken = {option.id for option in given} | {UNSURE}
    made = []
    for option in given:
        key = option.id or slug_for(option.text, taken, "answer")
        taken.add(key)
        made.append(Option(key, option.text, option.picture))
    return tuple(made)


def problems(facts: QuestionFacts, earlier: Sequence[Looked]) -> list[Problem]:
    """Return what is wrong in what was written, field by field; `earlier` are the questions that come before it."""
    found = []
    if not facts.name:
        found.append(Problem("name", "Give the question a short name"))
    if not facts.wordings:
        found.append(Problem("wordings", "Write the question for at least one audience"))
    return found + _options(facts) + _top_n(facts) + _wordings(facts) + _show_if(facts.show_if, earlier)


def _options(facts: QuestionFacts) -> list[Problem]:
    texts = [option.text.casefold() for option in facts.options]
    if len(facts.options) > MOST_OPTIONS:
        return [Problem("options", f"Write {MOST_OPTIONS} answers or fewer")]
    if len(set(texts)) < len(texts):
        return [Problem("options", "Two answers have the same words. Change or empty one of them")]
    ids = [option.id for option in facts.options if option.id]
    if len(set(ids)) < len(ids) or UNSURE in ids:
        return [Problem("options", "Reload the page and write the answers again")]
    return []


def _top_n(facts: QuestionFacts) -> list[Problem]:
    if facts.top_n is None or not any(facts.type_for(wording) in SEVERAL for wording in facts.wordings):
        return []
    return [] if facts.top_n > 0 else [Problem("top_n", "Enter 1 or more, or leave it empty for no limit")]


def _wordings(facts: QuestionFacts) -> list[Problem]:
    return [
        Problem(wording.audience.value, "Write the question, or empty the help text too")
        for wording in facts.wordings
        if not wording.text
    ]


def _show_if(condition: Condition | None, earlier: Sequence[Looked]) -> list[Problem]:
    if condition is None:
        return []
    looked_at = next((item for item in earlier if item.id == condition.question), None)
    if looked_at is None:
        return [Problem("show_if_question", "Choose a question that comes before this one")]
    if condition.operator not in WITH_VALUE:
        return []
    if looked_at.type.is_text:
        return [Problem("show_if", f"“{looked_at.name}” is answered in own words. Choose “has an answer”")]
    if condition.value not in {option.id for option in looked_at.options}:
        return [Problem("show_if_value", f"Choose one of the answers to “{looked_at.name}”")]
    return []


def check_frozen(name: str, facts: QuestionFacts, used: Used | None) -> None:
    """Raise FrozenChangeError if a frozen question would change its type or lose an answer that was offered."""
    if used is None:
        return
    because = f"“{name}” was frozen in version {used.last_number}, and its answers must stay comparable."
    for wording in facts.wordings:
        was = used.types.get(wording.audience)
        if was is not None and was is not facts.type_for(wording):
            raise FrozenChangeError(
                f"{because} How {wording.audience.label.lower()} answer cannot change. Make a new question instead."
            )
    gone = used.option_ids - {option.id for option in facts.options}
    kinds = {facts.type_for(wording) for wording in facts.wordings}
    if gone and any(not kind.is_text and kind is not QuestionType.PRIORITIES for kind in kinds):
        raise FrozenChangeError(f"{because} An answer cannot be taken out. Make a new question instead.")


def check_looked_at(name: str, options: Iterable[Option], values: Iterable[tuple[str, str | None]]) -> None:
    """Raise QuestionRefusedError if a later question, given as (name, value), waits for an answer that would go."""
    kept = {option.id for option in options}
    for other, value in values:
        if value is not None and value not in kept:
            raise QuestionRefusedError(
                f"“{other}” is shown for an answer to “{name}” that you are taking out. Change “{other}” first."
            )


def check_order(order: Sequence[str], conditions: Mapping[str, str], names: Mapping[str, str]) -> None:
    """Raise QuestionRefusedError unless every question comes after the one its condition looks at.

    `order` holds ids; `conditions` says for an id which id it looks at; ids outside the order are passed over.
    """
    places = {key: place for place, key in enumerate(order)}
    for key, looked_at in conditions.items():
        if key in places and looked_at in places and places[looked_at] > places[key]:
            raise QuestionRefusedError(
                f"“{names[key]}” is shown depending on “{names[looked_at]}”, so it must come after it."
            )
