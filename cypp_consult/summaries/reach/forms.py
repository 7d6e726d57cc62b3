"""Forms of targets: one target, the numbers of audiences, a file of targets, and whom an event was for."""

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired
from wtforms.widgets import CheckboxInput, ListWidget

from cypp_consult.collection.equality import AGE, PREFER_NOT, page_for
from cypp_consult.consultations.fields import CountField
from cypp_consult.consultations.models import Consultation
from cypp_consult.consultations.targets.models import Target, TargetKind
from cypp_consult.consultations.targets.rules import PATTERNS, AudienceNumbers, Wanted
from cypp_consult.core.audiences import Audience
from cypp_consult.web.forms import Form, at_most, choices

EXPECTED, POPULATION, SOURCE = "People you hope to hear from", "People there are in all", "Who says how many there are"


class Ticks(SelectMultipleField):
    """Some of several things, as checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class NumbersForm(Form):
    """The numbers of any target."""

    expected = CountField(EXPECTED)
    population = CountField(POPULATION)
    source = StringField(SOURCE, [at_most(200, "The source")])

    def validate_expected(self, field: Any) -> None:
        """Refuse to expect more people than there are."""
        if field.data and self.population.data and field.data > self.population.data:
            raise ValidationError("You expect more people than there are. Look at both numbers again")


class AgeForm(NumbersForm):
    """A target of an age band."""

    key = SelectField("Age", [DataRequired("Choose an age")])
    action = TextAreaField("What you mean to do if it falls behind", [at_most(1000, "This")])


class PlaceForm(NumbersForm):
    """A target of an area or a school."""

    name = StringField("Name", [DataRequired("Enter a name"), at_most(200, "Name")])
    audiences = Ticks("Who is counted", choices=choices((item.value, item.label) for item in Audience))
    area = SelectField("Area it lies in", choices=choices([("", "None, or not known")]))
    action = TextAreaField("What you mean to do if it falls behind", [at_most(1000, "This")])


class GroupForm(NumbersForm):
    """A target of a group."""

    pattern = SelectField("Which group", choices=choices((item.key, item.name) for item in PATTERNS))
    name = StringField("Name", [DataRequired("Enter a name"), at_most(200, "Name")])
    audiences = Ticks("Who is counted", choices=choices((item.value, item.label) for item in Audience))
    belongs = Ticks("Answers that say somebody belongs to it")
    action = TextAreaField("What you mean to do if it falls behind", [at_most(1000, "This")])

    def validate_belongs(self, field: Any) -> None:
        """Keep to one question, so that nobody is counted twice."""
        if len({value.partition("=")[0] for value in field.data or ()}) > 1:
            raise ValidationError("Choose answers to one question only, so that nobody is counted twice")


class RemoveForm(Form):
    """Nothing but the act."""


class ImportForm(Form):
    """A file of targets."""

    file = FileField("CSV or Excel file", [FileRequired("Choose a file")])


class EventForForm(Form):
    """Whom an event was for."""

    place = RadioField("Area or school")
    groups = Ticks("Groups")


class ExportForm(Form):
    """Nothing but the act."""


def bands(audience: Audience) -> dict[str, str]:
    """Return the words of the age bands that an audience is asked for, by id."""
    found = (question for question in page_for(audience).questions if question.key == AGE)
    return {key: words for question in found for key, words in question.options if key != PREFER_NOT}


def audiences_form(consultation: Consultation) -> Form:
    """Return a form with the numbers of every audience, filled in as they are."""
    fields: dict[str, Any] = {}
    for row in consultation.audiences:
        name = row.audience.name.lower()
        fields[f"{name}_expected"] = CountField(f"{EXPECTED}: {row.audience.label}", default=row.expected)
        fields[f"{name}_population"] = CountField(f"{POPULATION}: {row.audience.label}", default=row.population)
        fields[f"{name}_source"] = StringField(
            f"{SOURCE}: {row.audience.label}", [at_most(200, "The source")], default=row.population_source
        )
    made: Form = type("AudiencesForm", (Form,), fields)()
    return made


def audience_numbers(consultation: Consultation, form: Form) -> list[AudienceNumbers]:
    """Return what the form of all audiences says."""
    found = []
    for row in consultation.audiences:
        name = row.audience.name.lower()
        expected, population, source = (form[f"{name}_{part}"].data for part in ("expected", "population", "source"))
        found.append(AudienceNumbers(row.audience, expected, population, source or ""))
    return found


def belongs_choices(asked: Sequence[Audience]) -> list[tuple[str, str]]:
    """Return the answers about themselves that people can give, as (key=value, words); age has targets of its own."""
    found: dict[str, str] = {}
    for audience in asked:
        for question in page_for(audience).questions:
            for value, words in question.options:
                if question.key != AGE and value != PREFER_NOT:
                    found.setdefault(f"{question.key}={value}", f"{question.name}: {words}")
    return list(found.items())


def wanted_of(kind: TargetKind, form: Any) -> Wanted:
    """Return what a form of a target says."""
    numbers = {"expected": form.expected.data, "population": form.population.data, "source": form.source.data or ""}
    action = form.action.data or ""
    if kind is TargetKind.AGE:
        words = {str(choice[0]): str(choice[1]) for choice in form.key.choices}
        name = words.get(form.key.data or "", "").rpartition(": ")[2]
        return Wanted(kind, name, key=form.key.data or "", action=action, **numbers)
    audiences = tuple(Audience(value) for value in form.audiences.data or ())
    if kind is TargetKind.GROUP:
        chosen = [value.partition("=") for value in form.belongs.data or ()]
        return Wanted(
            kind,
            form.name.data or "",
            audiences=audiences,
            about_key=chosen[0][0] if chosen else "",
            about_values=tuple(value for _, _, value in chosen),
            pattern=form.pattern.data or "",
            action=action,
            **numbers,
        )
    area = (form.area.data or "") if kind is TargetKind.SCHOOL else ""
    return Wanted(kind, form.name.data or "", audiences=audiences, area=area, action=action, **numbers)


def fill(form: Any, target: Target, area_key: str = "") -> None:
    """Fill a form in with a target as it is."""
    if target.kind is TargetKind.AGE:
        form.key.data = target.key
    else:
        form.audiences.data = list(target.audiences)
    if target.kind is TargetKind.GROUP:
        form.belongs.data = [f"{target.about_key}={value}" for value in target.about_values]
    if target.kind is TargetKind.SCHOOL:
        form.area.data = area_key
