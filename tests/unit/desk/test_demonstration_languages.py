"""The demonstration speaks Easy Read and Urdu to everybody at its events, whole, and says what is made up."""

import pytest

from cypp_consult.core import clock
from cypp_consult.core.audiences import Audience
from cypp_consult.desk.demonstration import languages, questions, world
from cypp_consult.desk.demonstration.data import load
from cypp_consult.questionnaires import queries
from cypp_consult.questionnaires.languages import draft_queries
from cypp_consult.questionnaires.languages.models import CatalogueCheck

# everybody who is asked at an event of the demonstration, so that its tablets offer both
ASKED = (Audience.YOUNGER_CHILDREN, Audience.YOUNG_PEOPLE, Audience.PARENTS_CARERS)


@pytest.fixture
def consultation(session):
    at = world.Clock(clock.today())
    made = world.consultation(session, world.plan(session, at), world.people(session), at)
    questions.add(session, made)
    languages.add(session, made, made.lead_id, clock.now())
    return made


def test_every_text_has_its_words(session, consultation):
    for language in ("en-x-easy", "ur"):
        for audience in ASKED:
            sides = draft_queries.sides(session, consultation, audience, language)
            missing = [text.english for side in sides for text in side.texts if not text.words]
            assert not missing, f"languages.yaml has no {language} for: {missing}"
            assert (audience, language) in queries.drafts(session, consultation)


def test_no_words_lie_there_unused(session, consultation):
    asked = {
        text.english
        for audience in ASKED
        for side in draft_queries.sides(session, consultation, audience, "ur")
        for text in side.texts
    }
    for language, words in load("languages")["words"].items():
        assert set(words) == asked, language


def test_every_event_asks_only_those_who_have_it():
    asked = {key for event in load("profile")["events"] for key in event.get("audiences", {})}
    assert asked <= set(load("languages")["audiences"])


def test_the_check_says_that_it_is_made_up(session, consultation):
    for check in session.query(CatalogueCheck):
        assert "demonstration only" in check.checked_by and "nobody has read" in check.role
