"""The form of an event, and of its staff PIN."""

from collections.abc import Collection, Mapping
from typing import Any

from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    RadioField,
    StringField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired

from cypp_consult.consultations.fields import CountField, DayField, PeopleField
from cypp_consult.consultations.forms import Part
from cypp_consult.core.audiences import Audience
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.events import rules
from cypp_consult.events.models import PermissionRoute
from cypp_consult.events.services import SessionPlan
from cypp_consult.web.forms import Form, at_most, choices

ROUTES = {
    PermissionRoute.SCHOOL: "The school asked parents",
    PermissionRoute.PARENT_PRESENT: "Parents are there",
    PermissionRoute.CLUB_LEADER: "The club leader asked parents",
    PermissionRoute.NOT_REQUIRED: "None is needed",
}
MOST_SESSIONS = 40


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


class EndField(ClockField):
    """The end of what begins at `starts_at` of the same form."""

    def post_validate(self, form: Any, validation_stopped: bool) -> None:  # noqa: FBT001 - as WTForms calls it
        """Refuse an end before the start."""
        if not validation_stopped and self.data and form.starts_at.data and self.data <= form.starts_at.data:
            raise ValidationError("It must end after it starts")


class SessionPart(Part):
    """One part of an event. A row without any words or figures counts as not there."""

    name = StringField("Who or what", [at_most(200, "This")])
    starts_at = ClockField("From")
    ends_at = EndField("To")
    expected = CountField("Expected")

    def validate_name(self, field: Any) -> None:
        """Ask for a name where anything else of the row was filled in."""
        if not field.data and not self.is_empty:
            raise ValidationError("Say who or what, such as Year 5, first half")

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was filled in."""
        return not any(field.raw_data and str(field.raw_data[0]).strip() for field in self)

    def plan(self) -> SessionPlan:
        """Return the part as it was planned."""
        return SessionPlan(self.name.data or "", self.starts_at.data, self.ends_at.data, self.expected.data)


class AskedPart(Part):
    """Whether an audience is asked at the event, and how many of it are expected."""

    ask = BooleanField("Ask them here")
    expected = CountField("Expected")

    def validate_expected(self, field: Any) -> None:
        """Ask what is meant by a number of people who are not asked."""
        if field.data and not self.ask.data:
            raise ValidationError("Tick them as well, or take the number out")


class EventForm(Form):
    """An event: where, when, who is asked and on duty, whom to tell, and how permission is settled."""

    name = StringField("Name", [DataRequired("Enter a name, such as Moorside Primary, Year 5"), at_most(200, "Name")])
    venue = StringField("Where", [at_most(200, "Where")])
    quiet_room = StringField("Quiet room", [at_most(200, "Quiet room")])
    held_on = DayField("Day", [InputRequired("Enter the day")])
    starts_at = ClockField("From")
    ends_at = EndField("To")
    sessions = FieldList(FormField(SessionPart), max_entries=MOST_SESSIONS)
    younger_children = FormField(AskedPart)
    young_people = FormField(AskedPart)
    parents_carers = FormField(AskedPart)
    staff_partners = FormField(AskedPart)
    expected_headcount = CountField("How many people you expect in all")
    safeguarding_name = StringField("Safeguarding lead on duty", [at_most(200, "Name")])
    safeguarding_phone = StringField("Their phone number", [at_most(60, "Phone number")])
    permission_route = RadioField(
        "How permission for children under 16 is settled",
        choices=choices([(route.value, words) for route, words in ROUTES.items()]),
        validate_choice=False,
    )
    permission_reason = TextAreaField("Why, or a note", [at_most(2000, "This")])
    permission_decided_by = StringField("Who decided it", [at_most(200, "This")])
    user_ids = PeopleField("Staff on duty")

    def offer_audiences(self, audiences: Collection[Audience]) -> None:
        """Leave only these audiences on the form."""
        for audience in Audience:
            if audience not in audiences:
                delattr(self, _field_of(audience))

    def parts(self) -> dict[Audience, Any]:
        """Return the part of each audience that is on the form, in the order of the page."""
        return {audience: self[_field_of(audience)] for audience in Audience if _field_of(audience) in self}

    def ask(self, chosen: Mapping[Audience, int | None]) -> None:
        """Fill in which audiences are asked, and how many of each are expected."""
        for audience, part in self.parts().items():
            part.form.ask.data = audience in chosen
            part.form.expected.data = chosen.get(audience)

    def asked(self) -> dict[Audience, int | None]:
        """Return the audiences that are ticked, with how many of each are expected."""
        return {audience: part.form.expected.data for audience, part in self.parts().items() if part.form.ask.data}

    def session_plans(self) -> list[SessionPlan]:
        """Return the parts of the event; empty rows are left out."""
        return [entry.form.plan() for entry in self.sessions if not entry.form.is_empty]

    def add_session(self) -> None:
        """Add an empty row for one more part of the event."""
        if len(self.sessions) < MOST_SESSIONS:
            self.sessions.append_entry()

    def remove_session(self, number: str) -> None:
        """Take out a row by its place, from 0; nothing happens for a place that is none."""
        if number.isdecimal() and int(number) < len(self.sessions):
            del self.sessions.entries[int(number)]

    def validate(self, extra_validators: Any = None) -> bool:
        """Check every field, and that somebody is asked."""
        is_fine: bool = super().validate(extra_validators)
        parts = list(self.parts().values())
        if parts and not any(part.form.ask.data for part in parts):
            parts[0].form.ask.errors = ["Choose at least one audience that is asked there"]
            return False
        return is_fine

    def validate_permission_route(self, field: Any) -> None:
        """Take one of the four, or none yet."""
        if field.data not in {None, "", "None", *PermissionRoute}:
            raise ValidationError("Choose one of the four")

    def validate_permission_reason(self, field: Any) -> None:
        """Ask for the reason where no permission is sought."""
        if self.route is PermissionRoute.NOT_REQUIRED and not field.data:
            raise ValidationError("Say why none is needed")

    def validate_permission_decided_by(self, field: Any) -> None:
        """Ask who decided it where no permission is sought."""
        if self.route is PermissionRoute.NOT_REQUIRED and not field.data:
            raise ValidationError("Say who decided that none is needed")

    @property
    def route(self) -> PermissionRoute | None:
        """Return the chosen route, or None."""
        return (
            PermissionRoute(self.permission_route.data) if self.permission_route.data in set(PermissionRoute) else None
        )


class PinForm(Form):
    """The PIN with which staff leave the children's screens."""

    pin = StringField("New PIN")

    def validate_pin(self, field: Any) -> None:
        """Refuse what is not six figures, or what a child guesses. Spaces do not matter."""
        field.data = "".join((field.data or "").split())
        try:
            rules.check_pin(field.data)
        except InvalidInputError as error:
            raise ValidationError(str(error).rstrip(".")) from error


def _field_of(audience: Audience) -> str:
    return audience.value.replace("-", "_")
