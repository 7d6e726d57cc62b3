"""Forms of collection's own pages; the form of a question is `questionnaires.answer_forms`."""

from typing import Any

from wtforms import DateField, SelectField, StringField, TextAreaField
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


class FilterForm(Form):
    """Which responses to list. Sent by GET, so that the address can be kept and passed on."""

    class Meta(Form.Meta):
        """A filter changes nothing and needs no token."""

        csrf = False

    audience = SelectField(
        "Audience", choices=[("", "Everybody"), *((item.value, item.label) for item in Audience)], validate_choice=False
    )
    event = SelectField("Event", choices=[("", "Anywhere")], validate_choice=False)
    channel = SelectField(
        "How it came in",
        choices=[("", "Any way"), *((item.value, item.label) for item in Channel)],
        validate_choice=False,
    )
    day = DateField("Day", validators=[Optional()])
