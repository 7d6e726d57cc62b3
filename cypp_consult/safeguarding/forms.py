"""Forms for reading, concerns and quotes."""

from uuid import UUID

from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired

from cypp_consult.core.errors import InvalidInputError
from cypp_consult.safeguarding.queries import PAGE
from cypp_consult.safeguarding.rules import Step
from cypp_consult.web.forms import Form, at_most, choices


class ReadForm(Form):
    """The answers of a page that somebody says they have read; ids as text."""

    read = SelectMultipleField("Answers you have read", choices=[], validate_choice=False)

    def ids(self) -> set[UUID]:
        """Return the ids that were ticked. InvalidInputError for anything else, and for more than a page of them."""
        try:
            ticked = {UUID(key) for key in self.read.data or []}
        except ValueError as error:
            raise InvalidInputError("Tick the answers on the page and send them again.") from error
        if len(ticked) > PAGE:
            raise InvalidInputError(f"Tick the answers on the page, {PAGE} at most, and send them again.")
        return ticked


class RaiseForm(Form):
    """A concern raised, with a note that may be left out."""

    note = StringField("Anything the safeguarding lead should know", [at_most(1000, "The note")])
    back = StringField("Where to go on")


class StepForm(Form):
    """One step on a concern's record."""

    step = RadioField(
        "What happens now",
        [InputRequired("Choose what happens now")],
        choices=choices((step.value, step.label) for step in Step),
    )
    note = TextAreaField(
        "What you did, who you told, when",
        [InputRequired("Write what you did, who you told and when"), at_most(5000, "The note")],
    )


class QuoteForm(Form):
    """The words to quote."""

    words = TextAreaField(
        "Words to quote", [InputRequired("Keep the words you want to quote"), at_most(2000, "A quote")]
    )
