"""The pictures one event's tablets need, drawn once in the page as symbols and used from there by name.

The drawings are those of `templates/components/art.html`, told in less than half of the bytes: lines are kept to whole
units, which the uneven hand hides; each point is told from the one before; a small dot is an oval; and a colour that
lies under an outline takes the outline's own shape, a little off, so that compression tells it once.
"""

import math
import re
from collections.abc import Iterable, Sequence
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
_PATH = re.compile(r'<path class="([^"]+)" d="([^"]+)"')
# a colour belongs to an outline if the edges of both differ by no more than this, once one is laid over the other,
# and if the outline ends near where it began
_ALIKE, _GAP, _OFF = 3.6, 14.0, 9.0
_DOT = 17.0
Point = tuple[float, float]


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
    outlines = [path[2] for path in _PATH.finditer(found[2]) if path[1] == "ink"]
    inner = _PATH.sub(lambda path: _smaller(path[1], path[2], outlines), found[2])
    return Markup(f'<symbol id="pic-{name}" viewBox="{found[1]}">{inner}</symbol>')  # noqa: S704  # our own drawings


def _smaller(look: str, path: str, outlines: Sequence[str]) -> str:
    if look == "dot" and (oval := _oval(path)):
        return f'<path class="dot" d="{oval}"'
    over = [off for outline in outlines if (off := _offset(path, outline))] if look.startswith("f-") else []
    if not over:
        return f'<path class="{look}" d="{compact(path)}"'
    _, outline, right, down = min(over)
    return f'<path class="{look}" d="{compact(outline)}" transform="translate({right:.0f} {down:.0f})"'


def _oval(path: str) -> str:
    """Return a small dot as an oval of its size, where nobody sees the hand; nothing for what is larger."""
    across, down = ((min(axis), max(axis)) for axis in zip(*_corners(path), strict=True))
    width, height = across[1] - across[0], down[1] - down[0]
    if max(width, height) > _DOT:
        return ""
    around = f"a{width / 2:.1f} {height / 2:.1f} 0 1 1"
    return f"m{across[0]:.0f} {(down[0] + down[1]) / 2:.0f}{around} {width:.1f} 0{around}-{width:.1f} 0"


def _offset(path: str, outline: str) -> tuple[float, str, float, float] | None:
    """Return how well an outline fits a colour (0 is best), the outline, and how far off it lies; None for no fit."""
    points, line = _corners(path), _corners(outline)
    first, last = line[0], line[-1]
    # lower and upper edge along each axis
    edges = [(min(axis), max(axis)) for axis in zip(*points, strict=True)]
    around = [(min(axis), max(axis)) for axis in zip(*line, strict=True)]
    apart = [(low - under, high - over) for (low, high), (under, over) in zip(edges, around, strict=True)]
    right, down = ((low + high) / 2 for low, high in apart)
    off = max(abs(high - low) / 2 for low, high in apart)
    fits = off <= _ALIKE and math.dist(first, last) <= _GAP and max(abs(right), abs(down)) <= _OFF
    return (off, outline, right, down) if fits else None


def _corners(path: str) -> list[Point]:
    """Return the points a path goes through, without those that bend it."""
    found: list[Point] = []
    command, tokens = "", _TOKEN.findall(path)
    place = 0
    while place < len(tokens):
        if tokens[place].isalpha():
            command, place = tokens[place], place + 1
            continue
        place += 2 * _POINTS[command]
        found.append((float(tokens[place - 2]), float(tokens[place - 1])))
    return found


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
