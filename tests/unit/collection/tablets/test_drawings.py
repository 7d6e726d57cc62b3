"""The pictures of a tablet: smaller to send, and to the eye the same."""

import re
from uuid import uuid4

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from cypp_consult.collection.tablets.drawings import ALWAYS, compact, names_for, sprite
from cypp_consult.questionnaires.models import QuestionType
from cypp_consult.questionnaires.rules import FrozenQuestion, Option

number = st.decimals(-20, 400, places=1).map(str)
step = st.one_of(
    *[
        st.tuples(st.just(command), st.lists(number, min_size=count, max_size=count))
        for command, count in {"L": 2, "Q": 4, "S": 4, "C": 6}.items()
    ]
)


@given(st.lists(number, min_size=2, max_size=2), st.lists(step, min_size=1, max_size=12), st.sampled_from(["", "Z"]))
def test_every_point_stays_within_half_a_unit(first: list[str], steps: list[tuple[str, list[str]]], end: str) -> None:
    path = "M" + " ".join(first) + "".join(letter + " ".join(values) for letter, values in steps) + end
    asked = [(x, y) for letter, values in [("M", first), *steps] for x, y in _pairs(values)]
    told = _absolute(compact(path))
    assert len(told) == len(asked)
    assert all(
        abs(float(x) - a) <= 0.5 and abs(float(y) - b) <= 0.5 for (x, y), (a, b) in zip(asked, told, strict=True)
    )


def _pairs(values: list[str]) -> list[tuple[str, str]]:
    return list(zip(values[::2], values[1::2], strict=True))


def _absolute(path: str) -> list[tuple[int, int]]:
    """Walk a relative path as a browser would, and return all its points."""
    found: list[tuple[int, int]] = []
    x = y = 0
    for letter, rest in re.findall(r"([mlqscz])([^mlqscz]*)", path):
        values = [int(each) for each in re.findall(r"-?\d+", rest)]
        size = {"q": 4, "s": 4, "c": 6}.get(letter, 2)
        for place in range(0, len(values), size):
            points = [(x + values[at], y + values[at + 1]) for at in range(place, place + size, 2)]
            found += points
            x, y = points[-1]
    return found


def test_an_event_carries_the_pictures_it_asks_with_and_no_other(app: Flask) -> None:
    def asked(kind: QuestionType, picture: str | None = None, option: str | None = None) -> FrozenQuestion:
        return FrozenQuestion(str(uuid4()), "key", kind, "Name", "Text", "", picture, (Option("a", "A", option),))

    questions = [asked(QuestionType.FACES3, "lamp"), asked(QuestionType.SINGLE, None, "bus")]
    names = names_for([("younger-children", questions)])
    assert set(names) == {*ALWAYS, "lamp", "bus", "face-happy", "face-middle", "face-sad"}
    assert "ball" in names_for([("younger-children", questions), ("young-people", [])])
    with app.app_context():
        drawn = sprite([*names, "nothing-of-ours"])
    assert [f"pic-{name}" for name in names] == re.findall(r'<symbol id="([^"]+)"', drawn)
    assert len(drawn) < 15_000


@pytest.mark.parametrize("path", ["M1.4 2.6L3 4", "M1.4 2.6 3 4"])
def test_a_line_may_be_told_with_or_without_its_letter(path: str) -> None:
    assert compact(path) == "m1 3 2 1"
