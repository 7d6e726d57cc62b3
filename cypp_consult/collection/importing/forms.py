"""The upload form, and the form that says which column means what: its fields follow from file and questions."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField
from wtforms.validators import InputRequired

from cypp_consult.collection.importing.mapping import ImportMap, Source
from cypp_consult.collection.importing.reading import Sheet
from cypp_consult.collection.importing.rules import Asked, Target
from cypp_consult.collection.models import Channel
from cypp_consult.core.audiences import Audience
from cypp_consult.web.forms import Form
from cypp_consult.web.forms import choices as as_choices

FACTS = {
    "audience": "Who answered",
    "id": "The row's own id",
    "submitted_at": "When it was sent",
    "event": "Event",
    "channel": "How it was collected",
    "age_band": "Age band",
    "headcount": "How many people",
}
GUESSES = {
    "audience": ("audience", "role", "group", "respondent type", "who are you"),
    "id": ("id", "response id", "response-id", "comment-id", "respondent id", "response_id"),
    "submitted_at": ("submitted_at", "submitted", "timestamp", "date", "datetime", "completed", "end date"),
    "event": ("event", "venue"),
    "channel": ("channel",),
    "age_band": ("age", "age band", "age_band", "age group"),
    "headcount": ("headcount", "people", "group size"),
}
SAME = "same:"
COLUMN = "column:"
NOT_THERE = ("", "Not in the file")


class UploadForm(Form):
    """One file."""

    file = FileField("CSV or Excel file", [FileRequired("Choose a CSV or XLSX file")])


def unique_questions(target: Target) -> list[Asked]:
    """Return each question once; the target knows it by key and by id."""
    return list({question.id: question for question in target.questions.values()}.values())


def map_form(sheet: Sheet, target: Target, theirs: Sequence[str] = ()) -> Form:
    """Return the form for a file: a choice per fact and per question, and one per value of the audience column."""
    columns = [(COLUMN + name, name) for name in sheet.columns]
    fields: dict[str, Any] = {}
    for name, label in FACTS.items():
        choices = [NOT_THERE, *columns, *_constants(name, target)]
        validators = (
            [InputRequired("Choose who answered: a column, or the same for every row")] if name == "audience" else []
        )
        fields[name] = SelectField(label, validators, choices=as_choices(choices), default=_guess(name, sheet))
    for place, question in enumerate(unique_questions(target)):
        fields[f"question_{place}"] = SelectField(
            question.name, choices=as_choices([NOT_THERE, *columns]), default=_guess_question(question, sheet)
        )
    for place, value in enumerate(theirs):
        choices = [("", "Reject these rows"), *((audience.value, audience.label) for audience in Audience)]
        fields[f"value_{place}"] = SelectField(f"“{value}” stands for", choices=as_choices(choices))
    made: Form = type("MapForm", (Form,), fields)()
    return made


def map_of(form: Form, target: Target, theirs: Sequence[str] = ()) -> Mapping[str, Any]:
    """Return what was chosen as an import map writes it."""
    written: dict[str, Any] = {}
    for name in FACTS:
        source = _source(form[name].data or "")
        if source is not None:
            written[name] = source.as_json()
    values = {value: form[f"value_{place}"].data for place, value in enumerate(theirs) if form[f"value_{place}"].data}
    if values and (form["audience"].data or "").startswith(COLUMN):
        written["audience"] = {"column": form["audience"].data.removeprefix(COLUMN), "values": values}
    answers = {}
    for place, question in enumerate(unique_questions(target)):
        source = _source(form[f"question_{place}"].data or "")
        if source is not None:
            answers[question.key] = source.as_json()
    return {**written, "answers": answers}


def unknown_audiences(mapped: ImportMap, sheet: Sheet) -> list[str]:
    """Return the values of the audience column that are no audience of ours, as far as the map has no word for them."""
    source = mapped.facts.get("audience")
    if source is None or source.column is None:
        return []
    known = {
        word.casefold()
        for audience in Audience
        for word in (audience.value, audience.label, audience.value.replace("-", " "))
    }
    return [value for value in sheet.values(source.column) if value.casefold() not in known]


def _constants(name: str, target: Target) -> list[tuple[str, str]]:
    if name == "audience":
        return [(SAME + audience.value, f"The same for all: {audience.label}") for audience in Audience]
    if name == "channel":
        return [(SAME + channel.value, f"The same for all: {channel.label}") for channel in Channel]
    if name == "event":
        events = {str(key): str(key) for key in target.events.values()}
        names = {str(value): word for word, value in target.events.items() if word != str(value)}
        return [(SAME + key, f"The same for all: {names.get(key, key)}") for key in events]
    return []


def _source(chosen: str) -> Source | None:
    if chosen.startswith(COLUMN):
        return Source(column=chosen.removeprefix(COLUMN))
    return Source(value=chosen.removeprefix(SAME)) if chosen.startswith(SAME) else None


def _guess(name: str, sheet: Sheet) -> str:
    by_name = {column.casefold(): column for column in reversed(sheet.columns)}
    for word in GUESSES[name]:
        if word in by_name:
            return COLUMN + by_name[word]
    return ""


def _guess_question(question: Asked, sheet: Sheet) -> str:
    wanted = {question.key.casefold(), question.name.casefold()}
    return next((COLUMN + column for column in sheet.columns if column.casefold() in wanted), "")
