"""What a card shows a child: a few words of what a code means, and a picture that fits its name. Pure."""

import re

_LONGEST = 130
_SENTENCE = re.compile(r"(?<=[.!?;])\s+")
# beginnings of words, and the drawing for a name that holds one; the first line that fits counts
_PICTURES = (
    ("online phone screen internet", "phone"),
    ("bus transport travel", "bus"),
    ("bully kind friend", "friends"),
    ("talk listen worker", "talk"),
    ("money cost poverty afford", "money"),
    ("wait sooner quick appointment", "clock"),
    ("job work career apprentic training", "briefcase"),
    ("route road street walk", "signpost"),
    ("park play green outdoor climate", "tree"),
    ("sport club activit things youth swim", "ball"),
    ("hous home rent", "house"),
    ("food eat meal lunch breakfast", "food"),
    ("heard voice say asked", "speaker"),
    ("fair rights equal", "scales"),
    ("class learn read", "book"),
    ("school teacher college", "school"),
    ("health doctor dentist well", "heart"),
    ("safe protect", "shield"),
    ("light dark night", "lamp"),
    ("help support service", "lifebuoy"),
)


def brief(definition: str) -> str:
    """Return the first sentence of what a code means; a very long one ends at a word, with an ellipsis."""
    first = _SENTENCE.split(" ".join(definition.split()), maxsplit=1)[0].rstrip(";")
    if len(first) <= _LONGEST:
        return first
    return first[:_LONGEST].rsplit(" ", 1)[0].rstrip(",;: ") + " …"


def picture(name: str, otherwise: str = "") -> str:
    """Return the name of a drawing for a code: by a word of its name, else the one given, else a plain one."""
    words = re.findall(r"[a-z]+", name.casefold())
    for pieces, drawing in _PICTURES:
        if any(word.startswith(piece) for piece in pieces.split() for word in words):
            return drawing
    return otherwise or "pencil"
