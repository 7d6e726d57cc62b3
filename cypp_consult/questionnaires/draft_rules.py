"""What a draft lacks before it can be frozen, and what changed since the version in use. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cypp_consult.questionnaires.models import QuestionType, ShowIf
from cypp_consult.questionnaires.rules import Condition, FrozenQuestion

FEWEST_OPTIONS = 2
FACES = {QuestionType.FACES3: 3, QuestionType.FACES5: 5}
WITH_VALUE = frozenset({ShowIf.IS, ShowIf.IS_NOT, ShowIf.INCLUDES})


@dataclass(frozen=True)
class Problem:
    """Something without which the questions cannot be frozen: a sentence, and the question to mend, if it is one."""

    what: str
    question_id: str | None = None


def problems(drafts: Mapping[str, Sequence[FrozenQuestion]]) -> list[Problem]:
    """Return what keeps drafts, by the audience in words, from being frozen; each thing once. Empty if all is well."""
    found: dict[Problem, None] = {}
    for audience, questions in drafts.items():
        if not questions:
            found[Problem(f"{audience}: write at least one question.")] = None
        for place, question in enumerate(questions):
            for problem in (*_options(audience, question), *_condition(audience, question, questions[:place])):
                found[problem] = None
    return list(found)


def _options(audience: str, question: FrozenQuestion) -> list[Problem]:
    count = len(question.options)
    if question.type.is_text:
        return []
    if question.type is QuestionType.PRIORITIES:
        return [] if count else [Problem(f"{question.name}: the plan has no priorities to choose from.", question.id)]
    faces = FACES.get(question.type)
    if faces is not None and count != faces:
        return [Problem(f"{question.name}, {audience}: write {faces} answers for the {faces} faces.", question.id)]
    if count < FEWEST_OPTIONS:
        return [Problem(f"{question.name}, {audience}: write at least two answers to choose from.", question.id)]
    return []


def _condition(audience: str, question: FrozenQuestion, earlier: Sequence[FrozenQuestion]) -> list[Problem]:
    condition = question.show_if
    if condition is None:
        return []
    looked_at = next((item for item in earlier if item.id == condition.question), None)
    if looked_at is None:
        sentence = f"{question.name}, {audience}: it waits for the answer to a question they are not asked before it."
        return [Problem(sentence, question.id)]
    if condition.operator in WITH_VALUE and condition.value not in {option.id for option in looked_at.options}:
        sentence = f"{question.name}, {audience}: it waits for an answer that “{looked_at.name}” does not offer them."
        return [Problem(sentence, question.id)]
    return []


@dataclass(frozen=True)
class Change:
    """One difference in one audience's questionnaire: the question's name, and what is different, in sentences."""

    audience: str
    name: str
    kind: str  # added, removed, changed or moved
    before: str = ""
    after: str = ""
    sentences: tuple[str, ...] = ()


def changes(audience: str, before: Sequence[FrozenQuestion], after: Sequence[FrozenQuestion]) -> list[Change]:
    """Return how `after` differs from `before` for an audience in words: in the order of `after`, removed ones last.

    Empty exactly when both are equal.
    """
    old = {question.id: question for question in before}
    new = {question.id: question for question in after}
    found = []
    for question in after:
        was = old.get(question.id)
        if was is None:
            found.append(Change(audience, question.name, "added", after=question.text))
        elif was != question:
            found.append(_changed(audience, was, question, {**old, **new}))
    found.extend(Change(audience, was.name, "removed", before=was.text) for was in before if was.id not in new)
    if [key for key in old if key in new] != [key for key in new if key in old]:
        found.append(Change(audience, "Order", "moved", sentences=("The questions come in another order.",)))
    return found


def _changed(audience: str, was: FrozenQuestion, now: FrozenQuestion, known: Mapping[str, FrozenQuestion]) -> Change:
    sentences = []
    if was.help != now.help:
        sentences.append(f"Help: “{was.help}” became “{now.help}”." if was.help and now.help else _either(was, now))
    if was.name != now.name:
        sentences.append(f"Its short name was “{was.name}”.")
    if was.type is not now.type:
        sentences.append("It is answered in another way.")
    if was.picture != now.picture:
        sentences.append("It has another picture." if now.picture else "Its picture is gone.")
    if was.options != now.options:
        sentences.append("Answers: " + _listed(was) + " became " + _listed(now) + ".")
    if was.top_n != now.top_n:
        sentences.append(f"Choose up to {now.top_n}." if now.top_n else "Choose as many as you like.")
    if was.show_if != now.show_if:
        sentences.append(told(now.show_if, known))
    reworded = was.text != now.text
    return Change(
        audience, now.name, "changed", was.text if reworded else "", now.text if reworded else "", tuple(sentences)
    )


def _either(was: FrozenQuestion, now: FrozenQuestion) -> str:
    return f"Help added: “{now.help}”." if now.help else f"Help taken out: “{was.help}”."


def _listed(question: FrozenQuestion) -> str:
    return "“" + ", ".join(option.text for option in question.options) + "”" if question.options else "none"


def told(condition: Condition | None, known: Mapping[str, FrozenQuestion]) -> str:
    """Return a condition as a sentence, such as "Shown if “Way to school” is “Safe”."; `known` is questions by id."""
    if condition is None:
        return "Shown to everybody."
    question = known.get(condition.question)
    name = question.name if question else "a question that is gone"
    texts = {option.id: option.text for option in question.options} if question else {}
    value = texts.get(condition.value or "", condition.value or "")
    words = {
        ShowIf.ANSWERED: f"“{name}” has an answer",
        ShowIf.NOT_ANSWERED: f"“{name}” has no answer",
        ShowIf.IS: f"the answer to “{name}” is “{value}”",
        ShowIf.IS_NOT: f"“{name}” has an answer other than “{value}”",
        ShowIf.INCLUDES: f"the answers to “{name}” include “{value}”",
    }
    return f"Shown if {words[condition.operator]}."
