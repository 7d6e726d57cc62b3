"""Mails are sent once, tried again when they cannot be, and cannot be bent."""

import email
import email.policy
import smtplib
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from aiosmtpd.controller import Controller
from hypothesis import given
from hypothesis import strategies as st

from cypp_consult.core import clock, mail, post_office, worker
from cypp_consult.core.database import db
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.core.jobs import Job, JobState
from cypp_consult.core.mail import Mail, MailState
from cypp_consult.core.waking import wake

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


class Server:
    """A mail server that keeps what it gets, or answers as told."""

    def __init__(self):
        self.letters = []
        self.answer = "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - aiosmtpd's name
        if self.answer.startswith("250"):
            self.letters.append((envelope.rcpt_tos, envelope.content))
        return self.answer


@pytest.fixture
def server(app, monkeypatch):
    handler = Server()
    controller = Controller(handler, hostname="127.0.0.1", port=0)
    # the controller asks its own port before it knows it; any free one of the machine will do
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        controller.port = probe.getsockname()[1]
    controller.start()
    monkeypatch.setitem(app.config, "MAIL_URL", f"smtp://127.0.0.1:{controller.port}")
    monkeypatch.setitem(app.config, "MAIL_FROM", "Ashdale <plan@ashdale.example>")
    yield handler
    controller.stop()


def posted(session, **given):
    values = {"to": "joe@example.org", "subject": "Ünder “way”", "text": "Héllo\n.\nbye", "html": "<p>Héllo</p>"}
    job = mail.post(session, at=clock.now(), **{**values, **given})
    session.commit()
    return job.id


def only(session):
    session.expire_all()
    return session.query(Mail).one()


def test_a_mail_arrives_whole_and_its_words_are_not_kept(session, server):
    wake(posted(session))
    ((recipients, content),) = server.letters
    assert recipients == ["joe@example.org"]
    got = email.message_from_bytes(content, policy=email.policy.default)
    assert got["Subject"] == "Ünder “way”"
    assert got["From"] == "Ashdale <plan@ashdale.example>"
    assert got["Auto-Submitted"] == "auto-generated"
    row = only(session)
    assert got["Message-ID"] == f"<{row.message_id}@ashdale.example>"
    assert got.get_body(("plain",)).get_content().splitlines() == ["Héllo", ".", "bye"]
    assert "<p>Héllo</p>" in got.get_body(("html",)).get_content()
    assert (row.state, row.text, row.html) == (MailState.SENT, "", "")
    assert row.sent_at is not None


def test_waking_twice_and_sweeping_send_once(session, server):
    job_id = posted(session)
    wake(job_id)
    wake(job_id)
    worker.run_due(session)
    assert len(server.letters) == 1


def test_competing_senders_send_once(app, session, server):
    for number in range(8):
        mail.post(session, to=f"p{number}@example.org", subject="s", text="t", at=clock.now())
    session.commit()
    start = Barrier(4)

    def work():
        with app.app_context():
            start.wait()
            mail.send_due(db.session(), {}, None)

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(to for (to,), _ in server.letters) == [f"p{number}@example.org" for number in range(8)]


def test_a_server_that_is_busy_is_asked_again_later(session, server, monkeypatch):
    server.answer = "451 try later"
    wake(posted(session))
    row = only(session)
    assert (row.state, row.tries) == (MailState.WAITING, 1)
    assert row.next_try_at > clock.now() + timedelta(seconds=30)
    assert worker.run_due(session) == 0, "not before its time"
    server.answer = "250 OK"
    row.next_try_at = clock.now() - timedelta(seconds=1)
    session.commit()
    assert worker.run_due(session) == 1
    assert only(session).state == MailState.SENT
    assert len(server.letters) == 1


def test_a_server_that_says_never_is_not_asked_again(session, server):
    server.answer = "554 no such thing here"
    wake(posted(session))
    row = only(session)
    assert row.state == MailState.FAILED
    assert "554" in row.problem
    assert row.text == ""


def test_a_server_that_is_not_there_is_tried_for_a_day_and_then_given_up(app, session, monkeypatch):
    monkeypatch.setitem(app.config, "MAIL_URL", "smtp://127.0.0.1:1")
    wake(posted(session))
    for _ in mail.WAITS:
        row = only(session)
        assert row.state == MailState.WAITING
        row.next_try_at = clock.now() - timedelta(seconds=1)
        session.commit()
        worker.run_due(session)
    assert only(session).state == MailState.FAILED
    assert session.query(Job).filter(Job.state == JobState.FAILED).count() == 0


def test_a_sender_that_died_is_followed_by_another(session, server):
    posted(session)
    row = only(session)
    assert mail.claim(session, row.id, clock.now() - mail.LEASE - timedelta(seconds=1))
    assert worker.run_due(session) >= 1
    assert only(session).state == MailState.SENT


def test_without_a_server_mails_are_files_for_the_owner_alone(app, session):
    wake(posted(session))
    path = app.config["INSTANCE_PATH"] / "outbox" / f"{only(session).message_id}.eml"
    assert path.stat().st_mode & 0o777 == 0o600
    assert email.message_from_bytes(path.read_bytes(), policy=email.policy.default)["To"] == "joe@example.org"


def test_old_rows_go(session):
    wake(posted(session))
    row = only(session)
    row.created_at = clock.now() - mail.KEPT - timedelta(days=1)
    session.commit()
    worker.run_due(session)
    assert session.query(Mail).count() == 0


@pytest.mark.parametrize("sign", ["\n", "\r", "\r\nBcc: x@example.org", "\x00", "\u2028", "\x85"])
def test_a_line_of_the_head_cannot_be_broken(session, sign):
    with pytest.raises(InvalidInputError):
        mail.post(session, to="joe@example.org", subject=f"Hello{sign}", text="t", at=NOON)
    with pytest.raises(InvalidInputError):
        mail.post(session, to=f"joe@example.org{sign}", subject="Hello", text="t", at=NOON)


@given(st.text(max_size=60), st.text(max_size=40))
def test_whatever_is_accepted_has_one_recipient_and_one_subject(subject, address):
    try:
        mail.check_line("The subject", subject)
        mail.check_address(address)
    except InvalidInputError:
        return
    made = post_office.letter(
        sender="Ashdale <plan@ashdale.example>",
        to=address,
        subject=subject,
        text="t",
        html="",
        message_id="a" * 32,
        at=NOON,
    )
    assert len(made["To"].addresses) == 1
    names = [name.lower() for name in email.message_from_bytes(made.as_bytes(policy=made.policy.clone(utf8=True)))]
    assert sorted(set(names)) == sorted(names), "nothing was slipped into the head"
    assert "bcc" not in names


@pytest.mark.parametrize("url", ["http://example.org", "smtp:", "mail.example.org"])
def test_an_address_that_is_no_mail_server_is_refused_in_words(url, tmp_path):
    with pytest.raises(InvalidInputError, match="CYPP_MAIL_URL"):
        post_office.at_address(url, tmp_path)


def test_a_password_is_never_sent_in_the_clear_to_another_machine(monkeypatch):
    from urllib.parse import urlsplit

    class Bare:
        def ehlo(self): ...
        def has_extn(self, _name):
            return False

        def login(self, _user, _password):
            pytest.fail("the password was sent")

    import ssl

    with pytest.raises(smtplib.SMTPException):
        post_office._say_hello(Bare(), urlsplit("smtp://u:p@mail.example.org"), ssl.create_default_context())
