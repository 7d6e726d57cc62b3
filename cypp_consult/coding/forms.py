"""Forms of coding: one act, a theme, a word for a list. What a page sends is read here and nowhere else."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are a version behind
from wtforms.validators import DataRequired

from cypp_consult.coding.models import Mark
from cypp_consult.coding.queries import CodeFrame
from cypp_consult.coding.rules import Target, TargetKind
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.web.forms import Form, at_most

MOST_SELECTED = 500
# answers of a whole search, at once
MOST_IN_SEARCH = 5000
OUTSIDE = ""
STRENGTHS = [SelectChoice("1", "Strongly"), SelectChoice("0.6", "Fairly"), SelectChoice("0.3", "A little")]


@dataclass(frozen=True)
class Asked:
    """What a button of the workbench asked for. `many` says that the answers were ticked, not the row's own.

    With `whole` it is for all answers of the choice, and `answers` are filled in by the page; with `alike` also for
    the answers in nearly the same words.
    """

    verb: str
    answers: tuple[UUID, ...]
    target: Target | None
    mark: Mark | None
    many: bool
    whole: bool = False
    alike: bool = False


class ActForm(Form):
    """One act: the button's own words, the ticked answers, and the tag chosen for them."""

    do = StringField()
    answer = SelectMultipleField(choices=[], validate_choice=False)
    target = StringField()
    whole = StringField()
    alike = StringField()
    back = StringField()

    def asked(self) -> Asked:
        """Return what was asked. Raises InvalidInputError with what to do."""
        verb, answer, what = [*(self.do.data or "").split(" "), "", "", ""][:3]
        if verb not in VERBS:
            raise InvalidInputError("Use the buttons on the page.")
        whole = not answer and self.whole.data == "1"
        answers = [answer] if answer else [] if whole else self.answer.data or []
        if not answers and not whole:
            raise InvalidInputError("Tick the answers first, then choose what to do with them.")
        if len(answers) > MOST_SELECTED:
            raise InvalidInputError(f"Choose {MOST_SELECTED} answers or fewer at once.")
        mark = _mark(what) if verb == "mark" else None
        target = self._target(what) if verb in WITH_TARGET else None
        alike = not whole and verb not in BESIDE and self.alike.data == "1"
        keys = tuple(_key(one) for one in answers)
        return Asked(verb, keys, target, mark, many=not answer, whole=whole, alike=alike)

    def _target(self, what: str) -> Target:
        token = what or self.target.data
        if not token:
            raise InvalidInputError("Choose an outcome, a priority or a theme to add.")
        return Target.parse(token)


WITH_TARGET = frozenset({"tag", "untag", "confirm", "refuse"})
BESIDE = frozenset({"flag", "settle", "read"})
VERBS = WITH_TARGET | BESIDE | {"refuse_rest", "mark", "unmark", "theme"}


class ThemeForm(Form):
    """A theme: its name, what it means, and where it stands in the plan."""

    name = StringField("Name", [DataRequired("Give the theme a name"), at_most(120, "A theme's name")])
    definition = TextAreaField("What it means", [at_most(2000, "What it means")])
    priority = SelectField("Under", choices=[], default=OUTSIDE)

    def offer(self, frame: CodeFrame, keep: UUID | None = None) -> "ThemeForm":
        """Offer the live priorities of the frame, and the one where the theme stands; return the form."""
        self.priority.choices = [
            SelectChoice(OUTSIDE, "Outside the plan"),
            *(
                SelectChoice(str(node.code.target.id), node.code.name, optgroup=outcome.code.name)
                for outcome in frame.outcomes
                for node in outcome.priorities
                if node.code.live or node.code.target.id == keep
            ),
        ]
        return self

    @property
    def priority_id(self) -> UUID | None:
        """Return the chosen priority, None for outside the plan."""
        return UUID(self.priority.data) if self.priority.data else None


class NewThemeForm(ThemeForm):
    """A theme made from answers that were ticked, or from none; `back` is where the coder came from."""

    answer = SelectMultipleField(choices=[], validate_choice=False)
    back = HiddenField()

    @property
    def answers(self) -> list[UUID]:
        """Return the answers it is made from. Raises InvalidInputError for what is no answer."""
        return [_key(one) for one in self.answer.data or []]


class NoteForm(Form):
    """A note beside an answer: a memo for all coders, or a question to a colleague; `back` is where the coder was."""

    answer = HiddenField()
    text = TextAreaField("Note", [at_most(2000, "A note")])
    ask = SelectField("For", choices=[], default="", validate_choice=False)
    back = HiddenField()

    @property
    def answer_id(self) -> UUID:
        """Return the answer. Raises InvalidInputError for what is none."""
        return _key(self.answer.data or "")

    @property
    def asked_id(self) -> int | None:
        """Return the colleague who is asked, None for a memo. Raises InvalidInputError for what is no account."""
        given = self.ask.data or ""
        if given and not (given.isascii() and given.isdigit()):
            raise InvalidInputError("Choose a colleague from the list.")
        return int(given) if given else None


class ViewForm(Form):
    """A name for a choice of answers; `back` holds the choice."""

    name = StringField("Name", [DataRequired("Give the view a name"), at_most(80, "A view's name")])
    shared = BooleanField("For everybody who codes here")
    back = HiddenField()


class HabitForm(Form):
    """How a person codes: single keys on or off, and whether a tag by key leads on. The keys come beside it."""

    keys_on = BooleanField("Use single keys")
    go_on = BooleanField("Go to the next answer after a tag by key")
    back = HiddenField()


class WordForm(Form):
    """A word or phrase for a list, and how strongly it speaks for it."""

    phrase = StringField("Word or phrase", [DataRequired("Type a word or a phrase"), at_most(120, "A phrase")])
    weight = RadioField("It speaks for it", choices=STRENGTHS, default="0.6")


def target_groups(frame: CodeFrame) -> Sequence[tuple[str, Sequence[tuple[str, str]]]]:
    """Return the live codes of a frame for a select: themes first, then outcomes, then the priorities of each."""
    groups = [
        ("Themes", [(code.target.token, code.name) for code in frame.live(TargetKind.THEME)]),
        ("Outcomes", [(code.target.token, code.name) for code in frame.live(TargetKind.OUTCOME)]),
    ]
    for outcome in frame.outcomes:
        shown = [node.code for node in outcome.priorities if node.code.live]
        groups.append((outcome.code.name, [(code.target.token, code.name) for code in shown]))
    return [(label, options) for label, options in groups if options]


def _key(value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError:
        raise InvalidInputError("Choose the answers from the list.") from None


def _mark(value: str) -> Mark:
    if value not in set(Mark):
        raise InvalidInputError("Use the buttons on the page.")
    return Mark(value)
