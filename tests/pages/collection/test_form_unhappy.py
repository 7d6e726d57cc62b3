"""What goes wrong on the way through the form, and how kindly."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from cypp_consult.collection.models import Answer, Draft, ParkedResponse, Response
from cypp_consult.collection.services import drafts
from cypp_consult.consultations.models import IdentityLevel, LawfulBasis
from cypp_consult.core import clock
from cypp_consult.core.audiences import Audience
from cypp_consult.core.audit import AuditEntry
from cypp_consult.text.clean import clean_text
from tests import make
from tests.page import Page
from tests.pages.collection.conftest import build


def count(session, model):
    session.expire_all()
    return session.scalar(select(func.count()).select_from(model))


def walk(page, world, text="More lights on the path", audience=Audience.PARENTS_CARERS):
    """Answer everything up to the check page."""
    page.submit(world.url(audience=audience), button="I want to take part")
    page.submit(world.url("question/1", audience), button="Skip this question")
    page.submit(world.url("question/3", audience), button="Skip this question")
    return page.submit(world.url("question/4", audience), text=text)


def shift(session, world, **days):
    today = clock.today()
    for name, offset in days.items():
        setattr(world.consultation, name, today + timedelta(days=offset))
    session.commit()


def test_thirty_parallel_sends_of_one_draft_store_one(app, page, session, world):
    walk(page, world)
    token = page.token()
    cookie = page.client.get_cookie("cypp").value

    url, done = world.url("send"), world.url("done")

    def send(_):
        client = app.test_client()
        client.set_cookie("cypp", cookie)
        answer = client.post(url, data={"csrf_token": token, "skip": "1"})
        return answer.status_code, answer.location

    with ThreadPoolExecutor(30) as pool:
        seen = set(pool.map(send, range(30)))
    assert seen == {(303, done)}
    assert count(session, Response) == 1
    assert count(session, Answer) == 1
    assert count(session, ParkedResponse) == 0
    assert count(session, Draft) == 0


def test_sending_again_and_going_back_store_nothing_more_and_show_the_same_code(page, session, world):
    walk(page, world)
    first = page.submit(world.url("about"), button="Send my answers")
    code = first.words("//*[contains(@class,'code-word')]")
    again = page.post(world.url("send"), {})
    assert again.url == world.url("done")
    assert again.words("//*[contains(@class,'code-word')]") == code
    for back in ("check", "about", "question/4"):
        assert page.get(world.url(back)).url == world.url("done")
    assert page.post(world.url("question/4"), {"text": "Late words"}).url == world.url("done")
    assert count(session, Response) == 1


def test_every_post_answers_with_a_redirect(page, session, world):
    page.post(world.url("begin"), follow=False, status=303)
    for number, data in ((1, {}), (1, {"answer": "bit"}), (1, {"answer": "nonsense"}), (4, {"skip": "1"})):
        page.post(world.url(f"question/{number}"), data, follow=False, status=303)
    page.post(world.url("send"), {}, follow=False, status=303)
    page.post(world.url("clear"), {}, follow=False, status=303)


def test_starting_twice_at_once_leaves_one_way_through(page, session, world):
    page.post(world.url("begin"))
    page.post(world.url("begin"))
    assert count(session, Draft) == 1


def test_going_on_without_an_answer_asks_once_more(page, session, world):
    page.submit(world.url())
    shown = page.submit(world.url("question/1"))
    assert shown.errors() == ["Choose one answer, or skip this question"]
    assert page.get(world.url("question/1")).errors(), "a reload shows the same and asks nothing"
    assert page.submit(world.url("question/1"), answer="bit").url == world.url("question/3")
    assert page.get(world.url("question/1")).errors() == []


def test_too_many_choices_are_refused_and_stay_ticked(page, session, world):
    page.submit(world.url())
    offered = [item.get("value") for item in page.get(world.url("question/3")).find("//h:input[@name='answer']")]
    shown = page.submit(world.url("question/3"), answer=offered[:3])
    assert shown.errors() == ["Choose up to 2"]
    assert len(shown.find("//h:input[@name='answer' and @checked]")) == 3


def test_a_question_that_depends_on_another_comes_and_goes(page, session, world):
    page.submit(world.url())
    assert page.get(world.url("question/2")).url == world.url("question/3"), "it is not shown yet"
    shown = page.submit(world.url("question/1"), answer="not")
    assert (shown.url, shown.words("//*[@class='q-of']")) == (world.url("question/2"), "Question 2 of 4")
    page.submit(world.url("question/2"), text="It is dark")
    page.submit(world.url("question/3"), button="Skip this question")
    assert "It is dark" in page.submit(world.url("question/4"), button="Skip this question").words()
    # changing the first answer hides the second; changing it back asks it again with what was said
    shown = page.submit(world.url("question/1?change=1"), answer="very")
    assert shown.url == world.url("check")
    assert "It is dark" not in shown.words()
    page.submit(world.url("about"), button="Send my answers")
    assert count(session, Answer) == 1


def test_a_change_comes_back_to_the_check_by_way_of_what_it_newly_asks(page, session, world):
    walk(page, world)
    link = page.get(world.url("check")).find("//h:a[contains(@href,'change=1')]")[0].get("href")
    assert page.get(link).find("//h:a[@class='back']")[0].get("href") == world.url("check")
    shown = page.submit(link, answer="not")
    assert shown.response.request.full_path == world.url("question/2?change=1")
    assert page.submit(world.url("question/2?change=1"), text="Dark").url == world.url("check")


def test_the_check_waits_until_every_question_was_seen(page, world):
    page.submit(world.url())
    assert page.get(world.url("check")).url == world.url("question/1")


def test_skipping_takes_an_answer_back(page, session, world):
    walk(page, world, "Words I regret")
    assert "Words I regret" not in page.submit(world.url("question/4?change=1"), button="Skip this question").words()


@pytest.mark.parametrize(
    "text",
    ["a\x00b\x07c\x1b", "x" * 100_000, "🎉👩‍👩‍👧 🏳️‍🌈 yes", "مجھے پارک چاہیے", "=HYPERLINK(1)", "<script>alert(1)</script>", "line\r\nline\r\n\r\nend"],
    ids=["control", "long", "emoji", "urdu", "formula", "markup", "lines"],
)  # fmt: skip
def test_any_words_survive_to_the_database(page, session, world, text):
    shown = walk(page, world, text)
    assert shown.url == world.url("check")
    page.submit(world.url("about"), button="Send my answers")
    session.expire_all()
    assert session.scalars(select(Answer.text).where(Answer.has_text)).one() == clean_text(text).strip()


def test_a_lone_surrogate_in_the_post_is_no_error(page, session, world):
    page.submit(world.url())
    token = page.token()
    body = f"csrf_token={token}&text=half%ED%A0%BDof".encode()
    answer = page.client.post(
        world.url("question/4"), data=body, content_type="application/x-www-form-urlencoded", follow_redirects=False
    )
    assert answer.status_code == 303
    page.post(world.url("question/1"), {"skip": "1"})
    page.post(world.url("question/3"), {"skip": "1"})
    page.post(world.url("send"), {"skip": "1"})
    stored = session.scalars(select(Answer.text).where(Answer.has_text)).one()
    assert stored.startswith("half")
    assert stored.endswith("of")
    stored.encode()


def test_closing_while_somebody_answers_keeps_their_words_on_the_screen(page, session, world):
    walk(page, world, "My words before the end")
    shift(session, world, opens_on=-9, closes_on=-1)
    shown = page.post(world.url("send"), {})
    assert shown.heading == "This has closed"
    assert "Your answers were not sent." in shown.words()
    assert "My words before the end" in shown.words()
    assert "My words before the end" in page.get(world.url()).words(), "a reload shows them again"
    assert count(session, Response) == 0


def test_words_posted_after_closing_are_kept_on_the_screen_too(page, session, world):
    page.submit(world.url())
    shift(session, world, opens_on=-9, closes_on=-1)
    shown = page.post(world.url("question/4"), {"text": "One minute late"})
    assert shown.heading == "This has closed"
    assert "One minute late" in shown.words()


def test_what_was_sent_before_closing_stays_sent(page, session, world):
    walk(page, world)
    page.submit(world.url("about"), button="Send my answers")
    shift(session, world, opens_on=-9, closes_on=-1)
    assert page.post(world.url("send"), {}).url == world.url("done")
    assert "see your code again" in page.get(world.url()).words()


@pytest.mark.parametrize(
    ("days", "heading"),
    [({"opens_on": 2, "closes_on": 9}, "This is not open yet"), ({"opens_on": -9, "closes_on": -2}, "This has closed")],
)
def test_before_and_after_there_is_a_kind_page_and_no_way_in(page, session, world, days, heading):
    shift(session, world, **days)
    shown = page.get(world.url())
    assert shown.heading == heading
    assert not shown.find("//h:button[contains(.,'take part')]")
    assert page.post(world.url("begin")).heading == heading
    assert page.get(world.url("question/1")).heading == heading
    assert count(session, Draft) == 0


def test_a_draft_consultation_does_not_say_its_name(page, session):
    hidden = make.consultation(session, launched=False, title="Secret so far")
    session.commit()
    url = f"/c/{hidden.audiences[0].code}"
    assert "Secret so far" not in page.get(url).body
    assert page.get(f"{url}/privacy").url == url


def test_full_is_full_at_the_start_and_at_the_end(page, app, session):
    world = build(session, capacity=1)
    other = Page(app)
    walk(page, world, "The first")
    walk(other, world, "One too many")
    page.submit(world.url("about"), button="Send my answers")
    shown = other.post(world.url("send"), {})
    assert shown.heading == "We have all the answers we can take"
    assert "One too many" in shown.words()
    assert page.post(world.url("send"), {}).url == world.url("done"), "the first one's resend is no new answer"
    assert Page(app).get(world.url()).heading == "We have all the answers we can take"
    assert count(session, Response) == 1


def test_an_unknown_code_gets_a_kind_page(page, session):
    shown = page.get("/c/NOSUCH", status=404)
    assert shown.heading == "We do not know that code"
    for path in ("question/1", "check", "about", "done", "privacy", "no-thanks"):
        page.get(f"/c/NOSUCH/{path}", status=404)
    page.post("/c/NOSUCH/begin", status=404)


def test_a_code_may_be_typed_in_any_way(page, session, world):
    code = world.place().code
    assert page.get(f"/c/{code.lower()[:4]}-{code[4:]}").heading.endswith(world.consultation.title)


def test_without_the_token_nothing_is_taken_and_the_words_stay(page, session, world):
    page.submit(world.url())
    for token in ({}, {"csrf_token": "forged"}):
        data = {"csrf_token": "", "text": "My long story", **token}
        shown = page.post(world.url("question/4"), data, status=400)
        assert "My long story" in shown.words()
    page.post(world.url("begin"), {"csrf_token": ""}, status=400)
    page.post(world.url("send"), {"csrf_token": "forged"}, status=400)
    assert count(session, Response) == 0


def test_a_draft_that_ran_out_is_explained_and_the_last_words_stay(page, session, world):
    walk(page, world)
    session.execute(update(Draft).values(updated_at=clock.now() - drafts.LIFETIME - timedelta(minutes=1)))
    session.commit()
    assert page.get(world.url("check")).heading == "Your answers are no longer here"
    assert page.get(world.url("question/1")).url == world.url("gone")
    shown = page.post(world.url("question/4"), {"text": "Written for two hours"}, status=410)
    assert "Written for two hours" in shown.words()
    assert page.post(world.url("send"), {}).url == world.url("gone")
    assert page.submit(world.url(), button="I want to take part").url == world.url("question/1")


def test_without_a_beginning_every_page_leads_to_the_start(page, world):
    for path in ("question/1", "check", "about", "done", "gone"):
        shown = page.get(world.url(path))
        assert shown.url in {world.url(), world.url("gone")}
    page.get(world.url("question/99"))
    page.submit(world.url())
    page.get(world.url("question/99"), status=404)
    page.get(world.url("question/0"), status=404)


def test_no_thanks_stores_nothing(page, session, world):
    shown = page.get(world.url())
    link = next(item for item in shown.find("//h:main//h:a") if "".join(item.itertext()) == "No thanks")
    assert "That is fine" in page.get(link.get("href")).words()
    assert count(session, Draft) == 0
    assert count(session, Response) == 0


def test_stopping_deletes_what_was_begun(page, session, world):
    walk(page, world)
    shown = page.post(world.url("clear"), {"stop": "1"})
    assert shown.heading == "Your answers are deleted"
    assert count(session, Draft) == 0
    assert page.get(world.url("check")).url == world.url()


def test_the_next_person_sees_nothing_of_the_last(page, session, world):
    walk(page, world, "Private words")
    done = page.submit(world.url("about"), button="Send my answers")
    code = done.words("//*[contains(@class,'code-word')]")
    shown = page.submit(world.url("done"), button="Next person")
    assert shown.url == world.url()
    assert page.get(world.url("done")).url == world.url()
    assert code not in page.get(world.url("done")).body
    page.submit(world.url(), button="I want to take part")
    assert "Private words" not in page.get(world.url("question/4")).body


def test_somebody_who_began_here_may_carry_on_or_start_afresh(page, session, world):
    page.submit(world.url())
    page.submit(world.url("question/1"), answer="bit")
    shown = page.get(world.url())
    assert shown.find(f"//h:a[@href='{world.url('question/3')}']")
    page.submit(world.url(), button="Start from the beginning")
    assert not page.get(world.url("question/1")).find("//h:input[@checked]")
    assert count(session, Draft) == 1


def test_the_cookie_holds_no_answer_and_pages_are_not_stored(page, world):
    walk(page, world, "Nothing of this in a cookie")
    with page.client.session_transaction() as cookie:
        assert "Nothing of this" not in str(dict(cookie))
    for path in ("", "question/4", "check", "about"):
        assert page.get(world.url(path)).response.headers["Cache-Control"] == "no-store"


def test_nobody_is_written_down(page, session, world):
    walk(page, world)
    page.submit(world.url("about"), button="Send my answers")
    lines = session.scalars(select(AuditEntry).where(AuditEntry.action.startswith("response."))).all()
    assert [(line.actor_id, line.actor_name, line.detail) for line in lines] == [
        (None, "respondent", {"channel": "web"})
    ]
    columns = set(Response.__table__.columns.keys()) | set(Draft.__table__.columns.keys())
    assert not columns & {"ip", "ip_address", "user_agent", "name", "user_id", "account_id"}


def test_without_equality_questions_the_check_sends(page, session):
    world = build(session, identity_level=IdentityLevel.NONE)
    shown = walk(page, world)
    assert shown.find("//h:button[contains(.,'Send my answers')]")
    assert page.get(world.url("about")).url == world.url("check")
    assert page.submit(world.url("check"), button="Send my answers").url == world.url("done")


def test_only_offered_equality_answers_are_kept(page, session, world):
    walk(page, world)
    data = {"age-band": "25-34", "sex": "<b>", "religion": ["none", "sikh"], "made-up": "x"}
    page.post(world.url("send"), data)
    session.expire_all()
    stored = session.scalars(select(Response)).one()
    assert {row.key: row.value for row in stored.about} == {"age-band": "25-34", "religion": "none"}


def test_preferring_not_to_say_is_no_age(page, session, world):
    walk(page, world)
    page.post(world.url("send"), {"age-band": "prefer-not-to-say"})
    assert session.scalars(select(Response.age_band)).one() is None


@pytest.mark.parametrize(
    ("audience", "keys"), [(Audience.YOUNGER_CHILDREN, {"age-band"}), (Audience.STAFF_PARTNERS, None)]
)
def test_younger_children_are_asked_their_age_alone(page, world, audience, keys):
    walk(page, world, audience=audience)
    names = {item.get("name") for item in page.get(world.url("about", audience)).find("//h:input[@type='radio']")}
    assert names == keys if keys else len(names) > 3


@pytest.mark.parametrize(
    ("basis", "words"),
    [(LawfulBasis.PUBLIC_TASK, "I want to take part"), (LawfulBasis.CONSENT, "I agree to take part")],
)
def test_the_button_says_consent_only_where_consent_is_the_basis(page, session, basis, words):
    world = build(session, lawful_basis=basis)
    shown = page.get(world.url())
    assert shown.find(f"//h:button[contains(.,'{words}')]")
    assert "I consent" not in shown.body


def test_help_stands_before_the_first_own_words_and_is_at_hand_later(page, session, world):
    page.submit(world.url())
    page.submit(world.url("question/1"), answer="not")
    first = page.get(world.url("question/2"))
    for words in ("Who reads this", "999", "0800 1111", "Nobody reads it as you type", "Please leave out names"):
        assert words in first.words(), words
    later = page.get(world.url("question/4"))
    assert later.find("//h:details[contains(.,'Who reads this')]")


def test_the_version_begun_with_is_the_version_answered(page, session, world):
    from cypp_consult.questionnaires import services as questionnaires

    page.submit(world.url())
    make.question(session, world.consultation, text="A new one?", position=9)
    questionnaires.freeze(session, world.consultation, None, clock.now())
    session.commit()
    page.submit(world.url("question/1"), button="Skip this question")
    page.submit(world.url("question/3"), button="Skip this question")
    assert page.submit(world.url("question/4"), text="Done").url == world.url("check")
    page.submit(world.url("about"), button="Send my answers")
    assert count(session, Response) == 1
