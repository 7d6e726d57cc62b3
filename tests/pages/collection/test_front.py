"""The front page and taking answers back."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from cypp_consult.coding.models import Tag
from cypp_consult.collection.models import AboutAnswer, Answer, Response
from cypp_consult.collection.receipt_rules import LETTERS
from cypp_consult.collection.services import removing
from cypp_consult.core import audit, clock
from cypp_consult.core.audit import AuditEntry
from cypp_consult.plans.models import Priority
from cypp_consult.safeguarding.models import Concern
from tests.pages.collection.test_form_unhappy import walk


def test_the_front_page_leads_to_a_form_and_to_sign_in(page, world):
    shown = page.get("/")
    assert shown.find("//h:a[contains(@href,'sign-in')]")
    code = world.place().code
    for typed in (code, code.lower(), f" {code[:3]} {code[3:]} ", f"{code[:4]}-{code[4:]}"):
        assert page.get("/", query_string={"code": typed}).url == world.url()


@pytest.mark.parametrize(
    ("typed", "problem"),
    [("", "Type the code"), ("zzz", "We do not know"), ("\x00", "Type the code"), ("'\"<b>", "We do not know")],
)
def test_a_wrong_code_says_so_and_stays(page, session, typed, problem):
    shown = page.get("/", query_string={"code": typed}, status=404 if "know" in problem else 200)
    assert problem in shown.errors()[0]
    if "know" in problem:
        assert shown.find("//h:input[@name='code']")[0].get("value") == typed


def test_staff_find_their_desk(page, session, lead):
    assert "Your desk" in page.sign_in(lead).get("/").words("//h:header")


@pytest.fixture
def receipt(page, session, world):
    walk(page, world, "Words to take back")
    page.submit(world.url("about"), **{"age-band": "25-34"}, button="Send my answers")
    return page.get(world.url("done")).words("//*[contains(@class,'code-word')]")


def take_back(page, code):
    shown = page.submit("/remove", code=code)
    assert shown.url == "/remove/confirm"
    return page.submit("/remove/confirm", button="Yes, delete them")


def test_the_code_takes_everything_back_but_not_what_safeguarding_locked(page, session, world, receipt):
    answer = session.scalars(select(Answer).where(Answer.has_text)).one()
    priority = session.scalars(select(Priority)).first()
    session.add(Tag(answer_id=answer.id, priority_id=priority.id, at=clock.now()))
    session.add(
        Concern(
            number=1, consultation_id=world.consultation.id, answer_id=answer.id, exact_words=answer.text, facts={},
            raised_at=clock.now(),
        )
    )  # fmt: skip
    session.commit()
    shown = take_back(page, receipt.lower())
    assert shown.url == "/remove/done"
    session.expire_all()
    kept = session.scalars(select(Response)).one()
    assert kept.removed_at is not None
    assert (kept.digest, kept.receipt_digest, kept.age_band, kept.answers) == ("", None, None, [])
    assert session.scalars(select(AboutAnswer)).all() == []
    assert session.scalars(select(Tag)).all() == []
    concern = session.scalars(select(Concern)).one()
    assert (concern.exact_words, concern.answer_id) == ("Words to take back", None)
    line = session.scalars(select(AuditEntry).where(AuditEntry.action == "response.remove")).one()
    assert (line.actor_name, line.object_id, line.detail) == ("respondent", str(kept.id), {"why": "receipt code"})
    page.client.get("/")


def test_every_page_reads_the_same_whether_the_code_exists_or_not(page, session, world, receipt):
    other = LETTERS[3] * 10
    first = take_back(page, receipt)
    second = take_back(page, other)
    third = take_back(page, receipt)
    assert first.words() == second.words() == third.words()
    page.submit("/remove", code=other)
    assert session.scalars(select(Response.removed_at)).one() is not None


@pytest.mark.parametrize("typed", ["", "   ", "BCDF", "B" * 30, "😀", "\x00\x01"])
def test_what_cannot_be_a_code_is_said_at_the_field(page, session, typed):
    shown = page.submit("/remove", code=typed, status=422)
    assert len(shown.errors()) == 1


def test_without_a_typed_code_there_is_nothing_to_confirm(page, session):
    assert page.get("/remove/confirm").url == "/remove"
    assert page.post("/remove/confirm").url == "/remove"


def test_saying_no_removes_nothing(page, session, world, receipt):
    page.submit("/remove", code=receipt)
    page.get("/remove")
    assert session.scalars(select(Response.removed_at)).one() is None


def test_too_many_wrong_codes_close_the_door_for_a_while(page, session, world, receipt):
    for _ in range(removing.MOST_WRONG):
        audit.record(session, "response.wrong_code", "response", "-", at=clock.now() - timedelta(minutes=1))
    session.commit()
    page.submit("/remove", code=receipt)
    shown = page.post("/remove/confirm", status=429)
    assert "wait ten minutes" in shown.words()
    assert session.scalars(select(Response.removed_at)).one() is None
    session.execute(AuditEntry.__table__.update().values(at=clock.now() - removing.WINDOW - timedelta(minutes=1)))
    session.commit()
    page.post("/remove/confirm")
    session.expire_all()
    assert session.scalars(select(Response.removed_at)).one() is not None


def test_a_removed_response_is_not_stored_again_by_a_resend(page, session, world, receipt):
    take_back(page, receipt)
    page.post(world.url("send"), {})
    session.expire_all()
    assert len(session.scalars(select(Response)).all()) == 1
    assert session.scalars(select(Answer)).all() == []
    assert "code-word" not in page.get(world.url("done")).body


def test_the_notice_shows_its_layers(page, session, world):
    world.consultation.privacy_full = "Who we are\n\nAshdale Council asks.\nIt decides.\n\n# How long.\n\nTwo years."
    session.commit()
    shown = page.get(world.url("privacy"))
    headings = [item.text for item in shown.find("//h:h3")]
    assert headings == ["Who we are", "How long."]
    assert "We do not ask your name." in shown.words()
    assert "public task" in shown.words()
