"""Forms of the builder: one question with its answers and its wording for each audience, and the starter bank."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are a version behind
from wtforms.validators import InputRequired, Optional

from cypp_consult.core.audiences import Audience
from cypp_consult.questionnaires import question_rules
from cypp_consult.questionnaires.answer_forms import CheckboxesField
from cypp_consult.questionnaires.draft_rules import WITH_VALUE
from cypp_consult.questionnaires.models import QuestionType, ShowIf
from cypp_consult.questionnaires.question_rules import PICTURES, STARTING_OPTIONS, Looked, QuestionFacts, WordingFacts
from cypp_consult.questionnaires.rules import Condition, Option
from cypp_consult.questionnaires.words import OPERATOR_WORDS, TYPE_WORDS
from cypp_consult.web.forms import Form, at_most

BLANK_ROWS = 3
LONGEST_WORDING = 500


class WholeNumberField(IntegerField):
    """A whole number with a plain message."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number; ValueError carries the message."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError("Enter a whole number, such as 3") from error


class Part(PlainForm):
    """A part of a form, repeated: cleaned as forms are, and without a token of its own."""

    class Meta(Form.Meta):
        """The whole form carries the token."""

        csrf = False


def _pictures(none: str) -> list[Any]:
    return [SelectChoice("", none), *(SelectChoice(name, name.capitalize()) for name in PICTURES)]


class OptionPart(Part):
    """One answer to choose. Its id stays when the words change."""

    id = HiddenField()
    text = StringField("Answer", [at_most(200, "An answer")])
    picture = SelectField("Picture", choices=_pictures("No picture"))


class OptionWordsPart(Part):
    """One answer for one audience: offered or not, and in which words."""

    id = HiddenField()
    offered = BooleanField("Offered", default=True)
    text = StringField("In other words", [at_most(200, "An answer")])


class WordingPart(Part):
    """How one audience is asked."""

    audience = HiddenField()
    text = TextAreaField("Question", [at_most(LONGEST_WORDING, "A question")])
    help = TextAreaField("Help text", [at_most(LONGEST_WORDING, "A help text")])
    type = SelectField(
        "Answered by",
        choices=[SelectChoice("", "The same as everybody"), *(SelectChoice(k.value, w) for k, w in TYPE_WORDS.items())],
    )
    options = FieldList(FormField(OptionWordsPart))


