"""Forms of translations, languages and tones."""

from wtforms import BooleanField, HiddenField, SelectField, TextAreaField
from wtforms.validators import InputRequired

from cypp_consult.coding.translations.models import ToneLabel
from cypp_consult.coding.translations.rules import LONGEST
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.text.language import ENGLISH, languages
from cypp_consult.web.forms import Form, at_most, choices


def _by_name() -> list[tuple[str, str]]:
    """Return the languages to choose from, in the order of their English names; "another language" last."""
    named = sorted((name, code) for code, name in languages().items() if code not in (ENGLISH, "und"))
    return [(code, name) for name, code in named] + [("und", "Another language")]


class TranslateForm(Form):
    """What an answer says in English."""

    language = SelectField("Translated from", choices=choices(_by_name()))
    words = TextAreaField(
        "What it says in English",
        [InputRequired("Write what it says in English"), at_most(LONGEST, "The translation")],
    )
    # of the translation that was shown; 0 for none
    seen = HiddenField(default="0")
    safe = BooleanField("I have read both for safety. Nobody in them is in danger or asks for help.")

    @property
    def number(self) -> int:
        """Return the number of the translation that was shown. InvalidInputError for anything else."""
        return _number(self.seen.data)


class ClearForm(Form):
    """That original and translation were read for safety."""

    seen = HiddenField(default="0")

    @property
    def number(self) -> int:
        """Return the number of the translation that was shown. InvalidInputError for anything else."""
        return _number(self.seen.data)


class LanguageForm(Form):
    """Which language an answer is in."""

    spoken = SelectField("It is in", choices=choices([(ENGLISH, "English"), *_by_name()]))


class ToneForm(Form):
    """A person's word on the tone of an answer; empty goes back to the machine's."""

    tone = SelectField(
        "Tone", choices=choices([("", "As the machine says"), *((one.value, one.label) for one in ToneLabel)])
    )
    back = HiddenField(default="")

    @property
    def said(self) -> ToneLabel | None:
        """Return the tone that was chosen; None for the machine's."""
        return ToneLabel(self.tone.data) if self.tone.data else None


def _number(given: str | None) -> int:
    if given and given.isdecimal() and len(given) < 6:  # noqa: PLR2004  (nobody corrects a translation so often)
        return int(given)
    raise InvalidInputError("Open the answer again and send the form from there.")
