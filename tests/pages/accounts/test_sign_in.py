"""Signing in and out, forgotten passwords, and how slow guessing is."""

import re
from collections import Counter
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from cypp_consult.accounts.models import User
from cypp_consult.core.audit import AuditEntry
from cypp_consult.core.buckets import Bucket
from cypp_consult.core.mail import Mail
from cypp_consult.core.roles import Role
from tests.page import Page

PASSWORD = "a long password"
EMAIL = "amina@example.org"


@pytest.fixture
def amina(person):
    return person(Role.LEAD, name="Amina Yusuf", email=EMAIL)


def sign_in(page, email=EMAIL, password=PASSWORD, **options):
    return page.submit("/sign-in", button="Sign in", email=email, password=password, **options)


def signed_in(page):
    return page.client.get("/account").status_code == 200


def actions(session):
    return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def test_a_person_signs_in_and_out(page, session, amina):
    sign_in(page, follow=False, status=302)
    assert signed_in(page)
    page.post("/sign-out", follow=False, status=302)
    assert not signed_in(page)
    assert actions(session) == ["person.signed_in", "person.signed_out"]


def test_signing_out_takes_a_button_and_not_a_link(page, amina):
    page.sign_in(amina).get("/sign-out", status=405)


def test_who_is_asked_to_sign_in_comes_back_to_where_they_were_going(page, amina):
    first = page.get("/account")
    assert first.heading == "Sign in"
    assert "Please sign in" in first.words()
    answer = page.submit("/sign-in?next=/account", email=EMAIL, password=PASSWORD)
    assert answer.heading == "Your account"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_nobody_is_sent_elsewhere_after_signing_in(page, amina, target):
    answer = page.client.get("/sign-in", query_string={"next": target})
    answer.close()
    reply = page.client.post(
        "/sign-in",
        query_string={"next": target},
        data={"csrf_token": page.token(), "email": EMAIL, "password": PASSWORD},
    )
    assert not reply.headers.get("Location", "").startswith(("http", "//"))


@pytest.mark.parametrize(
    ("email", "password"),
    [
        (EMAIL, "wrong"),
        ("nobody@example.org", PASSWORD),
        ("no address", PASSWORD),
        ("", ""),
        (EMAIL, ""),
        (EMAIL, "a\x00b"),
    ],
)
def test_every_failure_is_answered_alike(page, session, amina, email, password):
    answer = sign_in(page, email, password)
    assert answer.errors() == ["That e-mail address and password do not fit together. Check both and try again"]
    assert answer.find("//h:input[@name='email']/@value") == ([email] if email else [""])
    assert actions(session) == ["sign_in.failed"]
    line = session.query(AuditEntry).one()
    assert "example" not in f"{line.object_id}{line.detail}{line.actor_name}", "only a hash of the account"


def test_who_is_switched_off_cannot_sign_in_and_is_told_only_with_the_right_password(page, session, amina):
    amina.active = False
    session.commit()
    for password in (PASSWORD, "wrong"):
        assert sign_in(page, password=password).errors()
    assert not signed_in(page)


def test_case_of_the_address_does_not_matter(page, amina):
    sign_in(page, email="Amina@Example.ORG", follow=False, status=302)


def test_nothing_of_where_people_sign_in_from_is_kept(page, session, amina):
    page.client.environ_base["REMOTE_ADDR"] = "198.51.100.77"
    sign_in(page, password="wrong")
    sign_in(page, follow=False, status=302)
    session.refresh(amina)
    assert (amina.last_login_ip, amina.current_login_ip, amina.last_login_at) == (None, None, None)
    kept = str([(row.actor_name, row.object_id, row.detail) for row in session.query(AuditEntry)])
    kept += str([(row.key, row.tries) for row in session.query(Bucket)])
    assert "198.51" not in kept


def test_there_is_no_remember_me(page, amina):
    assert page.get("/sign-in").find("//h:input[@name='remember']") == []
    page.post("/sign-in", {"email": EMAIL, "password": PASSWORD, "remember": "y"}, follow=False, status=302)
    assert page.client.get_cookie("remember_token") is None


def test_the_json_way_round_the_pages_is_closed(page, amina):
    given = {"email": EMAIL, "password": PASSWORD}
    reply = page.client.post("/sign-in", json=given, headers={"X-CSRFToken": page.token()})
    assert reply.status_code == 415
    assert not signed_in(page)


def test_a_post_without_a_token_is_refused(app, amina):
    reply = app.test_client().post("/sign-in", data={"email": EMAIL, "password": PASSWORD})
    assert reply.status_code == 400


def test_the_eleventh_try_waits_and_keeps_the_address_typed(page, amina):
    for _ in range(10):
        sign_in(page, password="wrong")
    answer = sign_in(page, password=PASSWORD, status=429)
    assert answer.errors() == ["That was too many tries. Wait 5 minutes and try again"]
    assert answer.find("//h:input[@name='email']/@value") == [EMAIL]
    assert answer.find("//h:input[@name='password']/@value") in ([], [""])
    assert int(answer.response.headers["Retry-After"]) > 200


def test_another_person_at_the_same_place_is_not_held_up(page, person, amina):
    person(Role.ANALYST, email="joe@example.org")
    for _ in range(11):
        page.client.post("/sign-in", data={"csrf_token": page.token(), "email": EMAIL, "password": "wrong"})
    sign_in(page, email="joe@example.org", follow=False, status=302)