class QuestionForm(Form):
    """One question. `earlier` are the questions that a condition may look at, `priorities` the plan's live ones."""

    name = StringField("Short name", [InputRequired("Give the question a short name"), at_most(120, "The short name")])
    type = RadioField(
        "How it is answered",
        [InputRequired("Choose how it is answered")],
        choices=[SelectChoice(kind.value, words) for kind, words in TYPE_WORDS.items()],
    )
    picture = SelectField("Picture", choices=_pictures("No picture"))
    top_n = WholeNumberField("Most that may be chosen", [Optional()])
    options = FieldList(FormField(OptionPart))
    wordings = FieldList(FormField(WordingPart))
    show_if_question = SelectField("Show it", validate_choice=False)
    show_if = SelectField(
        "When", choices=[SelectChoice(k.value, w) for k, w in OPERATOR_WORDS.items()], validate_choice=False
    )
    show_if_value = SelectField("Answer", validate_choice=False)

    def __init__(
        self, *args: Any, earlier: Sequence[Looked] = (), priorities: Sequence[Option] = (), **more: Any
    ) -> None:
        """Offer the earlier questions and their answers for the condition."""
        super().__init__(*args, **more)
        self.earlier = earlier
        self.priorities = priorities
        self.show_if_question.choices = [
            SelectChoice("", "to everybody who is asked"),
            *(SelectChoice(item.id, f"depending on “{item.name}”") for item in earlier),
        ]
        self.show_if_value.choices = [
            SelectChoice("", "Choose an answer"),
            *(
                SelectChoice(f"{item.id}:{option.id}", option.text, optgroup=item.name)
                for item in earlier
                for option in item.options
            ),
        ]

    def facts(self) -> QuestionFacts:
        """Return the question as written. Emptied answers are left out; faces without answers get the usual ones."""
        kind = QuestionType(self.type.data)
        rows = [
            Option(row["id"] or "", row["text"], row["picture"] or None) for row in self.options.data if row["text"]
        ]
        options = question_rules.with_ids(rows or STARTING_OPTIONS.get(kind, ()))
        asked = [row for row in self.wordings.data if row["text"] or row["help"]]
        return QuestionFacts(
            name=self.name.data or "",
            type=kind,
            picture=self.picture.data or None,
            options=options,
            top_n=self.top_n.data,
            show_if=self._condition(),
            wordings=tuple(_wording(row, kind, options, self.priorities) for row in asked),
        )

    def words_of(self, option_id: str) -> str:
        """Return everybody's words of an answer or priority, as they stand in the form; "" for one that is gone."""
        everybody = {option.id: option.text for option in self.priorities}
        everybody.update((row["id"], row["text"] or "") for row in self.options.data if row["id"])
        return everybody.get(option_id, "")

    def _condition(self) -> Condition | None:
        question = self.show_if_question.data
        if not question:
            return None
        operator = ShowIf(self.show_if.data) if self.show_if.data in set(ShowIf) else ShowIf.IS
        looked_at, _, value = (self.show_if_value.data or "").partition(":")
        if operator not in WITH_VALUE:
            return Condition(question, operator)
        return Condition(question, operator, value if looked_at == question else "")

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, then the question as a whole; what is wrong stands at its field."""
        if not super().validate(extra_validators):
            return False
        found = question_rules.problems(self.facts(), self.earlier)
        for problem in found:
            self._place(problem.field).errors = [problem.what]
        for parts in (self.options, self.wordings):
            errors = [entry.errors for entry in parts.entries]
            parts.errors = errors if any(errors) else []
        return not found

    def _place(self, name: str) -> Any:
        if name == "options":
            return self.options.entries[0].form.text
        for entry in self.wordings.entries:
            if name in {"wordings", entry.form.audience.data}:
                return entry.form.text
        return self[name]


def _wording(
    row: Mapping[str, Any], everybody: QuestionType, options: tuple[Option, ...], priorities: Sequence[Option]
) -> WordingFacts:
    kind = QuestionType(row["type"]) if row["type"] else None
    rows = {item["id"]: item for item in row["options"]}
    is_of_plan = (kind or everybody) is QuestionType.PRIORITIES
    own = _own_priorities(rows, priorities) if is_of_plan else _own_options(rows, options)
    return WordingFacts(Audience(row["audience"]), row["text"], row["help"], kind, own)


def _own_options(rows: Mapping[str, Mapping[str, Any]], options: tuple[Option, ...]) -> tuple[Option, ...] | None:
    offered = []
    for option in options:
        item = rows.get(option.id)
        if item is None:
            offered.append(option)
        elif item["offered"]:
            offered.append(Option(option.id, item["text"] or option.text))
    differs = [(option.id, option.text) for option in offered] != [(option.id, option.text) for option in options]
    return tuple(offered) if differs else None


def _own_priorities(rows: Mapping[str, Mapping[str, Any]], priorities: Sequence[Option]) -> tuple[Option, ...] | None:
    # in the order of the form, which is the audience's own; without other words they follow the names of the plan
    live = {option.id: option.text for option in priorities}
    asked = [item for key, item in rows.items() if key in live]
    offered = [item for item in asked if item["offered"]]
    texts = ["" if item["text"] == live[item["id"]] else item["text"] for item in offered]
    if len(offered) == len(asked) and not any(texts):
        return None
    return tuple(Option(item["id"], text) for item, text in zip(offered, texts, strict=True))


class BankForm(Form):
    """Which questions of the starter bank to add."""

    keys = CheckboxesField("Questions", [InputRequired("Choose at least one question")], validate_choice=False)
