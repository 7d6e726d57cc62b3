"""Forms of the timeline: stages, milestones, moving the closing day; and of the partners who may look on."""

from typing import Any

from wtforms import RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired

from cypp_consult.consultations.fields import DayField, PeopleField, PersonField
from cypp_consult.consultations.models import MilestoneKind
from cypp_consult.web.forms import Form, at_most, choices

KINDS = {
    MilestoneKind.DRAFTING: "Drafting",
    MilestoneKind.GOVERNANCE_APPROVAL: "Approval",
    MilestoneKind.PUBLICATION: "Publication",
    MilestoneKind.BUDGET_COMMISSIONING: "Budget and commissioning",
    MilestoneKind.REVIEW: "Review",
    MilestoneKind.FEEDBACK_DUE: "Feedback due",
}
REASON = "Say why in a sentence: people can read it later"


class StageForm(Form):
    """A stretch of the year."""

    name = StringField("Name", [DataRequired("Enter a name, such as Draft consultation"), at_most(200, "Name")])
    starts_on = DayField("First day", [InputRequired("Enter the first day")])
    ends_on = DayField("Last day", [InputRequired("Enter the last day")])

    def validate_ends_on(self, field: Any) -> None:
        """Refuse a last day before the first."""
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError("The last day must not be before the first day")


class MilestoneForm(Form):
    """Something due on a day."""

    name = StringField("What is due", [DataRequired("Enter what is due, such as First draft"), at_most(200, "This")])
    kind = SelectField("Kind", choices=choices([(kind.value, words) for kind, words in KINDS.items()]))
    due_on = DayField("Due", [InputRequired("Enter the day it is due")])
    owner_id = PersonField("Owner")
    cut_off_on = DayField("Count answers up to the end of")
    notes = TextAreaField("Notes", [at_most(5000, "Notes")])


class ExtendForm(Form):
    """A later closing day, with the reason."""

    to_day = DayField("New last day", [InputRequired("Enter the new last day")])
    reason = TextAreaField("Why it stays open longer", [DataRequired(REASON), at_most(2000, "The reason")])


class CloseForm(Form):
    """An earlier closing day, with the reason."""

    when = RadioField(
        "When it closes",
        [InputRequired("Choose when it closes")],
        choices=choices([("tonight", "Tonight at midnight"), ("now", "At once")]),
        default="tonight",
    )
    reason = TextAreaField("Why it closes early", [DataRequired(REASON), at_most(2000, "The reason")])


class MembersForm(Form):
    """Partners who may see the timeline and frozen packs."""

    user_ids = PeopleField("Partners who may look on")