def test_who_got_in_begins_anew(page, amina):
    for _ in range(3):
        for _ in range(9):
            sign_in(page, password="wrong")
        sign_in(page, follow=False, status=302)
        page.post("/sign-out", follow=False, status=302)


def test_of_forty_guesses_at_once_exactly_ten_are_heard(app, session, amina):
    pages = [Page(app) for _ in range(40)]
    tokens = [page.token() for page in pages]
    start, outcome = Barrier(40), Counter()

    def guess(page, token):
        start.wait()
        reply = page.client.post("/sign-in", data={"csrf_token": token, "email": EMAIL, "password": "wrong"})
        outcome[reply.status_code] += 1

    threads = [Thread(target=guess, args=pair) for pair in zip(pages, tokens, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcome == {200: 10, 429: 30}


def link_of(app):
    folder = app.config["INSTANCE_PATH"] / "outbox"
    newest = max(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns).read_text()
    return re.search(
        r"http://127.0.0.1:5000(/reset-password/\S+)", newest.replace("=\n", "").replace("=3D", "=")
    ).group(1)


def test_a_forgotten_password_is_chosen_anew_once(app, page, session, amina):
    elsewhere = Page(app).sign_in(amina)
    answer = page.submit("/reset-password", email=EMAIL)
    assert "a mail with a link is on its way" in answer.words()
    url = link_of(app)
    assert page.get(url).heading == "Your new password"
    assert page.submit(url, password="short", password_confirm="short").errors() == [
        "Password must be 12 characters or more"
    ]
    assert page.submit(url, password="twelve letters", password_confirm="twelve lettres").errors() == [
        "The two passwords differ. Type the same one twice"
    ]
    answer = page.submit(url, password="six purple trams", password_confirm="six purple trams")
    assert answer.heading == "Sign in"
    assert "Your new password is saved" in answer.words()
    assert not signed_in(elsewhere), "every older session is over"
    assert "used already" in page.get(url).words(), "a link works once"
    sign_in(page, password="six purple trams", follow=False, status=302)
    assert [action for action in actions(session) if action != "person.signed_in"] == [
        "person.reset_link_sent",
        "person.password_reset",
    ]


@pytest.mark.parametrize("email", [EMAIL, "nobody@example.org"])
def test_asking_for_a_link_does_not_say_who_has_an_account(page, session, amina, email):
    answer = page.submit("/reset-password", email=email)
    said = answer.words()
    assert "If we know that e-mail address, a mail with a link is on its way" in said
    assert session.query(Mail).count() == (email == EMAIL)


def test_asking_for_links_without_end_is_slowed_down(page, session, amina):
    for _ in range(10):
        page.submit("/reset-password", email=EMAIL)
    answer = page.submit("/reset-password", email=EMAIL, status=429)
    assert answer.find("//h:input[@name='email']/@value") == [EMAIL]
    assert session.query(Mail).count() == 10


def test_the_link_leads_to_our_address_whatever_host_was_named(app, page, amina):
    page.client.post(
        "/reset-password", data={"csrf_token": page.token(), "email": EMAIL}, headers={"Host": "evil.example"}
    )
    assert link_of(app)


def test_changing_the_password_ends_other_sessions(app, page, session, amina):
    elsewhere = Page(app).sign_in(amina)
    page.sign_in(amina)
    new = {"new_password": "six purple trams", "new_password_confirm": "six purple trams"}
    assert page.submit("/change-password", password="wrong", **new).errors() == [
        "That is not your password. Check it and try again"
    ]
    same = {"new_password": PASSWORD, "new_password_confirm": PASSWORD}
    assert page.submit("/change-password", password=PASSWORD, **same).errors() == [
        "Choose a password that differs from the one before"
    ]
    assert page.submit("/change-password", password=PASSWORD, **new).heading == "Your account"
    assert not signed_in(elsewhere)
    assert "person.password_changed" in actions(session)


def test_signing_out_everywhere_ends_every_session(app, page, amina):
    elsewhere = Page(app).sign_in(amina)
    page.sign_in(amina)
    answer = page.submit("/account", form="//h:form[contains(@action,'sign-out-everywhere')]")
    assert answer.heading == "Sign in"
    assert not signed_in(elsewhere)
    assert not signed_in(page)


def test_ones_own_name_is_changed(page, session, amina):
    page.sign_in(amina)
    assert page.submit("/account", name="").errors() == ["Enter your name"]
    assert "Your name is changed" in page.submit("/account", name="Amina Y.").words()
    assert session.get(User, amina.id).name == "Amina Y."


def test_a_session_ends_after_twelve_hours(page, session, amina):
    sign_in(page, follow=False, status=302)
    with page.client.session_transaction() as kept:
        kept["since"] -= 12 * 3600 - 60
    assert signed_in(page)
    with page.client.session_transaction() as kept:
        kept["since"] -= 61
    assert not signed_in(page)


def test_every_page_of_a_new_password_says_what_is_missing(page, amina):
    page.sign_in(amina)
    assert page.submit("/change-password", password=PASSWORD).errors() == [
        "Enter a new password",
        "Type the new password again",
    ]
