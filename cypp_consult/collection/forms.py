"""Forms of collection's own pages; the form of a question is `questionnaires.answer_forms`."""

from collections.abc import Iterable
from typing import Any

from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are a version behind
from wtforms.validators import InputRequired, Optional, ValidationError

from cypp_consult.collection.models import Channel
from cypp_consult.collection.receipt_rules import LENGTH, plain
from cypp_consult.core.audiences import Audience
from cypp_consult.web.forms import Form, at_most


class CodeForm(Form):
    """A receipt code, as people type it."""

    code = StringField("Your code", validators=[InputRequired("Type the code you were given")])

    def validate_code(self, field: Any) -> None:
        """Look at the shape alone: whether the code exists is told to nobody."""
        if len(plain(field.data or "")) != LENGTH:
            raise ValidationError(f"The code has {LENGTH} letters. Check it and try again")


class RemoveForm(Form):
    """Why a lead deletes one response."""

    reason = TextAreaField(
        "Why do you delete it?",
        validators=[InputRequired("Say why you delete it"), at_most(500, "The reason")],
    )


def _choices(everything: str, kind: Iterable[Audience] | Iterable[Channel]) -> list[SelectChoice]:
    return [SelectChoice("", everything), *(SelectChoice(item.value, item.label) for item in kind)]


class FilterForm(Form):
    """Which responses to list. Sent by GET, so that the address can be kept and passed on."""

    class Meta(Form.Meta):
        """A filter changes nothing and needs no token."""

        csrf = False

    audience = SelectField("Audience", choices=_choices("Everybody", Audience), validate_choice=False)
    event = SelectField("Event", choices=[SelectChoice("", "Anywhere")], validate_choice=False)
    channel = SelectField("How it came in", choices=_choices("Any way", Channel), validate_choice=False)
    day = DateField("Day", validators=[Optional()])
