"""The world of coding, signed in as an analyst."""

import pytest

from cypp_consult.core.roles import Role
from tests.unit.coding.world import World, world


@pytest.fixture
def coding(session, analyst) -> World:
    made = world(session, analyst)
    session.commit()
    return made


@pytest.fixture
def other(person):
    return person(Role.ANALYST, name="Priya Nair")


@pytest.fixture
def young(person):
    return person(Role.YOUNG_ANALYST, name="Sam")
