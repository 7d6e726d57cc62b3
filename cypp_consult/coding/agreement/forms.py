"""Forms of blind coding: a sample wanted, one reading, one settlement."""

from collections.abc import Sequence
from uuid import UUID

from wtforms import HiddenField, IntegerField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are a version behind
from wtforms.validators import DataRequired, InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from cypp_consult.coding.agreement.models import Pool, ReadingState, Strata
from cypp_consult.coding.agreement.queries import Card
from cypp_consult.coding.agreement.services import Plan
from cypp_consult.coding.models import Mark
from cypp_consult.coding.rules import Target, TargetKind
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.web.forms import Form, at_most, choices

POOLS = {
    Pool.ALL: "All answers that may be coded",
    Pool.UNCODED: "Only answers that nobody has coded yet",
    Pool.CODED: "Only answers that are coded already, to check that coding",
}
SHARES = {
    Strata.NONE: "No, just by lot",
    Strata.AUDIENCE: "The shares of the audiences",
    Strata.EVENT: "The shares of the events",
}
LEVELS = {TargetKind.THEME: "Themes", TargetKind.PRIORITY: "Priorities", TargetKind.OUTCOME: "Outcomes"}
NONE_FITS = {Mark.OTHER: "Other", Mark.NOTHING_TO_SAY: "Nothing to say"}


class SampleForm(Form):
    """A sample to draw and the people to code it."""

    name = StringField("What it is called", [DataRequired("Give the sample a name"), at_most(120, "The name")])
    level = RadioField("What is it coded with?", choices=choices((key.value, words) for key, words in LEVELS.items()))
    pool = RadioField(
        "Which answers?", choices=choices((key.value, words) for key, words in POOLS.items()), default=Pool.ALL.value
    )
    strata = RadioField(
        "Keep any shares?",
        choices=choices((key.value, words) for key, words in SHARES.items()),
        default=Strata.NONE.value,
    )
    size = IntegerField("How many answers?", [InputRequired("Say how many answers to draw, as a number")])
    coders = SelectMultipleField(
        "Who codes it?", choices=[], coerce=int, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )

    def offer(self, people: Sequence[tuple[int, str, bool]], levels: Sequence[TargetKind]) -> "SampleForm":
        """Offer people (id, name, young) and the levels that have codes; return the form."""
        self.coders.choices = [
            SelectChoice(person_id, f"{name}, young analyst" if young else name) for person_id, name, young in people
        ]
        self.level.choices = choices((key.value, LEVELS[key]) for key in levels)
        return self

    def plan(self) -> Plan:
        """Return what was asked for."""
        return Plan(
            name=self.name.data or "",
            level=TargetKind(self.level.data),
            pool=Pool(self.pool.data),
            strata=Strata(self.strata.data),
            size=self.size.data or 0,
            coders=tuple(self.coders.data or ()),
        )


class AskForm(Form):
    """One more person to code a sample."""

    person = SelectField("Ask another person", coerce=int, choices=[])


class ReadForm(Form):
    """One reading: which button was used, and what was ticked."""

    do = StringField()
    target = SelectMultipleField(choices=[], validate_choice=False)

    def asked(self, cards: Sequence[Card]) -> tuple[ReadingState, list[Target], Mark | None]:
        """Return what was chosen. Raises InvalidInputError with what to do."""
        do = self.do.data or "done"
        if do in {ReadingState.UNSURE, ReadingState.SKIPPED}:
            return ReadingState(do), [], None
        if do in set(Mark):
            return ReadingState.CODED, [], Mark(do)
        known = {card.token for card in cards}
        ticked = [token for token in self.target.data or [] if token in known]
        if do != "done" or not ticked:
            raise InvalidInputError("Choose at least one, or use one of the other buttons.")
        return ReadingState.CODED, [Target.parse(token) for token in ticked], None


class SettleForm(Form):
    """What belongs to an answer, and why; `seen` is the settlement that the page showed."""

    code = SelectMultipleField(choices=[], validate_choice=False)
    more = SelectField("Something else belongs", choices=[], validate_choice=False)
    none = SelectField(
        "If nothing is ticked, it counts as",
        choices=choices((key.value, words) for key, words in NONE_FITS.items()),
        validate_choice=False,
    )
    note = TextAreaField("Why, for those who code later", [at_most(1000, "The note")])
    seen = HiddenField()

    @property
    def targets(self) -> list[Target]:
        """Return the targets that were ticked or added. Raises InvalidInputError for anything else."""
        given = [*(self.code.data or []), *([self.more.data] if self.more.data else [])]
        return [Target.parse(code) for code in given]

    @property
    def mark(self) -> Mark | None:
        """Return what the answer counts as when nothing is ticked."""
        return Mark(self.none.data) if self.none.data in set(Mark) else None


class WorryForm(Form):
    """What a young analyst wants to add to a worry."""

    note = TextAreaField("Do you want to say more?", [at_most(1000, "What you write")])


def key_of(value: str) -> UUID | None:
    """Return the id in an argument of an address, None for anything else."""
    try:
        return UUID(value)
    except ValueError:
        return None
