"""What was done and what was found, in words. Pure."""

from dataclasses import dataclass

from cypp_consult.coding.finding.checks import TOO_MANY, Finding, Kind


@dataclass(frozen=True)
class Told:
    """A finding in words: what it is, why it is one, and what to do, as the words of a link."""

    what: str
    why: str
    act: str


def made(name: str, answers: int) -> str:
    """Return the sentence for a theme made of so many answers."""
    return f"Theme “{name}” made from {_answers(answers)}."


def tagged(name: str, answers: int) -> str:
    """Return the sentence for a tag added to so many answers."""
    return f"“{name}” added to {_answers(answers)}."


def marked(answers: int) -> str:
    """Return the sentence for answers marked as saying nothing."""
    return f"Marked as “Nothing to say” on {_answers(answers)}."


def finding(found: Finding) -> Told:
    """Return a finding of the theme checks in words."""
    names = [theme.name for theme in found.themes]
    if found.kind is Kind.OVERLAP:
        both = len(found.themes[0].answers & found.themes[1].answers)
        either = len(found.themes[0].answers | found.themes[1].answers)
        return Told(
            f"“{names[0]}” and “{names[1]}” overlap",
            f"{both} of the {_answers(either)} with one of them have both ({found.figure:.2f} of 1).",
            "Merge them, or say in the definitions what tells them apart",
        )
    if found.kind is Kind.SAME_WORDS:
        return Told(
            f"“{names[0]}” and “{names[1]}” may say the same",
            f"Their names and definitions use nearly the same words ({found.figure:.2f} of 1).",
            "Merge them, or name them apart",
        )
    if found.kind is Kind.FEW:
        return Told(
            f"“{names[0]}” stands on {_answers(int(found.figure))}",
            "So few say little, and may be known by their words.",
            "Merge it into another, or use “Other”",
        )
    limit = (
        f"More than {TOO_MANY} cannot be coded alike."
        if found.figure > TOO_MANY
        else "Few people can hold so many in mind."
    )
    return Told(f"There are {int(found.figure)} themes", limit, "Merge what belongs together")


def _answers(count: int) -> str:
    return f"{count:,} answer{'' if count == 1 else 's'}"
