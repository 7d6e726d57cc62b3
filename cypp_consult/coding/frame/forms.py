"""Forms of the code frame: what a theme says, merging, splitting, examples, reasons, versions."""

from collections.abc import Sequence
from uuid import UUID

from wtforms import HiddenField, IntegerField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are a version behind
from wtforms.validators import DataRequired, Optional
from wtforms.widgets import HiddenInput

from cypp_consult.coding.forms import OUTSIDE, NewThemeForm, ThemeForm
from cypp_consult.coding.frame.rules import LONGEST_WHY
from cypp_consult.coding.frame.services.editing import Wanted
from cypp_consult.coding.queries import Code, CodeFrame
from cypp_consult.coding.rules import Target
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.web.forms import Form, at_most

_UNDER_THEME = "theme:"


class _Reasoned(Form):
    """A form with room for why, and with an id by which sending it twice is known."""

    why = TextAreaField("Why", [at_most(LONGEST_WHY, "Why")])
    act = HiddenField()

    @property
    def act_id(self) -> UUID | None:
        """Return the id that the act is to have; None where the form brought none that can be read."""
        return key_of(self.act.data)


class WordedForm(ThemeForm):
    """What a theme says: name, meaning, what it is not, and where it stands in the plan or under another theme."""

    not_this = TextAreaField("Not for", [at_most(2000, "Not for")])

    def place(self, frame: CodeFrame, theme: Target | None = None, keep: str = OUTSIDE) -> None:
        """Offer the live priorities and, under each, the themes that others may stand under; `keep` is offered too."""
        choices = [SelectChoice(OUTSIDE, "Outside the plan"), *_themes_of(frame.outside, theme, "Outside the plan")]
        for outcome in frame.outcomes:
            for node in outcome.priorities:
                code = node.code
                if code.live or str(code.target.id) == keep:
                    choices.append(SelectChoice(str(code.target.id), code.name, optgroup=outcome.code.name))
                    choices += _themes_of(node.themes, theme, outcome.code.name)
        if keep not in {choice.value for choice in choices}:
            choices.append(SelectChoice(keep, "Where it stands now"))
        self.priority.choices = choices

    @property
    def wanted(self) -> Wanted:
        """Return what the theme is to say."""
        place = self.priority.data or OUTSIDE
        parent = key_of(place.removeprefix(_UNDER_THEME)) if place.startswith(_UNDER_THEME) else None
        return Wanted(
            self.name.data or "",
            self.definition.data or "",
            self.not_this.data or "",
            None if parent else key_of(place),
            parent,
        )


class MadeForm(WordedForm, NewThemeForm):
    """A theme to make, from ticked answers or from none."""


class EditForm(WordedForm, _Reasoned):
    """A theme to change, as it was read at a version."""

    version = IntegerField(widget=HiddenInput(), default=1)


class MergeForm(_Reasoned):
    """Themes to merge into one of them, and what that one is to be called and to mean."""

    theme = SelectMultipleField(choices=[], validate_choice=False)
    into = RadioField("Which name stays?", choices=[], validate_choice=False)
    name = StringField("Name of the theme that stays", [DataRequired("Give it a name"), at_most(120, "A name")])
    definition = TextAreaField("Use it for", [at_most(2000, "Use it for")])
    not_this = TextAreaField("Not for", [at_most(2000, "Not for")])


class SplitForm(_Reasoned):
    """Two new themes, the words that tell their answers, and where answers go that somebody placed by hand."""

    first = StringField("First new theme", [DataRequired("Name the first theme"), at_most(120, "A name")])
    second = StringField("Second new theme", [Optional(), at_most(120, "A name")])
    first_words = StringField("Words of its answers")
    second_words = StringField("Words of its answers")


class WhyForm(_Reasoned):
    """A reason, or none."""


class ExampleForm(Form):
    """An answer that shows what a theme means, or a stretch of its words."""

    answer = HiddenField()
    words = StringField("Only these words", [at_most(2000, "The words")])


class VersionForm(_Reasoned):
    """A note for the version to keep."""

    why = TextAreaField("Note", [at_most(LONGEST_WHY, "The note")])


def place_token(priority_id: UUID | None, parent_id: UUID | None) -> str:
    """Return where a theme stands as the select says it."""
    return f"{_UNDER_THEME}{parent_id}" if parent_id else str(priority_id or OUTSIDE)


def key_of(value: str | None) -> UUID | None:
    """Return the id in a text, None where there is none."""
    try:
        return UUID(value or "")
    except ValueError:
        return None


def keys_of(values: Sequence[str]) -> list[UUID]:
    """Return the ids in texts, several in one parted by commas; InvalidInputError for anything else."""
    parts = [part for value in values for part in value.split(",") if part]
    found = [key_of(part) for part in parts]
    if None in found:
        raise InvalidInputError("Choose from the list.")
    return list(dict.fromkeys(key for key in found if key))


def _themes_of(codes: Sequence[Code], theme: Target | None, group: str) -> list[SelectChoice]:
    return [
        SelectChoice(f"{_UNDER_THEME}{code.target.id}", f"– under {code.name}", optgroup=group)
        for code in codes
        if code.live and code.parent is None and code.target != theme
    ]
