"""Writing a question: everything typed stays, mistakes stand at their field, and frozen ones keep their answers."""

import pytest

from cypp_consult.core import clock
from cypp_consult.core.audiences import Audience
from cypp_consult.questionnaires import queries, services
from cypp_consult.questionnaires.models import QuestionType, ShowIf
from tests import make

YES_NO = [{"id": "yes", "text": "Yes"}, {"id": "no", "text": "No"}]


def only(session, consultation):
    session.expire_all()
    [question] = queries.questions(session, consultation.id)
    return question


@pytest.fixture
def safe(session, consultation):
    made = make.question(session, consultation, QuestionType.SINGLE, name="Safe", options=YES_NO, text="Are you safe?")
    session.commit()
    return made


def test_a_new_question(page, lead, url, session, consultation):
    values = {
        "name": "Way to school", "type": "scale", "options-0-text": "Very safe", "options-1-text": "Unsafe",
        "options-1-picture": "lamp", "wordings-1-text": "How safe is it?", "wordings-1-help": "Think of today.",
        "picture": "bus",
    }  # fmt: skip
    answer = page.sign_in(lead).submit(f"{url}/new", **values)
    assert "“Way to school” is added." in answer.words()
    question = only(session, consultation)
    assert question.key == "way-to-school"
    assert question.options == [
        {"id": "very-safe", "text": "Very safe"},
        {"id": "unsafe", "text": "Unsafe", "picture": "lamp"},
    ]
    [wording] = question.wordings
    assert wording.audience is Audience.YOUNG_PEOPLE
    assert (wording.text, wording.help, wording.options) == ("How safe is it?", "Think of today.", None)


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(page, lead, url):
    answer = page.sign_in(lead).submit(f"{url}/new", **{"name": "", "type": None, "options-0-text": "Yes"})
    assert answer.errors() == ["Give the question a short name", "Choose how it is answered"]
    assert answer.find("//h:input[@name='options-0-text']/@value") == ["Yes"]
    answer = page.submit(
        f"{url}/new", **{"name": "Way", "type": "single", "options-0-text": "Yes", "options-1-text": "yes"}
    )
    assert answer.errors() == [
        "Two answers have the same words. Change or empty one of them",
        "Write the question for at least one audience",
    ]
    answer = page.submit(
        f"{url}/new", **{"name": "Way", "type": "multiple", "top_n": "many", "wordings-0-text": "x" * 501}
    )
    assert answer.errors() == ["Enter a whole number, such as 3", "A question must be 500 characters or fewer"]


def test_faces_without_answers_get_the_usual_ones(page, lead, url, session, consultation):
    page.sign_in(lead).submit(f"{url}/new", **{"name": "Mood", "type": "faces3", "wordings-0-text": "How are you?"})
    assert [item["id"] for item in only(session, consultation).options] == ["good", "middle", "poor"]


def test_more_answers_and_their_order_lose_nothing(page, lead, url, session, consultation):
    page.sign_in(lead)
    typed = {"name": "Way", "type": "single", "options-0-text": "A", "options-1-text": "B", "wordings-2-text": "What?"}
    more = page.submit(f"{url}/new", button="more", **typed)
    assert len(more.find("//h:input[starts-with(@name,'options-') and contains(@name,'-text')]")) >= 6
    assert more.find("//h:textarea[@name='wordings-2-text']")[0].text.strip() == "What?"
    up = page.post(f"{url}/new", {**_typed(page, f"{url}/new"), **typed, "up": "1"})
    assert up.find("//h:input[@name='options-0-text']/@value") == ["B"]
    assert up.find("//h:input[@name='options-1-text']/@value") == ["A"]
    assert queries.questions(session, consultation.id) == []


def test_an_audience_may_have_other_words_other_answers_and_another_way(page, lead, url, session, consultation):
    options = [{"id": key, "text": key.title()} for key in ("very", "good", "middle", "poor", "bad")]
    question = make.question(session, consultation, QuestionType.SCALE, options=options)
    session.commit()
    values = {
        "wordings-0-type": "faces3", "wordings-0-options-0-offered": None, "wordings-0-options-4-offered": None,
        "wordings-0-options-2-text": "In the middle",
    }  # fmt: skip
    page.sign_in(lead).submit(f"{url}/{question.id}/edit", **values)
    drafts = queries.drafts(session, consultation)
    children = drafts[Audience.YOUNGER_CHILDREN, "en"][0]
    assert children.type is QuestionType.FACES3
    assert [option.text for option in children.options] == ["Good", "In the middle", "Poor"]
    session.expire_all()
    assert [row.options for row in question.wordings if row.audience is not Audience.YOUNGER_CHILDREN] == [None] * 3
    again = page.get(f"{url}/{question.id}/edit")
    assert again.find("//h:input[@name='wordings-0-options-2-text']/@value") == ["In the middle"]
    assert not again.find("//h:input[@name='wordings-0-options-0-offered'][@checked]")


