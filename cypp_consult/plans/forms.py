"""Forms of plans and their trees."""

from typing import Any

from wtforms import IntegerField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from cypp_consult.plans.framework_reader import LONGEST_LABEL
from cypp_consult.plans.rules import Level
from cypp_consult.web.forms import Form, at_most, choices

# the pictures of templates/components/art.html that suit a priority's tile, with words for the list
PICTURES = (
    ("ball", "Ball"),
    ("book", "Book"),
    ("briefcase", "Briefcase"),
    ("bus", "Bus"),
    ("chart", "Chart"),
    ("clock", "Clock"),
    ("food", "Food"),
    ("friends", "Friends"),
    ("hand", "Hand"),
    ("heart", "Heart"),
    ("house", "House"),
    ("key", "Key"),
    ("lamp", "Street lamp"),
    ("lifebuoy", "Lifebuoy"),
    ("money", "Money"),
    ("pencil", "Pencil"),
    ("phone", "Phone"),
    ("plaster", "Plaster"),
    ("scales", "Scales"),
    ("school", "School"),
    ("shield", "Shield"),
    ("speaker", "Speaker"),
    ("star", "Star"),
    ("talk", "Talking"),
    ("tree", "Tree"),
)
YEAR = [Optional(), NumberRange(1990, 2200, "Enter a year, such as 2027")]


class YearField(IntegerField):
    """A year, which may be left empty."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read a whole number; anything else gets our message."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError("Enter a year, such as 2027") from error


class PlanForm(Form):
    """The facts of a plan."""

    title = StringField("Title of the plan", [DataRequired("Enter the plan's title"), at_most(300, "Title")])
    area = StringField("Area it is for", [DataRequired("Enter the area, such as Ashdale"), at_most(200, "Area")])
    period_start = YearField("First year", YEAR)
    period_end = YearField("Last year", YEAR)
    word = RadioField(
        "What this plan calls an outcome",
        choices=choices([("Outcome", "Outcome"), ("Ambition", "Ambition"), ("own", "Another word")]),
        default="Outcome",
    )
    own_word = StringField("Another word", [Length(max=LONGEST_LABEL, message="Use a word of 40 letters or fewer")])

    def validate_period_end(self, field: Any) -> None:
        """Refuse an end before the start, and one without a start."""
        if field.data is None or self.period_start.errors:
            return
        if self.period_start.data is None:
            raise ValidationError("Enter the first year as well")
        if field.data < self.period_start.data:
            raise ValidationError("The last year must not be before the first")

    def validate_own_word(self, field: Any) -> None:
        """Ask for the word where another one was chosen."""
        if self.word.data == "own" and not field.data:
            raise ValidationError("Enter the word, such as Aim")

    @property
    def label(self) -> str:
        """Return the plan's word for an outcome."""
        return str(self.own_word.data if self.word.data == "own" else self.word.data)

    def show_label(self, label: str) -> None:
        """Put a plan's word into the fields."""
        known = label in {"Outcome", "Ambition"}
        self.word.data, self.own_word.data = (label, "") if known else ("own", label)


class OutcomeForm(Form):
    """An outcome."""

    name = StringField("Name", [DataRequired("Enter a name"), at_most(300, "Name")])
    summary = TextAreaField("What it means", [at_most(5000, "This")])


class PriorityForm(Form):
    """A priority, with what children see of it."""

    name = StringField("Name", [DataRequired("Enter a name"), at_most(300, "Name")])
    detail = TextAreaField("More about it", [at_most(5000, "This")])
    short_name = StringField("Short name for children's tiles", [at_most(60, "Short name")])
    picture = RadioField("Picture for children's tiles", choices=choices([("", "No picture"), *PICTURES]), default="")


class ActionForm(Form):
    """An action with its code and leads."""

    title = StringField("What will be done", [DataRequired("Enter what will be done"), at_most(500, "This")])
    code = StringField("Code", [at_most(40, "Code")])
    leads = TextAreaField("Who leads", [at_most(2000, "This")])


class MeasureForm(Form):
    """A measure with its code."""

    name = StringField("What is measured", [DataRequired("Enter what is measured"), at_most(500, "This")])
    code = StringField("Code", [at_most(40, "Code")])


class ReadingForm(Form):
    """One value of a measure."""

    period = StringField("When", [DataRequired("Enter when, such as 2026/27 or March 2027"), at_most(60, "When")])
    value = StringField("Value", [DataRequired("Enter the value, such as 62%"), at_most(60, "Value")])
    note = StringField("Note", [at_most(300, "Note")])


class EmptyForm(Form):
    """A button alone."""


FORMS: dict[Level, type[Form]] = {
    Level.OUTCOME: OutcomeForm,
    Level.PRIORITY: PriorityForm,
    Level.ACTION: ActionForm,
    Level.MEASURE: MeasureForm,
}
