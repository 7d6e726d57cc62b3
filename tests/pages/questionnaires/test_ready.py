"""Getting ready to open: what is missing leads to where to mend it; complete, it opens or waits for its day."""

import pytest

from cypp_consult.core import clock
from cypp_consult.questionnaires import queries
from cypp_consult.questionnaires.models import QuestionType
from cypp_consult.web.filters import plain_day
from tests import make


@pytest.fixture
def url(draft):
    return f"/consultations/{draft.slug}/ready"


def test_what_is_missing_leads_to_where_to_mend_it(page, lead, url, draft, session):
    draft.purpose = ""
    choice = make.question(session, draft, QuestionType.SINGLE, name="Safe")
    session.commit()
    answer = page.sign_in(lead).get(url)
    assert "Say why you are asking." in answer.words()
    links = answer.find("//h:ul[contains(@class,'checks')]//h:a/@href")
    assert links[0].endswith("/mend/purpose")
    assert page.get(links[0]).find("//h:textarea[@name='purpose']")
    assert links[1].endswith(f"{choice.id}/edit")
    assert not answer.find("//h:main//h:form")


def test_questions_are_asked_for(page, lead, url):
    answer = page.sign_in(lead).get(url)
    assert "Young people: write at least one question." in answer.words()


def test_complete_it_opens_at_once(page, lead, url, draft, session):
    make.question(session, draft)
    session.commit()
    answer = page.sign_in(lead).submit(url, button="Open this consultation")
    assert answer.heading == "Public links"
    assert "It is open. Send people the links below." in answer.words()
    codes = [row.code for row in draft.audiences]
    assert [value.rsplit("/", 1)[-1] for value in answer.find("//h:input[@readonly]/@value")] == codes
    session.expire_all()
    assert draft.launched_at is not None
    assert queries.version(session, draft.id) == 1


def test_before_its_day_it_is_set_to_open(page, lead, session):
    draft = make.consultation(session, lead=lead, launched=False, opens=5)
    make.question(session, draft)
    session.commit()
    url = f"/consultations/{draft.slug}/ready"
    answer = page.sign_in(lead).submit(url, button=f"Set it to open on {plain_day(draft.opens_on)}")
    assert "It is set. The links work from that day." in answer.words()


def test_opening_too_early_opens_nothing(page, lead, url, draft, session):
    answer = page.sign_in(lead).post(url)
    assert "Something is still missing. Nothing was opened." in answer.words()
    session.expire_all()
    assert draft.launched_at is None


def test_opening_twice_is_once(page, lead, url, draft, session):
    make.question(session, draft)
    session.commit()
    page.sign_in(lead).post(url)
    page.post(url)
    session.expire_all()
    assert queries.version(session, draft.id) == 1
    assert draft.launched_at <= clock.now()


def test_analysts_read_and_do_not_open(page, analyst, url):
    answer = page.sign_in(analyst).get(url)
    assert not answer.find("//h:main//h:a[contains(., 'Mend')]")
    page.post(url, status=403)