@pytest.fixture
def first(session, consultation):
    """A question about priorities; all four of the plan have a picture."""
    made = make.question(session, consultation, QuestionType.PRIORITIES, name="First", text="What first?", top_n=2)
    for outcome in consultation.plan.outcomes:
        for priority in outcome.priorities:
            priority.picture = "lamp"
    session.commit()
    return made


def offered(session, consultation, audience=Audience.YOUNGER_CHILDREN):
    session.expire_all()
    return [option.text for option in queries.drafts(session, consultation)[audience, "en"][0].options]


def test_an_audience_may_be_offered_fewer_priorities_in_other_words(page, lead, url, session, consultation, first):
    edit = f"{url}/{first.id}/edit"
    shown = page.sign_in(lead).get(edit)
    assert shown.words("//h:section[@id='for-younger-children']").count("Their answers: all 4") == 1
    assert "Safe streets" in shown.words("//h:section[@id='for-younger-children']")
    values = {
        "wordings-0-options-0-offered": None, "wordings-0-options-1-offered": None,
        "wordings-0-options-3-text": "Safe outside",
    }  # fmt: skip
    answer = page.submit(edit, **values)
    assert offered(session, consultation) == ["Safe home", "Safe outside"]
    assert len(offered(session, consultation, Audience.YOUNG_PEOPLE)) == 4
    assert [row.options is None for row in first.wordings if row.audience is not Audience.YOUNGER_CHILDREN] == [
        True
    ] * 3
    assert "2 pictures, pick 2" in answer.words("//h:td[@data-for='Younger children']")
    assert "4 tiles, pick 2" in answer.words("//h:td[@data-for='Young people']")
    assert "4 choices, pick 2" in answer.words("//h:td[@data-for='Parents and carers']")
    again = page.get(edit)
    assert "Their answers: 2 of 4, 1 in other words" in again.words("//h:section[@id='for-younger-children']")
    assert "Their answers: all 4" in again.words("//h:section[@id='for-young-people']")


def test_the_order_of_an_audiences_own_priorities_stays_and_names_follow_the_plan(
    page, lead, url, session, consultation, first
):
    eat, feel, home, _ = (p for outcome in consultation.plan.outcomes for p in outcome.priorities)
    for_children = next(row for row in first.wordings if row.audience is Audience.YOUNGER_CHILDREN)
    for_children.options = [{"id": str(row.id), "text": text} for row, text in ((home, "Home!"), (eat, "Eat well"))]
    session.commit()
    page.sign_in(lead).submit(f"{url}/{first.id}/edit", **{"wordings-0-text": "What comes first?"})
    assert offered(session, consultation) == ["Home!", "Eat well"]
    eat.short_name = "Good food"
    feel.retired_at = clock.now()
    session.commit()
    assert offered(session, consultation) == ["Home!", "Good food"]
    rows = page.get(f"{url}/{first.id}/edit").find(
        "//h:section[@id='for-younger-children']//h:ul/h:li/h:div[@class='opt opts-s']/h:label"
    )
    assert [row.text for row in rows] == ["Safe home", "Good food", "Safe streets"]


def test_all_priorities_offered_in_the_plans_words_are_those_of_everybody(
    page, lead, url, session, consultation, first
):
    home = consultation.plan.outcomes[1].priorities[0]
    for_children = next(row for row in first.wordings if row.audience is Audience.YOUNGER_CHILDREN)
    for_children.options = [{"id": str(home.id), "text": "Home!"}]
    session.commit()
    values = {f"wordings-0-options-{place}-offered": "y" for place in range(4)}
    page.sign_in(lead).submit(f"{url}/{first.id}/edit", **values, **{"wordings-0-options-0-text": ""})
    session.expire_all()
    assert [row.options for row in first.wordings] == [None] * 4


def test_priorities_may_be_offered_to_one_audience_of_a_question_with_choices(
    page, lead, url, session, consultation, safe
):
    edit = f"{url}/{safe.id}/edit"
    page.sign_in(lead).submit(edit, **{"wordings-1-type": "priorities", "wordings-1-options-0-offered": None})
    assert len(offered(session, consultation, Audience.YOUNG_PEOPLE)) == 4
    assert offered(session, consultation) == ["Yes", "No"]
    shown = page.get(edit)
    assert "Their answers: all 4" in shown.words("//h:section[@id='for-young-people']")
    assert "Their answers: all 2" in shown.words("//h:section[@id='for-younger-children']")
    mistake = page.submit(edit, **{"name": "", "wordings-1-options-1-offered": None})
    assert "Their answers: 3 of 4" in mistake.words("//h:section[@id='for-young-people']")
    assert "Feel good" in mistake.words("//h:section[@id='for-young-people']")


