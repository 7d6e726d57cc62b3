"""Forms of the timeline: stages, milestones, moving the closing day; and of the partners who may look on."""

from typing import Any

from flask_wtf.file import FileField
from wtforms import RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired

from cypp_consult.consultations.fields import DIVISIONS, DayField, PeopleField, PersonField, StepsField
from cypp_consult.consultations.models import MilestoneKind, SpecialKind
from cypp_consult.consultations.rules.milestones import PROGRESS
from cypp_consult.consultations.rules.moving import Reach
from cypp_consult.web.forms import Form, at_most, choices

KINDS = {
    MilestoneKind.DRAFTING: "Drafting",
    MilestoneKind.GOVERNANCE_APPROVAL: "Approval",
    MilestoneKind.PUBLICATION: "Publication",
    MilestoneKind.BUDGET_COMMISSIONING: "Budget and commissioning",
    MilestoneKind.REVIEW: "Review",
    MilestoneKind.FEEDBACK_DUE: "Feedback due",
}
SPECIAL = {
    SpecialKind.CLOSURE: "Closed: nobody works",
    SpecialKind.SCHOOL_HOLIDAY: "School holidays",
    SpecialKind.PRE_ELECTION: "Time before an election",
}
LONGEST = 366
REASON = "Say why in a sentence: people can read it later"


class StageForm(Form):
    """A stretch of the year."""

    name = StringField("Name", [DataRequired("Enter a name, such as Draft consultation"), at_most(200, "Name")])
    starts_on = DayField("First day", [InputRequired("Enter the first day")])
    ends_on = DayField("Last day", [InputRequired("Enter the last day")])
    owner_id = PersonField("Owner")
    needs = StepsField("What it needs first")
    delivers = TextAreaField("What it delivers", [at_most(2000, "This")])
    notes = TextAreaField("Notes", [at_most(5000, "Notes")])

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
    progress = SelectField(
        "How far along",
        coerce=int,
        default=0,
        choices=choices([(str(value), words) for value, words in PROGRESS.items()]),
    )
    needs = StepsField("What it needs first")
    delivers = TextAreaField("What it delivers", [at_most(2000, "This")])
    cut_off_on = DayField("Count answers up to the end of")
    notes = TextAreaField("Notes", [at_most(5000, "Notes")])


class EvidenceForm(Form):
    """A link, a file or a note that shows what was delivered."""

    title = StringField("What it is", [DataRequired("Enter what it is, such as Minutes"), at_most(200, "This")])
    link = StringField("Link", [at_most(2000, "The link")])
    file = FileField("File")
    note = TextAreaField("Note", [at_most(2000, "The note")])

    def sent(self) -> tuple[str, bytes] | None:
        """Return the name and the content of the file, None if there is none."""
        if not self.file.data:
            return None
        self.file.data.stream.seek(0)
        return self.file.data.filename, self.file.data.stream.read()


class LayOutForm(Form):
    """A template and its anchor day."""

    template = RadioField("Template", [InputRequired("Choose a template")])
    anchor = DayField("Anchor day", [InputRequired("Enter the day that everything is counted back from")])


class SaveTemplateForm(Form):
    """A name for a timeline that is saved, and the milestone from which its days are counted."""

    name = StringField("Name of the template", [DataRequired("Enter a name, such as Our year"), at_most(200, "Name")])
    anchored = SelectField("Count days from", [DataRequired("Choose a milestone")])


class MoveForm(Form):
    """A step, its new day, and what goes with it."""

    step = SelectField("What moves", [InputRequired("Choose what moves")])
    to = DayField("New day", [InputRequired("Enter the new day")])
    until = DayField("New last day")
    reach = RadioField(
        "What moves with it",
        choices=choices(
            [
                (Reach.DEPENDENTS.value, "What depends on it"),
                (Reach.ALL.value, "Everything that is not done"),
                (Reach.ONE.value, "Nothing else"),
            ]
        ),
        default=Reach.DEPENDENTS.value,
    )
    # asked for when it is kept, not when it is looked at
    reason = TextAreaField("Why it moves", [at_most(2000, "The reason")])


class ReasonForm(Form):
    """Why something may be as it is."""

    reason = TextAreaField("Why", [DataRequired(REASON), at_most(2000, "The reason")])


class SpecialDaysForm(Form):
    """Days that matter to every timeline."""

    kind = RadioField(
        "Kind",
        [InputRequired("Choose a kind")],
        choices=choices([(kind.value, words) for kind, words in SPECIAL.items()]),
    )
    name = StringField("Name", [DataRequired("Enter a name, such as Half term"), at_most(200, "Name")])
    starts_on = DayField("First day", [InputRequired("Enter the first day")])
    ends_on = DayField("Last day", [InputRequired("Enter the last day")])
    division = SelectField(
        "Where", choices=choices([("", "Everywhere"), *((item.value, words) for item, words in DIVISIONS.items())])
    )

    def validate_ends_on(self, field: Any) -> None:
        """Refuse a last day before the first, and more than a year."""
        if field.data and self.starts_on.data:
            if field.data < self.starts_on.data:
                raise ValidationError("The last day must not be before the first day")
            if (field.data - self.starts_on.data).days > LONGEST:
                raise ValidationError("Enter at most a year at a time")


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
