"""A pairing code from the command line."""

import pytest
from click.testing import CliRunner

from cypp_consult.cli import main
from cypp_consult.core import clock
from cypp_consult.events import pairing
from tests import make
from tests.unit.events.keys import KEY


@pytest.fixture
def run(app, session):
    def invoke(*arguments: str):
        return CliRunner().invoke(main, list(arguments), obj=lambda: app)

    return invoke


def test_a_code_is_printed_for_an_event_by_slug_or_id(run, session):
    of = make.consultation(session)
    event = make.event(session, of, private_key=KEY)
    session.commit()
    for named in (event.slug, str(event.id)):
        done = run("pairing-code", of.slug, named)
        assert done.exit_code == 0, done.stderr
        device, _token = pairing.pair(session, done.stdout.strip(), None, clock.now())
        assert device.event_id == event.id
        session.commit()


def test_what_is_not_there_or_not_ready_is_said_in_one_line(run, session):
    of = make.consultation(session)
    event = make.event(session, of, safeguarding_name="", private_key=KEY)
    other = make.event(session, make.consultation(session), private_key=KEY)
    session.commit()
    for slug, named, words in (
        (of.slug, "nowhere", "There is no event “nowhere”"),
        (of.slug, other.slug, "There is no event"),
        ("atlantis", event.slug, "There is no consultation “atlantis”."),
        (of.slug, event.slug, "is not ready: name a safeguarding lead"),
    ):
        done = run("pairing-code", slug, named)
        assert (done.exit_code, done.stdout) == (2, "")
        assert words in done.stderr and done.stderr.count("\n") == 1
