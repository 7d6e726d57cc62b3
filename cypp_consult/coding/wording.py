"""What happened, in words for the person who did it. Pure."""

from collections.abc import Sequence

from cypp_consult.coding.forms import Asked
from cypp_consult.coding.models import Mark

_MOST_NAMES = 2
NOTHING = "Nothing changed: it was so already."
MARKS = {Mark.NOTHING_TO_SAY: "Nothing to say", Mark.OTHER: "Other"}


def done(asked: Asked, name: str, answers: int) -> str:
    """Return the sentence for an act that changed so many answers; `name` is the code's."""
    on = _answers(answers) if asked.many or answers > 1 else ""
    sentences = {
        "tag": f"“{name}” added",
        "untag": f"“{name}” taken off",
        "confirm": f"Yes to “{name}”",
        "refuse": f"No to “{name}”",
        "refuse_rest": "No to the other suggestions",
        "mark": f"Marked as “{MARKS[asked.mark] if asked.mark else ''}”",
        "unmark": "Mark taken off",
    }
    joint = {"tag": " to", "untag": " of", "refuse_rest": " of", "unmark": " of"}.get(asked.verb, " on")
    return f"{sentences[asked.verb]}{joint + ' ' + on if on else ''}{_left_out(asked, answers)}."


def beside(verb: str, count: int) -> str:
    """Return the sentence for a flag put on, taken off, or answers kept as read."""
    on = f" on {_answers(count)}" if count > 1 else ""
    if verb == "read":
        return f"{_answers(count).capitalize()} kept as read by you." if count else "You had read these already."
    if verb == "flag":
        return f"Flag put{on}." if count else "You have a flag there already."
    return f"{count} flags taken off." if count > 1 else "Flag taken off." if count else "There was no flag."


def taken_back(answers: int) -> str:
    """Return the sentence for a batch that was undone."""
    return f"Undone on {_answers(answers)}." if answers > 1 else "Undone."


def _left_out(asked: Asked, answers: int) -> str:
    left = len(asked.answers) - answers
    return f", {left} of the ticked stay as they were" if asked.many and left > 0 else ""


def _answers(count: int) -> str:
    return f"{count} answer{'' if count == 1 else 's'}"


def others(names: Sequence[str]) -> str:
    """Return who else is coding now, "" for nobody."""
    if not names:
        return ""
    if len(names) > _MOST_NAMES:
        return f"{len(names)} others are coding too."
    return f"{' and '.join(names)} {'is' if len(names) == 1 else 'are'} coding too."
