"""What a page of a group sends: which answers, and the theme to make or to add to."""

from uuid import UUID

from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are a version behind

from cypp_consult.coding.forms import target_groups
from cypp_consult.coding.queries import CodeFrame
from cypp_consult.coding.rules import Target
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.web.forms import Form, at_most

OUTSIDE = ""
MAKE, TAG, NOTHING = "make", "tag", "nothing"
TICKED, ALL = "ticked", "all"


class GroupForm(Form):
    """Answers of a group, ticked or all, and what to do with them: make a theme, or add a tag there is."""

    do = StringField()
    answer = SelectMultipleField(choices=[], validate_choice=False)
    name = StringField("Name", [at_most(120, "A theme's name")])
    definition = TextAreaField("What it means", [at_most(2000, "What it means")])
    priority = SelectField("Under", choices=[], default=OUTSIDE)
    target = SelectField("Theme, outcome or priority", choices=[], default="")

    def offer(self, frame: CodeFrame) -> "GroupForm":
        """Offer the live priorities and codes of the frame; return the form."""
        self.priority.choices = [
            SelectChoice(OUTSIDE, "Outside the plan"),
            *(
                SelectChoice(str(node.code.target.id), node.code.name, optgroup=outcome.code.name)
                for outcome in frame.outcomes
                for node in outcome.priorities
                if node.code.live
            ),
        ]
        self.target.choices = [
            SelectChoice("", "Choose"),
            *(
                SelectChoice(token, words, optgroup=label)
                for label, codes in target_groups(frame)
                for token, words in codes
            ),
        ]
        return self

    @property
    def verb(self) -> str:
        """Return what to do: make a theme, add a tag, mark as nothing to say. Raises InvalidInputError otherwise."""
        verb, _, which = (self.do.data or "").partition(":")
        if verb not in {MAKE, TAG, NOTHING} or which not in {TICKED, ALL}:
            raise InvalidInputError("Use the buttons on the page.")
        return verb

    @property
    def answers(self) -> list[UUID] | None:
        """Return the ticked answers, None for all of the group. Raises InvalidInputError for what is no answer."""
        if (self.do.data or "").endswith(f":{ALL}"):
            return None
        try:
            return [UUID(one) for one in self.answer.data or []]
        except ValueError:
            raise InvalidInputError("Choose the answers from the list.") from None

    @property
    def priority_id(self) -> UUID | None:
        """Return the chosen priority, None for outside the plan."""
        return UUID(self.priority.data) if self.priority.data else None

    @property
    def chosen(self) -> Target:
        """Return the tag to add. Raises InvalidInputError where none was chosen."""
        if not self.target.data:
            raise InvalidInputError("Choose a theme, an outcome or a priority to add.")
        return Target.parse(self.target.data)
