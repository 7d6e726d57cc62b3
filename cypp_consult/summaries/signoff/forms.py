"""The form of a vote."""

from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import InputRequired

from cypp_consult.summaries.signoff.rules import VERDICTS
from cypp_consult.web.forms import Form, at_most, choices


class VoteForm(Form):
    """What a full member says, on the pack whose digest they were shown."""

    digest = HiddenField(validators=[InputRequired("Reload the page and vote again")])
    verdict = RadioField(
        "Your vote",
        [InputRequired("Choose how you vote")],
        choices=choices([(verdict.value, words) for verdict, words in VERDICTS.items()]),
    )
    note = TextAreaField("Note", [at_most(2000, "The note")])
