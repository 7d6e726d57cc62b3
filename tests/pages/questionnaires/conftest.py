"""A consultation of the lead and the address of its questions."""

import pytest

from tests import make


@pytest.fixture
def consultation(session, lead):
    made = make.consultation(session, lead=lead)
    session.commit()
    return made


@pytest.fixture
def draft(session, lead):
    """A consultation that was not launched yet."""
    made = make.consultation(session, lead=lead, launched=False)
    session.commit()
    return made


@pytest.fixture
def url(consultation):
    return f"/consultations/{consultation.slug}/questions"
