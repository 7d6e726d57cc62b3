"""The form of one question as the public sees it, for the pages that collect answers and for previews.

`templates/questionnaires/_question.html` draws it: `question(asked, form, who, notice)`.
"""

from typing import Any

from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are a version behind
from wtforms.widgets import CheckboxInput, ListWidget

from cypp_consult.core.errors import InvalidInputError
from cypp_consult.questionnaires import rules
from cypp_consult.questionnaires.models import QuestionType
from cypp_consult.questionnaires.rules import NOTHING, FrozenQuestion, Given
from cypp_consult.web.forms import Form

FACES = {
    QuestionType.FACES3: ("happy", "middle", "sad"),
    QuestionType.FACES5: ("very_happy", "happy", "middle", "sad", "very_sad"),
}
UNSURE_WORDS = {"child": "I don’t know", "young": "I’m not sure", "adult": "I’m not sure"}


class CheckboxesField(SelectMultipleField):
    """Several choices, each a checkbox."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class AnswerForm(Form):
    """One question's form: `answer` for choices, "I'm not sure" among them, or `text` for own words."""

    question: FrozenQuestion

    @property
    def field(self) -> Any:
        """Return the one field that people fill in."""
        return self["text"] if self.question.type.is_text else self["answer"]

    @property
    def hint(self) -> str:
        """Return the help text, and how many may be chosen where that is not plain."""
        words = self.question.help
        most = rules.most_of(self.question)
        if self.question.type not in rules.SEVERAL or "up to" in words.casefold():
            return words
        if most is None:
            return words or "Choose as many as you like."
        return f"{words} Choose up to {most}.".strip()

    @property
    def unsure(self) -> str:
        """Return the value of the choice that says "I'm not sure"; "or" stands before it."""
        return next((option.id for option in self.question.options if option.id in rules.SAYS_UNSURE), rules.UNSURE)

    @property
    def faces(self) -> dict[str, str]:
        """Return the face of each option, best first, by option id; empty for other types."""
        kinds = FACES.get(self.question.type, ())
        return {option.id: kind for option, kind in zip(self.question.options, kinds, strict=False)}

    @property
    def pictures(self) -> dict[str, str]:
        """Return the pictures of options, by option id."""
        return {option.id: option.picture for option in self.question.options if option.picture}

    def read(self) -> Given:
        """Return what the fields say, unchecked."""
        data = self.field.data or ""
        if self.question.type.is_text:
            return rules.read((), data)
        return rules.read([data] if isinstance(data, str) else data)

    def given(self) -> Given:
        """Return the answer in canonical form; InvalidInputError where `validate` says no."""
        return rules.check(self.question, self.read())

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the answer by the house rules and put what is wrong at the field. Skipping is no error."""
        valid = bool(super().validate(extra_validators))
        try:
            self.given()
        except InvalidInputError as problem:
            self.field.errors = [*self.field.errors, str(problem)]
            return False
        return valid


def answer_form(
    question: FrozenQuestion, who: str = "adult", given: Given = NOTHING, unsure: str = "", **options: Any
) -> AnswerForm:
    """Return the form of a question, filled with what was posted, else with `given`.

    `unsure` are the words for "I'm not sure" in another language; `options` go to Flask-WTF.
    """
    kind = type("QuestionForm", (AnswerForm,), {"question": question, **_fields(question, unsure or UNSURE_WORDS[who])})
    chosen = [rules.UNSURE] if given.unsure else list(given.value)
    single = question.type in rules.ONE_CHOICE
    data = {"text": given.text, "answer": (chosen[0] if chosen else None) if single else chosen}
    form: AnswerForm = kind(data=data, **options)
    return form


def _fields(question: FrozenQuestion, unsure: str) -> dict[str, Any]:
    if question.type is QuestionType.LONG_TEXT:
        return {"text": TextAreaField(question.text)}
    if question.type is QuestionType.SHORT_TEXT:
        return {"text": StringField(question.text)}
    choices = [SelectChoice(option.id, option.text) for option in question.options]
    if rules.offers_unsure(question):
        choices.append(SelectChoice(rules.UNSURE, unsure))
    kind = RadioField if question.type in rules.ONE_CHOICE else CheckboxesField
    return {"answer": kind(question.text, choices=choices, validate_choice=False)}
