"""A form with one field of each kind, for the page that shows every part. It stores nothing."""

from datetime import date

from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FileField,
    Form,
    FormField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are a version behind
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

EASE = [
    SelectChoice("very_easy", "Very easy"),
    SelectChoice("easy", "Easy"),
    SelectChoice("hard", "Hard"),
    SelectChoice("not_sure", "I’m not sure"),
]
FACES = [SelectChoice("safe", "Safe"), SelectChoice("middle", "In the middle"), SelectChoice("not_safe", "Not safe")]
FIVE_FACES = [
    SelectChoice("5", "Very happy"),
    SelectChoice("4", "Happy"),
    SelectChoice("3", "In the middle"),
    SelectChoice("2", "Sad"),
    SelectChoice("1", "Very sad"),
]
PRIORITIES = [
    SelectChoice("routes", "Feeling safe outside"),
    SelectChoice("talk", "Someone to talk to"),
    SelectChoice("do", "Things to do"),
    SelectChoice("buses", "Getting around"),
]


class WordingForm(Form):
    """One nested row: a wording for an audience."""

    wording = StringField("Wording", [InputRequired("Enter the wording")])


class PartsForm(Form):
    """One field of each kind, with the messages that a real page would give."""

    title = StringField(
        "Title", [InputRequired("Enter a title"), Length(max=200, message="Title must be 200 characters or fewer")]
    )
    people = IntegerField(
        "How many people were in the group?", [InputRequired("Enter how many people, for example 12")]
    )
    purpose = TextAreaField("What is it for?", [InputRequired("Tell us what it is for")])
    words = TextAreaField(
        "What would make your area better?", [Length(max=2000, message="Use 2,000 characters or fewer")]
    )
    stage = SelectField(
        "Stage",
        [InputRequired("Choose a stage")],
        validate_choice=False,
        choices=[
            SelectChoice("", "Choose a stage"),
            SelectChoice("partners", "Partners"),
            SelectChoice("children", "Children"),
        ],
    )
    closes_on = DateField("Closing date", [InputRequired("Enter the closing date")])
    answers = FileField("File of answers", [InputRequired("Choose a CSV or XLSX file")])
    password = PasswordField("Password", [InputRequired("Enter your password")])
    ease = RadioField(
        "How easy was it to get help for your child?",
        [InputRequired("Choose one answer, or skip this question")],
        choices=EASE,
    )
    audiences = SelectMultipleField(
        "Who do we ask?",
        [InputRequired("Choose at least one audience")],
        choices=[
            SelectChoice("children", "Younger children"),
            SelectChoice("young", "Young people"),
            SelectChoice("parents", "Parents and carers"),
        ],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    agree = BooleanField("I have read this answer for safety", [InputRequired("Say that you have read it")])
    safe = RadioField(
        "How safe do you feel on your way to school?",
        [InputRequired("Choose a face, or skip this question")],
        choices=FACES,
    )
    mood = RadioField("How do you feel about where you live?", choices=FIVE_FACES, validate_choice=False)
    top = SelectMultipleField(
        "What should we work on first?",
        [InputRequired("Choose at least one, or skip this question")],
        choices=PRIORITIES,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    wordings = FieldList(FormField(WordingForm), min_entries=2)


def filled(prefix: str = "") -> PartsForm:
    """Return the form as somebody has filled it in, with no errors; ids begin with the prefix."""
    return PartsForm(
        prefix=prefix,
        title="What matters to you? 2026",
        people=12,
        words="more swings and a cafe for grandma",
        closes_on=date(2026, 12, 13),
        ease="hard",
        audiences=["children", "parents"],
        safe="middle",
        top=["routes", "buses"],
        wordings=[{"wording": "How safe do you feel?"}, {"wording": "How safe is your child?"}],
    )


def with_errors(prefix: str = "wrong-") -> PartsForm:
    """Return the form as it comes back when it was sent empty; ids begin with the prefix."""
    form = PartsForm(prefix=prefix)
    form.validate()
    return form


def examples() -> dict[str, PartsForm]:
    """Return what the page of parts needs: the same form for each kind of page, and one sent back with errors."""
    return {
        "example": filled(),
        "adult": filled("adult-"),
        "young": filled("young-"),
        "child": filled("child-"),
        "broken": with_errors(),
    }
