"""The builder's words for types, conditions and ways to answer. Pure."""

from cypp_consult.core.audiences import Audience
from cypp_consult.questionnaires.models import QuestionType, ShowIf
from cypp_consult.questionnaires.rules import SAYS_UNSURE, FrozenQuestion
from cypp_consult.text.wording import WordingWarning, options_warning, wording_warnings

TYPE_WORDS = {
    QuestionType.FACES3: "Three faces",
    QuestionType.FACES5: "Five faces",
    QuestionType.SCALE: "A scale in words",
    QuestionType.SINGLE: "One choice",
    QuestionType.MULTIPLE: "Several choices",
    QuestionType.PRIORITIES: "Top priorities of the plan",
    QuestionType.SHORT_TEXT: "A few own words",
    QuestionType.LONG_TEXT: "Own words, at length",
}
TYPE_HINTS = {
    QuestionType.FACES3: "Best for ages 7 to 10. Words stand under each face.",
    QuestionType.FACES5: "For 9 and over.",
    QuestionType.SCALE: "Such as Very easy to Very hard, best first.",
    QuestionType.SINGLE: "People choose one.",
    QuestionType.MULTIPLE: "People choose as many as you allow.",
    QuestionType.PRIORITIES: "The plan’s own priorities, in the order people choose them.",
    QuestionType.SHORT_TEXT: "One line.",
    QuestionType.LONG_TEXT: "A large box. Who reads it stands beside it.",
}
OPERATOR_WORDS = {
    ShowIf.IS: "if the answer is",
    ShowIf.IS_NOT: "if the answer is anything but",
    ShowIf.INCLUDES: "if the answers include",
    ShowIf.ANSWERED: "if it has an answer",
    ShowIf.NOT_ANSWERED: "if it has no answer",
}
# answers that stand beside the steps of a scale
BESIDE_A_SCALE = SAYS_UNSURE | {"not-asked", "not-needed"}
NUMBERS = {2: "Two", 3: "Three", 4: "Four", 5: "Five", 6: "Six", 7: "Seven"}


def kind_in_short(kind: QuestionType, top_n: int | None = None) -> str:
    """Return how a question is answered in a word or two, such as "Top 3"."""
    if kind is QuestionType.PRIORITIES:
        return f"Top {top_n}" if top_n else "Priorities"
    return {
        QuestionType.FACES3: "Faces",
        QuestionType.FACES5: "Faces",
        QuestionType.SCALE: "Scale",
        QuestionType.SINGLE: "One choice",
        QuestionType.MULTIPLE: "Choices",
        QuestionType.SHORT_TEXT: "A few words",
        QuestionType.LONG_TEXT: "Own words",
    }[kind]


def answered_by(question: FrozenQuestion, who: str = "adult") -> str:
    """Return how an audience answers, in a line: "Five words: Very safe to Very unsafe, I'm not sure".

    `who` is "child", "young" or "adult": only children and young people choose from pictures.
    """
    kind, options = question.type, question.options
    if kind is QuestionType.LONG_TEXT:
        return "Large box, who-reads-it notice"
    if kind is QuestionType.SHORT_TEXT:
        return "One line, who-reads-it notice"
    if kind is QuestionType.SCALE:
        steps = [option.text for option in options if option.id not in BESIDE_A_SCALE]
        beside = [option.text for option in options if option.id in BESIDE_A_SCALE]
        if not steps:
            return "No answers yet"
        count = NUMBERS.get(len(steps), str(len(steps)))
        return ", ".join([f"{count} words: {steps[0]} to {steps[-1]}", *beside])
    if kind in {QuestionType.MULTIPLE, QuestionType.PRIORITIES}:
        drawn = options and all(option.picture for option in options)
        what = {"child": "picture", "young": "tile"}.get(who, "choice") if drawn else "choice"
        return f"{len(options)} {what}{'' if len(options) == 1 else 's'}, pick {question.top_n or 'any'}"
    return ", ".join(option.text for option in options) or "No answers yet"


def warnings_of(question: FrozenQuestion, audience: Audience) -> list[WordingWarning]:
    """Return what makes a question hard for an audience: its words, its help, too many answers. It is advice."""
    found = [*wording_warnings(question.text, audience.value), *wording_warnings(question.help, audience.value)]
    if question.type is not QuestionType.PRIORITIES:
        count = sum(option.id not in SAYS_UNSURE for option in question.options)
        many = options_warning(count, audience.value)
        found.extend([many] if many else [])
    return list(dict.fromkeys(found))
