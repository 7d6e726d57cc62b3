"""Forms of accounts."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateField, PasswordField, SelectField, SelectMultipleField, StringField, ValidationError
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from cypp_consult.accounts.rules import MINIMUM_PASSWORD
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.core.mail import check_address
from cypp_consult.core.roles import Role
from cypp_consult.web.forms import Form, at_most


def one_address(form: Any, field: Any) -> None:
    """Accept one plain e-mail address."""
    del form
    try:
        check_address(field.data or "")
    except InvalidInputError as error:
        raise ValidationError("Enter an e-mail address, such as name@example.org") from error


def role_choices() -> list[tuple[str, str]]:
    """Return every role with its word, as choices."""
    return [(role.value, role.label.capitalize()) for role in Role]


class RolesForm(Form):
    """Which roles a person has."""

    roles = SelectMultipleField(
        "Roles",
        choices=role_choices,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def chosen(self) -> list[Role]:
        """Return the chosen roles."""
        return [Role(value) for value in self.roles.data or []]


class InviteForm(RolesForm):
    """Who to invite, and as what."""

    name = StringField("Name", [InputRequired("Enter their name"), at_most(200, "Name")])
    email = StringField(
        "E-mail address", [InputRequired("Enter their e-mail address"), at_most(255, "E-mail address"), one_address]
    )
    roles = SelectMultipleField(
        "Roles",
        [InputRequired("Select at least one role")],
        choices=role_choices,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class NameForm(Form):
    """What a person is called."""

    name = StringField("Name", [InputRequired("Enter your name"), at_most(200, "Name")])


class PasswordForm(FlaskForm):
    """Choosing a password for the first time.

    Not one of our own forms: those clean what is typed, and a password stays as it is.
    """

    password = PasswordField(
        "Password",
        [
            InputRequired("Enter a password"),
            Length(min=MINIMUM_PASSWORD, message=f"Password must be {MINIMUM_PASSWORD} characters or more"),
            at_most(1000, "Password"),
        ],
    )


class AuditForm(Form):
    """What to look for on the audit log."""

    class Meta(Form.Meta):
        """A filter changes nothing, so it needs no token."""

        csrf = False

    person = StringField("Person", [Optional(), at_most(200, "Person")])
    action = SelectField("What was done", [Optional()], validate_choice=False)
    object_type = SelectField("To what kind of thing", [Optional()], validate_choice=False)
    object_id = StringField("Its number", [Optional(), at_most(80, "Number")])
    day = DateField("Day", [Optional()])
