"""The form of an event."""

from typing import Any

from wtforms import RadioField, StringField, TextAreaField, TimeField, ValidationError
from wtforms.validators import DataRequired, InputRequired

from cypp_consult.consultations.fields import CountField, DayField, PeopleField
from cypp_consult.events.models import PermissionRoute
from cypp_consult.web.forms import Form, at_most, choices

ROUTES = {
    PermissionRoute.SCHOOL: "The school asked parents",
    PermissionRoute.PARENT_PRESENT: "Parents are there",
    PermissionRoute.CLUB_LEADER: "The club leader asked parents",
    PermissionRoute.NOT_REQUIRED: "None is needed",
}


class ClockField(TimeField):
    """A time of day that may be left empty."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read a time; anything else gets our message. Seconds, which some browsers send, are left out."""
        typed = str(valuelist[0]).strip()[:5] if valuelist else ""
        if not typed:
            self.data = None
            return
        try:
            super().process_formdata([typed])
        except ValueError as error:
            raise ValueError("Enter a time, such as 09:30") from error


class EventForm(Form):
    """An event: where, when, who is on duty, whom to tell, and how permission is settled."""

    name = StringField("Name", [DataRequired("Enter a name, such as Moorside Primary, Year 5"), at_most(200, "Name")])
    venue = StringField("Where", [at_most(200, "Where")])
    held_on = DayField("Day", [InputRequired("Enter the day")])
    starts_at = ClockField("From")
    ends_at = ClockField("To")
    expected_headcount = CountField("How many people you expect")
    safeguarding_name = StringField("Safeguarding lead on duty", [at_most(200, "Name")])
    safeguarding_phone = StringField("Their phone number", [at_most(60, "Phone number")])
    permission_route = RadioField(
        "How permission for children under 16 is settled",
        choices=choices([(route.value, words) for route, words in ROUTES.items()]),
        validate_choice=False,
    )
    permission_reason = TextAreaField("Why, and who decided it", [at_most(2000, "This")])
    user_ids = PeopleField("Staff on duty")

    def validate_ends_at(self, field: Any) -> None:
        """Refuse an end before the start."""
        if field.data and self.starts_at.data and field.data <= self.starts_at.data:
            raise ValidationError("It must end after it starts")

    def validate_permission_route(self, field: Any) -> None:
        """Take one of the four, or none yet."""
        if field.data not in {None, "", "None", *PermissionRoute}:
            raise ValidationError("Choose one of the four")

    def validate_permission_reason(self, field: Any) -> None:
        """Ask for the reason where no permission is sought."""
        if self.permission_route.data == PermissionRoute.NOT_REQUIRED and not field.data:
            raise ValidationError("Say why none is needed, and who decided it")

    @property
    def route(self) -> PermissionRoute | None:
        """Return the chosen route, or None."""
        return (
            PermissionRoute(self.permission_route.data) if self.permission_route.data in set(PermissionRoute) else None
        )
