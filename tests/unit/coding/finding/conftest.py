"""A small made-up world with enough answers to look at."""

import pytest

from cypp_consult.coding.finding import looking
from tests.unit.coding.world import World, world
from tests.unit.text.test_grouping import SAID


@pytest.fixture
def coding(session, analyst) -> World:
    return world(session, analyst)


@pytest.fixture
def many(coding, monkeypatch) -> World:
    """40 made-up answers, and 40 are enough."""
    monkeypatch.setattr(looking, "WORTH_GROUPING", 40)
    for text, _ in SAID[:40]:
        coding.answer(text)
    return coding
