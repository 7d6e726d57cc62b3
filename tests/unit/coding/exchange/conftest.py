"""The world of coding."""

import pytest

from cypp_consult.core.roles import Role
from tests.unit.coding.world import World, world


@pytest.fixture
def coding(session, analyst) -> World:
    return world(session, analyst)


@pytest.fixture
def other(person):
    return person(Role.ANALYST, name="Priya Nair")
