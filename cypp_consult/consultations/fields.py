"""Fields of forms about dates, numbers and people, each with messages that say what to do."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from wtforms import DateField, IntegerField, SelectField, SelectMultipleField, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from cypp_consult.accounts.models import User
from cypp_consult.consultations.models import Division
from cypp_consult.web.forms import choices

DIVISIONS = {
    Division.ENGLAND_AND_WALES: "England and Wales",
    Division.SCOTLAND: "Scotland",
    Division.NORTHERN_IRELAND: "Northern Ireland",
}
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)


class DayField(DateField):
    """A day that may be left empty."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read a day; anything else gets our message."""
        if not valuelist or not str(valuelist[0]).strip():
            self.data = None
            return
        try:
            super().process_formdata([str(valuelist[0]).strip()])
        except ValueError as error:
            raise ValueError("Enter a real day, such as 2027-03-27") from error

    def pre_validate(self, form: Any) -> None:
        """Refuse days that are surely slips of the finger."""
        del form
        if self.data and not FIRST_DAY <= self.data <= LAST_DAY:
            raise ValidationError("Enter a day between 2000 and 2100")


class CountField(IntegerField):
    """A number of people from 1 to 1,000,000 that may be left empty; "1,200" is read as well."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read a whole number; anything else gets our message."""
        typed = str(valuelist[0]).replace(",", "").strip() if valuelist else ""
        if not typed:
            self.data = None
            return
        try:
            super().process_formdata([typed])
        except ValueError as error:
            raise ValueError("Enter a whole number, such as 120") from error

    def pre_validate(self, form: Any) -> None:
        """Refuse numbers that count nobody, or more than can be."""
        del form
        if self.data is not None and not 1 <= self.data <= 1_000_000:  # noqa: PLR2004 - said in the message
            raise ValidationError("Enter a number from 1 to 1,000,000")


class PersonField(SelectField):
    """One of some people, or nobody yet; the data is the person's id or None."""

    def __init__(self, label: str, validators: list[Any] | None = None, **options: Any) -> None:
        """Make the field; its people come later, by `offer`."""
        super().__init__(label, validators, coerce=_id_or_none, choices=choices([("", "Nobody yet")]), **options)

    def offer(self, people: Sequence[User], current: User | None = None) -> None:
        """Offer these people, and the one chosen before even if they no longer hold the role."""
        shown = [*people, current] if current and current not in people else list(people)
        pairs = [(str(person.id), person.name or person.email) for person in shown]
        self.choices = choices([("", "Nobody yet"), *pairs])


class PeopleField(SelectMultipleField):
    """Some of some people, as checkboxes; the data is a list of ids."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: str, validators: list[Any] | None = None, **options: Any) -> None:
        """Make the field; its people come later, by `offer`."""
        super().__init__(label, validators, coerce=int, choices=[], **options)

    def offer(self, people: Sequence[User]) -> None:
        """Offer these people."""
        self.choices = choices([(str(person.id), person.name or person.email) for person in people])


class StepsField(SelectMultipleField):
    """Some steps of a timeline, as checkboxes; the data is a list of their ids."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: str, validators: list[Any] | None = None, **options: Any) -> None:
        """Make the field; its steps come later, by `offer`."""
        super().__init__(label, validators, coerce=UUID, choices=[], **options)

    def offer(self, steps: Sequence[tuple[UUID, str]]) -> None:
        """Offer these steps, each with its words."""
        self.choices = choices([(str(key), words) for key, words in steps])


def _id_or_none(value: Any) -> int | None:
    return int(value) if value else None
