"""The list of people, inviting, roles, switching off."""

import re

import pytest
from sqlalchemy import select

from cypp_consult.accounts import services
from cypp_consult.accounts.models import User
from cypp_consult.core import clock
from cypp_consult.core.audit import AuditEntry
from cypp_consult.core.mail import Mail, MailState
from cypp_consult.core.roles import Role


@pytest.fixture
def administrator(person):
    return person(Role.ADMINISTRATOR, name="Ada Winter", email="ada@example.org")


def actions(session):
    return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def letters(app):
    folder = app.config["INSTANCE_PATH"] / "outbox"
    return [path.read_text() for path in sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)]


def link_in(letter):
    """The link of a mail's plain part; quoted-printable breaks long lines."""
    return re.search(r"https?://\S+?(/\S+)", letter.replace("=\n", "").replace("=\r\n", "").replace("=3D", "=")).group(
        1
    )


def test_people_are_listed_with_roles_in_words_and_state(page, person, administrator):
    person(Role.LEAD, Role.ANALYST, name="Amina Yusuf")
    answer = page.sign_in(administrator).get("/people")
    assert answer.heading == "People"
    assert "Lead and analyst" in answer.words()
    assert "Active" in answer.words()


def test_people_are_found_by_name_and_by_address_and_percent_is_a_sign(page, person, administrator):
    person(Role.LEAD, name="Amina Yusuf")
    page.sign_in(administrator)
    assert "Amina Yusuf" in page.get("/people?q=yusuf").words()
    assert "Ada Winter" not in page.get("/people?q=yusuf").words("//h:table")
    assert "Nobody found" in page.get("/people?q=%25").words()


def test_an_invitation_lets_a_person_choose_a_password_once(app, page, session, administrator):
    answer = page.sign_in(administrator).submit(
        "/people/invite", name="Joe Carter", email="Joe@Example.org", roles=["analyst", "facilitator"]
    )
    assert "We have sent Joe Carter an invitation" in answer.words()
    assert "Invited" in answer.words("//h:table")
    mail = session.scalars(select(Mail)).one()
    assert mail.state == MailState.SENT
    assert mail.text == "", "the words go once they are sent"
    url = link_in(letters(app)[-1])
    page.sign_out()
    assert page.get(url).heading == "Welcome, Joe Carter"
    assert page.submit(url, password="short").errors() == ["Password must be 12 characters or more"]
    page.submit(url, password="four calm grey otters", follow=False, status=302)
    assert page.get("/account").words("//h:h1") == "Your account"
    assert page.sign_out().get(url, status=410).heading == "This invitation is over"
    page.submit("/sign-in", email="joe@example.org", password="four calm grey otters", follow=False, status=302)
    assert actions(session)[:3] == ["person.invited", "person.accepted", "person.signed_in"]


def test_a_new_invitation_ends_the_one_before(app, page, session, administrator):
    page.sign_in(administrator).submit("/people/invite", name="Joe", email="joe@example.org", roles=["analyst"])
    first = link_in(letters(app)[-1])
    joe = session.scalars(select(User).where(User.email == "joe@example.org")).one()
    page.post(f"/people/{joe.id}/invite-again")
    second = link_in(letters(app)[-1])
    assert first != second
    page.sign_out().get(first, status=410)
    page.get(second)


def test_a_known_address_is_not_invited_twice_however_it_is_written(page, person, administrator):
    person(Role.LEAD, email="amina@example.org")
    answer = page.sign_in(administrator).submit("/people/invite", name="A", email="AMINA@example.org", roles=["lead"])
    assert "is here already" in answer.errors()[0]
    assert answer.find("//h:input[@name='name']/@value") == ["A"], "what was typed is still there"


@pytest.mark.parametrize(
    "address", ["", "nobody", "a@b.c\nBcc: d@e.f", "a@example.org, b@example.org", "A <a@example.org>"]
)
def test_an_address_that_is_none_is_refused(page, session, administrator, address):
    answer = page.sign_in(administrator).submit("/people/invite", name="A", email=address, roles=["lead"])
    assert answer.errors()
    assert session.scalars(select(Mail)).all() == []


def test_roles_are_changed_and_written_down(page, session, person, administrator):
    joe = person(Role.ANALYST)
    page.sign_in(administrator).submit(f"/people/{joe.id}", button="Save roles", roles=["lead", "partner"])
    session.refresh(joe)
    assert joe.role_names == {Role.LEAD, Role.PARTNER}
    line = session.scalars(select(AuditEntry).where(AuditEntry.action == "person.roles_changed")).one()
    assert line.detail == {"before": ["analyst"], "after": ["lead", "partner"]}
    assert "Ada Winter" in line.actor_name


def test_the_last_administrator_stays(page, session, person, administrator):
    page.sign_in(administrator)
    answer = page.submit(f"/people/{administrator.id}", button="Save roles", roles=["lead"])
    assert "There must be an administrator" in answer.words()
    answer = page.post(f"/people/{administrator.id}/switch-off")
    assert "There must be an administrator" in answer.words()
    session.refresh(administrator)
    assert administrator.active
    assert administrator.role_names == {Role.ADMINISTRATOR}
    second = person(Role.ADMINISTRATOR)
    page.post(f"/people/{second.id}/switch-off")
    session.refresh(second)
    assert not second.active


def test_switching_off_ends_sessions_and_can_be_undone(app, page, session, person, administrator):
    from tests.page import Page

    joe = person(Role.ANALYST, name="Joe Carter")
    joes = Page(app).sign_in(joe)
    joes.get("/account")
    answer = page.sign_in(administrator).post(f"/people/{joe.id}/switch-off")
    assert "can no longer sign in" in answer.words()
    joes.get("/account", follow=False, status=302)
    page.submit(f"/people/{joe.id}", form="//h:form[contains(@action,'switch-on')]")
    session.refresh(joe)
    assert joe.active


def test_somebody_elses_number_is_not_found(page, administrator):
    page.sign_in(administrator).get("/people/987654", status=404)


def test_a_long_list_is_paged(page, session, administrator):
    for number in range(60):
        services.invite(session, name=f"Person {number:02}", email=f"p{number}@example.org", roles=[], at=clock.now())
    session.commit()
    first = page.sign_in(administrator).get("/people?q=person")
    assert "Page 1 of 2, 60 people" in first.words()
    second = page.get(first.find("//h:a[@rel='next']/@href")[0])
    assert len(second.find("//h:tbody/h:tr")) == 10
    page.get("/people?page=99")
    page.get("/people?page=x")
