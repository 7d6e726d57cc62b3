"""Forms of boards and groups: the body itself, its members, meetings, reports, and what it approves."""

from typing import Any
from uuid import UUID, uuid4

from wtforms import (
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from cypp_consult.consultations.fields import DIVISIONS, CountField, DayField, PersonField, StepsField
from cypp_consult.consultations.governance.models import ApprovalRule, Body
from cypp_consult.consultations.governance.rules import KINDS, LEVELS, MOST_PAPERS_DAYS, OFFICES, STATUSES
from cypp_consult.web.forms import Form, at_most, choices

RULES = {
    ApprovalRule.MAJORITY: "More than half of all full members approve",
    ApprovalRule.ALL_FULL: "Every full member approves",
    ApprovalRule.QUORUM: "Enough full members have voted, and more of them approve than do not",
}


class ClockField(TimeField):
    """A time of day that may be left empty; "9.30" and "0930" are read too."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read a time; anything else gets our message."""
        typed = str(valuelist[0]).strip().replace(".", ":")[:5] if valuelist else ""
        if not typed:
            self.data = None
            return
        if typed.isdigit() and len(typed) == 4:  # noqa: PLR2004 - hours and minutes
            typed = f"{typed[:2]}:{typed[2:]}"
        try:
            super().process_formdata([typed])
        except ValueError as error:
            raise ValueError("Enter a time, such as 09:30") from error


class WorkingDaysField(CountField):
    """A number of working days; nought is one too."""

    def pre_validate(self, form: Any) -> None:
        """Refuse what is no number of working days before a meeting."""
        del form
        if self.data is None or not 0 <= self.data <= MOST_PAPERS_DAYS:
            raise ValidationError(f"Enter a number from 0 to {MOST_PAPERS_DAYS}")


class BodyField(SelectField):
    """One of some bodies, or none; the data is its id or None."""

    def __init__(self, label: str, none: str, **options: Any) -> None:
        """Make the field; its bodies come later, by `offer`."""
        self.none = none
        super().__init__(label, coerce=_key_or_none, choices=choices([("", none)]), **options)

    def offer(self, bodies: list[Body]) -> None:
        """Offer these bodies."""
        self.choices = choices([("", self.none), *((str(body.id), body.name) for body in bodies)])


class BodyForm(Form):
    """A board or group, and its rules."""

    name = StringField(
        "Name", [DataRequired("Enter a name, such as Children’s Partnership Board"), at_most(200, "Name")]
    )
    kind = RadioField(
        "What it is",
        [InputRequired("Choose what it is")],
        choices=choices([(kind.value, words) for kind, words in KINDS.items()]),
    )
    about = TextAreaField("What it is for", [at_most(2000, "This")])
    reports_to_id = BodyField("Reports to", "No other body")
    secretary_id = PersonField("Who sends the papers")
    papers_days = WorkingDaysField("Papers are due, in working days before a meeting", default=5)
    division = SelectField(
        "Whose bank holidays count", choices=choices([(item.value, words) for item, words in DIVISIONS.items()])
    )
    approval_rule = RadioField(
        "What makes its approval whole",
        choices=choices([(rule.value, words) for rule, words in RULES.items()]),
        default=ApprovalRule.MAJORITY.value,
    )
    quorum = CountField("How many must have voted")

    def validate_quorum(self, field: Any) -> None:
        """Ask for a number where the rule needs one."""
        if self.approval_rule.data == ApprovalRule.QUORUM.value and field.data is None and not field.errors:
            raise ValidationError("Enter how many full members must have voted")


class SeatForm(Form):
    """One place on a body."""

    name = StringField(
        "Whom they speak for", [DataRequired("Enter whom they speak for, such as Housing"), at_most(200, "This")]
    )
    level = RadioField(
        "Membership",
        [InputRequired("Choose full or associate")],
        choices=choices([(level.value, words) for level, words in LEVELS.items()]),
    )
    office = SelectField(
        "Office", choices=choices([("", "None"), *((item.value, words) for item, words in OFFICES.items())])
    )
    person_id = PersonField("Person")


class MeetingForm(Form):
    """A day on which a body meets."""

    held_on = DayField("Day", [InputRequired("Enter the day it meets")])
    starts_at = ClockField("Starts at")
    place = StringField("Where", [at_most(200, "This")])
    papers_on = DayField("Papers due on")
    agenda = TextAreaField("What is on the agenda", [at_most(5000, "The agenda")])

    def validate_papers_on(self, field: Any) -> None:
        """Refuse papers after the meeting."""
        if field.data and self.held_on.data and field.data > self.held_on.data:
            raise ValidationError("Papers are due before or on the day of the meeting")


class ReportForm(Form):
    """A short report. Its key is made with the form, so that sending it twice files it once."""

    key = HiddenField(default=lambda: str(uuid4()))
    from_day = DayField("First day", [InputRequired("Enter the first day it is about")])
    to_day = DayField("Last day", [InputRequired("Enter the last day it is about")])
    stands = RadioField(
        "How it stands",
        [InputRequired("Choose how it stands")],
        choices=choices([(status.value, words) for status, words in STATUSES.items()]),
    )
    words = TextAreaField("Report", [DataRequired("Write what the group has done"), at_most(5000, "The report")])

    def validate_to_day(self, field: Any) -> None:
        """Refuse a last day before the first."""
        if field.data and self.from_day.data and field.data < self.from_day.data:
            raise ValidationError("The last day must not be before the first day")

    def validate_key(self, field: Any) -> None:
        """Refuse a form that is not ours."""
        if _key_or_none(field.data) is None:
            raise ValidationError("Reload the page and send it again")


class ApproversForm(Form):
    """The bodies that approve a milestone."""

    bodies = StepsField("Bodies")


class IdsField(SelectMultipleField):
    """Some of a framework's bodies, as checkboxes; the data is a list of their ids there."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class FrameworkForm(Form):
    """The bodies of a framework that are to be made, and the consultation they approve in."""

    bodies = IdsField("Boards and groups", [InputRequired("Choose at least one")], choices=[])
    consultation = SelectField("Let them approve milestones of", choices=choices([("", "No consultation")]))


def _key_or_none(value: Any) -> UUID | None:
    try:
        return UUID(str(value)) if value else None
    except ValueError:
        return None
