"""Two-step sign-in: setting it up, using a code once, recovery codes, losing the phone."""

import re
import time

import pytest
from passlib.totp import TOTP
from sqlalchemy import select

from cypp_consult.core.audit import AuditEntry
from cypp_consult.core.roles import Role

PASSWORD = "a long password"


@pytest.fixture
def joe(person):
    return person(Role.ANALYST, name="Joe Carter", email="joe@example.org")


def first_step(page, **options):
    return page.submit("/sign-in", button="Sign in", email="joe@example.org", password=PASSWORD, **options)


def set_up(page):
    """Sign in, set two steps up, and return what the app on the phone knows."""
    first_step(page, follow=False, status=302)
    page.get("/two-step")
    answer = page.post("/two-step", {"setup": "authenticator"})
    image = answer.find("//h:img/@src")[0]
    assert image.startswith("data:image/svg+xml")
    key = answer.words("//h:code")
    phone = TOTP(key=key.replace(" ", "").replace("-", ""), format="base32")
    url = answer.find("//h:form[contains(@action,'/two-step/')]/@action")[0]
    page.post(url, {"code": "000000"})
    # codes of the step before count too, which leaves the present one for signing in
    done = page.post(url, {"code": phone.generate(time.time() - 30).token})
    assert "Two-step sign-in is on" in done.words()
    return phone


def test_after_the_password_a_code_is_asked_for_and_works_once(page, session, joe):
    phone = set_up(page)
    page.post("/sign-out", follow=False, status=302)
    answer = first_step(page)
    assert answer.heading == "Type your code"
    assert page.client.get("/account").status_code == 302, "the password alone lets nobody in"
    code = phone.generate().token
    assert page.submit("/sign-in-code", code="123").errors()
    page.submit("/sign-in-code", code=code, follow=False, status=302)
    assert page.get("/account").heading == "Your account"
    page.post("/sign-out", follow=False, status=302)
    first_step(page)
    again = page.submit("/sign-in-code", code=code)
    assert again.errors() == ["That code does not fit. Wait for the next one on your phone and type it"]
    assert "person.second_step_set" in session.scalars(select(AuditEntry.action)).all()


def test_recovery_codes_work_once_each(page, session, joe):
    set_up(page)
    codes = [
        item.text
        for item in page.post("/recovery-codes", {"generate_new_codes": "1"}).find("//h:ul[@class='codes']//h:code")
    ]
    assert len(codes) == len(set(codes)) == 8
    session.refresh(joe)
    assert codes[0] not in str(joe.mf_recovery_codes), "kept sealed"
    assert codes[0] in page.get("/recovery-codes?show_codes=1").words()
    for expected in (True, False):
        page.post("/sign-out", follow=False, status=302)
        first_step(page)
        if expected:
            page.submit("/recovery", code=codes[0], follow=False, status=302)
        else:
            assert page.submit("/recovery", code=codes[0]).errors() == [
                "That recovery code does not fit or was used already. Try another"
            ]


def test_codes_are_guessed_as_slowly_as_passwords(page, joe):
    set_up(page)
    page.post("/sign-out", follow=False, status=302)
    first_step(page)
    for _ in range(10):
        page.submit("/sign-in-code", code="000000")
    page.submit("/sign-in-code", code="000000", status=429)


def test_it_is_turned_off_by_oneself_or_by_an_administrator(page, session, person, joe):
    set_up(page)
    assert "It is on" in page.get("/two-step").words()
    page.post("/two-step", {"setup": "disable"})
    session.refresh(joe)
    assert joe.tf_primary_method is None
    page.post("/sign-out", follow=False, status=302)
    set_up_again = set_up(page)
    assert set_up_again
    page.sign_out().sign_in(person(Role.ADMINISTRATOR))
    answer = page.submit(f"/people/{joe.id}", form="//h:form[contains(@action,'second-step-off')]")
    assert "Two-step sign-in is off" in answer.words()
    page.sign_out()
    first_step(page, follow=False, status=302)
    assert page.get("/account").heading == "Your account"


def test_the_password_is_asked_again_before_it_is_changed_after_a_while(page, joe):
    page.sign_in(joe)  # a session that says nothing of when it began
    answer = page.get("/two-step")
    assert answer.heading == "Is it you?"
    assert page.submit(answer.url + "?next=/two-step", password="wrong").errors()
    assert page.submit("/confirm-it-is-you?next=/two-step", password=PASSWORD).heading == "Two-step sign-in"


@pytest.mark.parametrize("url", ["/sign-in-code", "/recovery", "/sign-in-way"])
def test_the_second_step_is_no_way_round_the_first(page, url):
    assert page.get(url).heading == "Sign in"


def test_help_by_mail_is_not_offered(page, joe):
    set_up(page)
    page.post("/sign-out", follow=False, status=302)
    answer = first_step(page)
    assert not re.search(r"sign-in-help", answer.body)
