"""The pictures one event's tablets need, drawn once in the page as symbols and used from there by name.

The drawings are those of `templates/components/art.html`. On a tablet their lines are kept to whole units, which the
uneven hand hides, and each point is told from the one before: that halves what goes over the air.
"""

import re
from collections.abc import Iterable
from functools import partial

from flask import current_app
from markupsafe import Markup

from cypp_consult.questionnaires.models import QuestionType
from cypp_consult.questionnaires.rules import FrozenQuestion

# what the screens themselves show, whatever is asked
ALWAYS = ("speaker", "eye", "clock", "shield", "talk", "no_name", "pencil", "board", "hand", "voices")
# who somebody says they are, where several are asked at one event
WHO = {"younger-children": "ball", "young-people": "phone", "parents-carers": "house", "staff-partners": "briefcase"}
FACES = {
    QuestionType.FACES3: ("happy", "middle", "sad"),
    QuestionType.FACES5: ("very_happy", "happy", "middle", "sad", "very_sad"),
}

_POINTS = {"M": 1, "L": 1, "Q": 2, "S": 2, "C": 3}
_TOKEN = re.compile(r"[A-Za-z]|-?\d*\.?\d+")
_SVG = re.compile(r'<svg[^>]* viewBox="([^"]+)"[^>]*>(.*)</svg>', re.DOTALL)
_PATH = re.compile(r' d="([^"]*)"')


def names_for(asked: Iterable[tuple[str, Iterable[FrozenQuestion]]]) -> tuple[str, ...]:
    """Return the names of the pictures an event needs, for its (audience, questions) pairs: each once, sorted."""
    pairs = [(audience, tuple(questions)) for audience, questions in asked]
    names = set(ALWAYS)
    if len(pairs) > 1:
        names.update(WHO[audience] for audience, _ in pairs)
    for _, questions in pairs:
        for question in questions:
            names.update(f"face-{kind}" for kind in FACES.get(question.type, ()))
            names.update(option.picture for option in question.options if option.picture)
            names.update([question.picture] if question.picture else ())
    return tuple(sorted(names))


def sprite(names: Iterable[str]) -> Markup:
    """Return the symbols of these pictures, `pic-<name>` each; a name that is not drawn is left out."""
    art = vars(current_app.jinja_env.get_template("components/art.html").module)
    drawn = {
        "voices": art["voices"],
        **{f"face-{kind}": partial(art["face"], kind) for kind in art["face_kinds"]},
        **{name: partial(art["pic"], name) for name in art["pictures"]},
    }
    return Markup("").join(_symbol(name, str(drawn[name]())) for name in names if name in drawn)


def _symbol(name: str, svg: str) -> Markup:
    found = _SVG.search(svg)
    if found is None:
        raise ValueError(f"{name} is no drawing")
    inner = _PATH.sub(lambda path: f' d="{compact(path[1])}"', found[2])
    return Markup(f'<symbol id="pic-{name}" viewBox="{found[1]}">{inner}</symbol>')  # noqa: S704  # our own drawings


def compact(path: str) -> str:
    """Return a path of absolute M, L, Q, S, C and Z in whole units from point to point.

    Rounding does not add up: every point is at most half a unit from where it was.
    """
    tokens = _TOKEN.findall(path)
    text, command, before = "", "", ""
    at, start, place = (0, 0), (0, 0), 0
    while place < len(tokens):
        if tokens[place].isalpha():
            command, place = tokens[place], place + 1
        if command in "Zz":
            text, at, before = text + "z", start, command
            continue
        points = [round(float(value)) for value in tokens[place : place + 2 * _POINTS[command]]]
        place += len(points)
        text += _joined(
            [value - at[axis % 2] for axis, value in enumerate(points)], "" if command == before else command
        )
        at = (points[-2], points[-1])
        if command == "M":
            start, command = at, "L"
        before = command
    return text


def _joined(numbers: list[int], command: str) -> str:
    text = "".join(f" {number}" if number >= 0 else str(number) for number in numbers)
    return command.lower() + text.lstrip() if command else text
