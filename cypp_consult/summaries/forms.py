"""Forms of summaries. Formats come from buttons, so each field only says which was pressed."""

from wtforms import StringField
from wtforms.validators import AnyOf

from cypp_consult.summaries.renderers import FORMATS
from cypp_consult.summaries.renderers.annex import ANNEX_FORMATS
from cypp_consult.web.forms import Form

_CHOOSE = "Choose one of the formats on the page"


class ExportForm(Form):
    """Which file to make of a summary."""

    format = StringField("Format", validators=[AnyOf([*FORMATS], _CHOOSE)])


class AnswersForm(Form):
    """Which file to make of the answers."""

    answers_format = StringField("Format", validators=[AnyOf([*ANNEX_FORMATS], _CHOOSE)])


class FreezeForm(Form):
    """Nothing but the token: freezing takes no input."""
