"""The world of coding, for its translations."""

import pytest

from tests.unit.coding.world import World, world


@pytest.fixture
def coding(session, analyst) -> World:
    return world(session, analyst)
