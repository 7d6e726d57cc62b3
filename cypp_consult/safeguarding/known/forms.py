"""The form of the lists."""

from wtforms import HiddenField, TextAreaField
from wtforms.validators import InputRequired

from cypp_consult.web.forms import Form, at_most


class AddForm(Form):
    """Names to add to one list."""

    kind = HiddenField()
    words = TextAreaField("Names to add", [InputRequired("Write at least one name"), at_most(20_000, "The names")])
