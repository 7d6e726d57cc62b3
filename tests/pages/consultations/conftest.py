"""A lead who is signed in."""

import pytest


@pytest.fixture
def leads(page, lead):
    return page.sign_in(lead)
