"""The form of a person's choice of reminders."""

from typing import Any

from wtforms import BooleanField, SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from cypp_consult.desk.reminders.models import ReminderKind
from cypp_consult.desk.reminders.queries import Choice
from cypp_consult.desk.reminders.rules import WEEKDAYS
from cypp_consult.desk.reminders.sources import SOURCES
from cypp_consult.web.forms import Form, choices

NEVER = "never"
WORDS = {
    ReminderKind.BEFORE: "Before something of mine is due",
    ReminderKind.LATE: "When something of mine is late",
    ReminderKind.CLOSING: "Before a consultation I lead closes",
    ReminderKind.FEEDBACK: "When people still wait to hear what came of a consultation I lead",
    ReminderKind.BEHIND: "When a consultation I lead reaches fewer people than it should",
}


def offered() -> list[ReminderKind]:
    """Return the kinds of reminder that there are in this version, in order."""
    kinds = frozenset().union(*(kinds for _, kinds in SOURCES))
    return [kind for kind in WORDS if kind in kinds]


class ChoiceForm(Form):
    """What a person wants to be told by mail."""

    kinds = SelectMultipleField(
        "Tell me",
        choices=lambda: choices((kind.value, WORDS[kind]) for kind in offered()),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    digest_day = SelectField(
        "Weekly mail",
        choices=choices(
            [(NEVER, "No weekly mail"), *((str(number), f"On {name}s") for number, name in enumerate(WEEKDAYS))]
        ),
    )
    muted = BooleanField("Send me none of these mails")

    @classmethod
    def showing(cls, choice: Choice) -> "ChoiceForm":
        """Return the form with what a person chose."""
        data: dict[str, Any] = {
            "kinds": [kind.value for kind in offered() if kind.value not in choice.unwanted],
            "digest_day": NEVER if choice.digest_day is None else str(choice.digest_day),
            "muted": choice.muted,
        }
        return cls(data=data)

    def chosen_kinds(self) -> dict[ReminderKind, bool]:
        """Return for each kind whether it is wanted."""
        return {kind: kind.value in (self.kinds.data or []) for kind in offered()}

    def chosen_day(self) -> int | None:
        """Return the day of the weekly mail, 0 for Monday; None for none."""
        return None if self.digest_day.data == NEVER else int(self.digest_day.data)