def test_an_emptied_wording_means_not_asked(page, lead, url, session, consultation, safe):
    page.sign_in(lead).submit(f"{url}/{safe.id}/edit", **{"wordings-3-text": ""})
    assert len(only(session, consultation).wordings) == 3


def test_a_condition_is_chosen_from_earlier_questions(page, lead, url, session, consultation, safe):
    why = make.question(session, consultation, name="Why", position=1)
    session.commit()
    page.sign_in(lead)
    answer = page.submit(f"{url}/{why.id}/edit", show_if_question=str(safe.id), show_if="is", show_if_value="")
    assert answer.errors() == ["Choose one of the answers to “Safe”"]
    page.submit(f"{url}/{why.id}/edit", show_if_question=str(safe.id), show_if="is", show_if_value=f"{safe.id}:no")
    session.expire_all()
    assert (why.show_if, why.show_if_question_id, why.show_if_value) == (ShowIf.IS, safe.id, "no")
    first = page.get(f"{url}/{safe.id}/edit")
    assert "this is the first" in first.words()
    forged = page.post(
        f"{url}/{safe.id}/edit",
        {"save": "1", "name": "Safe", "type": "single", "show_if_question": str(why.id), "show_if": "answered",
         "wordings-0-audience": "young-people", "wordings-0-text": "Safe?", "wordings-0-type": "",
         "show_if_value": ""},
    )  # fmt: skip
    assert forged.errors() == ["Choose a question that comes before this one"]


def test_a_frozen_question_keeps_its_type_and_offers_a_new_one(page, lead, url, session, consultation, safe):
    services.freeze(session, consultation, None, clock.now())
    session.commit()
    page.sign_in(lead)
    edit = f"{url}/{safe.id}/edit"
    answer = page.submit(edit, status=409, type="multiple", name="Safe at home")
    assert "was frozen in version 1" in answer.words("//*[contains(@class,'err-sum')]")
    assert answer.find("//h:input[@name='name']/@value") == ["Safe at home"]
    session.expire_all()
    assert safe.type is QuestionType.SINGLE
    refused = page.submit(edit, status=409, **{"options-1-text": ""})
    assert "An answer cannot be taken out" in refused.words()
    made = page.submit(edit, button=None, type="multiple", name="Safe at home", status=409)
    assert made.find("//h:button[@name='instead']")
    data = {"instead": "1", "save": None, "type": "multiple", "name": "Safe at home"}
    page.post(edit, {**_typed(page, edit), **{key: value for key, value in data.items() if value is not None}})
    session.expire_all()
    assert [question.name for question in queries.questions(session, consultation.id)] == ["Safe", "Safe at home"]


def _typed(page, url):
    from tests.page import fields_of

    data = fields_of(page.get(url).find("//h:form[contains(@class,'qform')]")[0])
    data.pop("csrf_token")
    return data


def test_rewording_a_frozen_answer_is_fine(page, lead, url, session, consultation, safe):
    services.freeze(session, consultation, None, clock.now())
    session.commit()
    page.sign_in(lead).submit(f"{url}/{safe.id}/edit", **{"options-1-text": "Not really"})
    assert only(session, consultation).options[1] == {"id": "no", "text": "Not really"}


def test_odd_characters_survive_or_go(page, lead, url, session, consultation):
    values = {"name": "Mood", "type": "long_text", "wordings-0-text": "Wie geht’s?\x00 \U0001f60a آپ کیسے ہیں؟"}
    page.sign_in(lead).submit(f"{url}/new", **values)
    assert only(session, consultation).wordings[0].text == "Wie geht’s? \U0001f60a آپ کیسے ہیں؟"


def test_the_starter_bank_adds_several_at_once(page, lead, url, session, consultation):
    page.sign_in(lead)
    bank = page.get(f"{url}/bank")
    assert "Asked by the Leicester 2009 review." in bank.words()
    assert "How safe do you feel on your way to school?" in bank.words()
    answer = page.submit(f"{url}/bank", keys=["way-to-school", "first-things", "review-missed"])
    assert "3 questions added at the end." in answer.words()
    names = [question.name for question in queries.questions(session, consultation.id)]
    assert names == ["Way to school", "First things first", "Have we missed anything"]
    assert "Already among your questions." in page.get(f"{url}/bank").words()
    nothing = page.submit(f"{url}/bank")
    assert nothing.errors() == ["Choose at least one question"]


def test_only_leads_write(page, analyst, url, safe):
    page.sign_in(analyst)
    for path in ("/new", "/bank", f"/{safe.id}/edit", f"/{safe.id}/take-out"):
        page.get(url + path, status=403)
