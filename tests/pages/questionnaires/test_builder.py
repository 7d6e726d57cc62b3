"""The builder's table: who may do what, order, taking out, comparing and freezing."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from cypp_consult.core import clock
from cypp_consult.core.audiences import Audience
from cypp_consult.core.roles import Role
from cypp_consult.questionnaires import queries, services
from cypp_consult.questionnaires.models import QuestionType, ShowIf
from tests import make
from tests.page import Page

SAFE = [{"id": "yes", "text": "Yes"}, {"id": "no", "text": "No"}]


@pytest.fixture
def questions(session, consultation):
    safe = make.question(session, consultation, QuestionType.SINGLE, name="Safe", options=SAFE, text="Are you safe?")
    why = make.question(
        session, consultation, name="Why", text="Why?", position=1, show_if=ShowIf.IS, show_if_question_id=safe.id,
        show_if_value="no", audiences=(Audience.YOUNG_PEOPLE,),
    )  # fmt: skip
    session.commit()
    return safe, why


def names(answer):
    rows = answer.find("//h:tbody//h:tr/h:th//h:div[@class='kcol']/h:span[2]")
    return [" ".join("".join(row.itertext()).split()) for row in rows]


def freeze(session, consultation):
    services.freeze(session, consultation, None, clock.now())
    session.commit()


def test_an_empty_builder_says_what_to_do(page, lead, url):
    answer = page.sign_in(lead).get(url)
    assert "No questions yet" in answer.words()
    assert answer.find("//h:a[.='Open the starter bank']")


def test_one_row_a_question_and_one_column_an_audience(page, lead, url, questions):
    answer = page.sign_in(lead).get(url)
    assert names(answer) == ["Safe", "Why"]
    heads = [" ".join("".join(head.itertext()).split()) for head in answer.find("//h:thead//h:th")]
    assert heads[1] == "Younger children7 to 10, 1 question"
    assert heads[2] == "Young people11 to 18, to 25 with SEND, 2 questions"
    assert "Not asked" in answer.words("//h:tbody/h:tr[2]/h:td[1]")
    assert "Shown if the answer to “Safe” is “No”." in answer.words("//h:tbody/h:tr[2]/h:th")
    assert "Nothing is frozen yet" in answer.words()


def test_warnings_stand_at_the_wording(page, lead, url, session, consultation):
    long = (
        "Thinking about the last time you asked any service for help for your child, how easy was it to get that help?"
    )
    make.question(session, consultation, text=long, audiences=(Audience.PARENTS_CARERS,))
    session.commit()
    answer = page.sign_in(lead).get(url)
    assert "22 words. Try 15 or fewer." in answer.words("//h:tbody/h:tr[1]/h:td[3]")
    assert "1 wording to look at" in answer.words()


def test_analysts_read_and_others_do_not_come_in(page, analyst, person, url, questions):
    answer = page.sign_in(analyst).get(url)
    assert not answer.find("//h:main//h:form")
    assert not answer.find("//h:main//h:a[contains(@href,'/edit') or contains(@href,'/new')]")
    page.post(f"{url}/{questions[0].id}/move", {"to": "down"}, status=403)
    page.post(f"{url}/freeze", status=403)
    page.sign_in(person(Role.PARTNER)).get(url, status=403)
    page.sign_out()
    assert "/sign-in" in page.get(url).response.request.path


def test_another_consultations_question_is_not_found(page, lead, url, session):
    other = make.question(session, make.consultation(session, lead=lead))
    session.commit()
    page.sign_in(lead).get(f"{url}/{other.id}/edit", status=404)
    page.post(f"{url}/{other.id}/move", {"to": "up"}, status=404)


def test_questions_move_by_button(page, lead, url, session, consultation):
    first, second = (make.question(session, consultation, name=name, position=n) for n, name in enumerate("AB"))
    session.commit()
    page.sign_in(lead)
    assert names(page.post(f"{url}/{second.id}/move", {"to": "up"})) == ["B", "A"]
    assert names(page.post(f"{url}/{second.id}/move", {"to": "up"})) == ["B", "A"]
    assert names(page.post(f"{url}/{second.id}/move", {"to": "down"})) == ["A", "B"]
    page.post(f"{url}/{first.id}/move", {"to": "sideways"}, status=422)


def test_a_question_stays_after_what_it_looks_at(page, lead, url, questions):
    answer = page.sign_in(lead).post(f"{url}/{questions[1].id}/move", {"to": "up"})
    assert "“Why” is shown depending on “Safe”, so it must come after it." in answer.words()
    assert names(answer) == ["Safe", "Why"]


def test_a_new_question_is_deleted_after_asking(page, lead, url, questions):
    page.sign_in(lead)
    asked = page.get(f"{url}/{questions[1].id}/take-out")
    assert asked.heading == "Take out “Why”?"
    assert "cannot be brought back" in asked.words()
    answer = page.submit(f"{url}/{questions[1].id}/take-out", button="Delete it")
    assert names(answer) == ["Safe"]
    assert "“Why” is deleted." in answer.words()


def test_a_question_that_another_looks_at_stays(page, lead, url, questions):
    answer = page.sign_in(lead).submit(f"{url}/{questions[0].id}/take-out")
    assert "“Why” is shown depending on “Safe”. Change it first." in answer.words()
    assert names(answer) == ["Safe", "Why"]


def test_a_frozen_question_is_kept_and_can_be_brought_back(page, lead, url, session, consultation, questions):
    freeze(session, consultation)
    page.sign_in(lead)
    answer = page.submit(f"{url}/{questions[1].id}/take-out", button="Take it out")
    assert names(answer) == ["Safe"]
    assert "Its answers are kept" in answer.words()
    assert answer.find("//*[contains(@class,'toast')]//h:form[contains(@action,'bring-back')]")
    back = page.submit(url, form="//h:section[@id='taken-out']//h:form")
    assert names(back) == ["Safe", "Why"]


def test_freezing_makes_a_new_version_and_says_so(page, lead, url, session, consultation, questions):
    freeze(session, consultation)
    page.sign_in(lead)
    assert "Version 1 is frozen and in use. Nothing has changed since." in page.get(url).words()
    questions[0].wordings[0].text = "Do you feel safe?"
    session.commit()
    assert "You are editing draft 2." in page.get(url).words()
    answer = page.submit(url, form="//h:form[contains(@action,'freeze')]", button="Freeze version 2")
    assert "Version 2 is frozen. New responses use it; old answers stay valid." in answer.words()
    again = page.post(f"{url}/freeze")
    assert "Nothing has changed since version 2." in again.words()
    assert queries.version(session, consultation.id) == 2


def test_freezing_many_times_at_once_makes_one_version(app, page, lead, url, session, consultation, questions):
    clients = [Page(app).sign_in(lead) for _ in range(8)]
    tokens = [client.token() for client in clients]

    def send(place):
        return clients[place].client.post(f"{url}/freeze", data={"csrf_token": tokens[place]}).status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(send, range(8))) == {303}
    session.expire_all()
    assert queries.version(session, consultation.id) == 1
    assert len(queries.of_version(session, consultation.id, 1)) == len(Audience)


def test_what_cannot_be_frozen_is_said(page, lead, url, session, consultation, questions):
    questions[0].options = [SAFE[0], {"id": "no", "text": "No"}][:1]
    session.commit()
    page.sign_in(lead)
    assert "write at least two answers" in page.get(url).words()
    answer = page.post(f"{url}/freeze")
    assert "The questions cannot be frozen yet." in answer.words()
    assert queries.version(session, consultation.id) == 0


def test_before_opening_nothing_is_frozen(page, lead, draft):
    answer = page.sign_in(lead).post(f"/consultations/{draft.slug}/questions/freeze")
    assert "The questions are frozen when the consultation opens." in answer.words()


def test_the_draft_is_compared_in_words(page, analyst, url, session, consultation, questions):
    freeze(session, consultation)
    wording = next(item for item in questions[0].wordings if item.audience is Audience.YOUNG_PEOPLE)
    wording.text = "Do you feel safe?"
    make.question(
        session, consultation, name="New", text="What is new?", position=5, audiences=(Audience.YOUNG_PEOPLE,)
    )
    questions[1].retired_at = clock.now()
    session.commit()
    answer = page.sign_in(analyst).get(f"{url}/compare")
    young = answer.words("(//h:section[contains(@class,'sec')])[2]")
    assert "Before: Are you safe?" in young
    assert "Now: Do you feel safe?" in young
    assert "Added New What is new?" in young.replace("Added" + "New", "Added New") or "AddedNew" in young
    assert "Taken out" in young
    assert "no changes" in answer.words("(//h:section[contains(@class,'sec')])[1]")


def test_nothing_to_compare_before_the_first_version(page, lead, url):
    assert page.sign_in(lead).get(f"{url}/compare").heading == "Nothing to compare with yet"
