"""What stands beside a box for own words before a word is typed: who reads it, and where to get help now. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Note:
    """One line of the notice: one of our pictures, its first words, and the rest."""

    picture: str
    first: str
    rest: str


def who_reads(who: str, organisation: str, phone: str = "") -> tuple[Note, ...]:
    """Return the notice for a page style ("child", "young" or "adult"); `phone` is the safeguarding lead's."""
    reader = f"People at {organisation or 'the partnership'} who write the plan."
    return _for_adults(reader, phone) if who == "adult" else _for_children(reader)


def _for_children(reader: str) -> tuple[Note, ...]:
    return (
        Note("eye", "Who reads this", f"{reader} We do not ask your name."),
        Note("clock", "Nobody is watching it now", "Need help today? Talk to a grown-up you trust."),
        Note("shield", "If someone is being hurt", "we tell a person whose job is to keep children safe."),
        Note("talk", "Talk to Childline, free", "0800 1111, day or night. In danger now? Call 999."),
    )


def _for_adults(reader: str, phone: str) -> tuple[Note, ...]:
    ring = f"Ring {phone}. " if phone else "Ring your council’s children’s services. "
    return (
        Note("eye", "Who reads this", reader),
        Note("clock", "Nobody reads it as you type", f"Worried about a child? {ring}In danger now? Call 999."),
        Note("shield", "If a child may be in danger", "what you write is passed to a safeguarding lead."),
    )
