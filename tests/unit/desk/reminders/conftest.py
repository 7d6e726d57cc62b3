"""A real mail server on this machine, and a clock that tests set."""

import email
import email.policy
import socket
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller

from cypp_consult.core import clock, worker


class PostBox:
    """Every letter that arrived, oldest first."""

    def __init__(self):
        self.letters = []
        self.answer = "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - aiosmtpd's name
        if self.answer.startswith("250"):
            self.letters.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return self.answer

    def to(self, person):
        return [letter for letter in self.letters if letter["To"] == person.email]

    def words(self, number=-1):
        return self.letters[number].get_body(("plain",)).get_content().replace("\r\n", "\n")

    def subjects(self):
        # a long one begins on a line of its own, and its reader keeps the blank before it
        return [letter["Subject"].strip() for letter in self.letters]


@pytest.fixture
def post_box(app, monkeypatch):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    box = PostBox()
    box.url = f"smtp://127.0.0.1:{port}"
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    monkeypatch.setitem(app.config, "MAIL_URL", box.url)
    yield box
    controller.stop()


@pytest.fixture
def at(session, monkeypatch):
    """Let it be a moment, and let a worker make its rounds until nothing is left to do."""

    def set_clock(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)
        session.commit()
        for _ in range(3):
            worker.run_due(session)
        session.expire_all()
        return moment

    return set_clock


@pytest.fixture
def ten():
    """Ten o'clock in London on the n-th day of a quiet month, without a change of the clocks."""
    from datetime import UTC, datetime

    first = datetime(2027, 2, 1, 10, tzinfo=UTC)  # a Monday
    return lambda number, **more: first + timedelta(days=number - 1, **more)
