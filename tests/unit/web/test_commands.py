"""Commands for operators, on an installation of their own."""

import json
import subprocess
import sys
import time
import urllib.request

import pytest
from click.testing import CliRunner
from flask_migrate import stamp

from cypp_consult.app import create_app
from cypp_consult.cli import main
from cypp_consult.core import clock, mail
from cypp_consult.core.database import db

KEYS = (
    "CYPP_MAIL_URL",
    "CYPP_BASE_URL",
    "CYPP_SECRET_KEY",
    "CYPP_DATABASE_URL",
    "CYPP_QUEUE_URL",
    "CYPP_DEMONSTRATION",
)


@pytest.fixture
def installation(tmp_path, monkeypatch):
    for name in KEYS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CYPP_INSTANCE_PATH", str(tmp_path))
    app = create_app({"LOG_FORMAT": "plain"})
    with app.app_context():
        db.create_all()
        stamp(directory=str(app.extensions["migrate"].directory))
        db.session.remove()
        db.engine.dispose()
    return tmp_path


def run(*arguments, **options):
    return CliRunner().invoke(main, arguments, **options)


def test_the_first_administrator_gets_a_link_or_a_password(installation):
    first = run("init", "--admin-email", "Ada@example.org", "--admin-name", "Ada Winter")
    assert first.exit_code == 0, first.output
    link = first.output.strip().splitlines()[-1]
    assert link.startswith("http://127.0.0.1:5000/invitation/")
    assert run("init", "--admin-email", "ada@example.org").output.strip().splitlines()[-1] != link
    done = run("init", "--admin-email", "ada@example.org", "--password-stdin", input="a long password\n")
    assert "can sign in" in done.output
    assert "has a password already" in run("init", "--admin-email", "ada@example.org").output
    assert run("check").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "given", "words"),
    [
        (["--password-stdin"], "a long password", "needs --admin-email"),
        (["--admin-email", "ada@example.org", "--password-stdin"], "short", "12 characters"),
        (["--admin-email", "nobody"], "", "one e-mail address"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(installation, arguments, given, words):
    result = run("init", *arguments, input=given)
    assert result.exit_code == 2
    assert words in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("CYPP_SECRET_KEY", "short", "can be guessed"),
        ("CYPP_BASE_URL", "http://consult.example.org", "in the clear"),
        ("CYPP_BASE_URL", "consult.example.org", "full address"),
        ("CYPP_MAIL_URL", "smtp://127.0.0.1:1", "mail server cannot be used"),
        ("CYPP_MAIL_URL", "imap://127.0.0.1", "must look like smtp://"),
        ("CYPP_MAIL_FROM", "nobody", "no sender"),
        ("CYPP_QUEUE_URL", "amqp://x", "CYPP_QUEUE_URL must start with"),
        ("CYPP_QUEUE_URL", "redis://127.0.0.1:1/0", "queue cannot be used"),
        ("CYPP_TRUSTED_PROXIES", "one", "whole number"),
    ],
)
def test_check_names_what_must_be_put_right(installation, monkeypatch, name, value, words):
    monkeypatch.setenv(name, value)
    result = run("check")
    assert result.exit_code == 2, result.output
    assert words in result.output


def test_check_sees_a_key_that_others_can_read(installation):
    (installation / "secret_key").chmod(0o644)
    assert "chmod 600" in run("check").output


def test_check_on_an_empty_folder_says_init(tmp_path, monkeypatch):
    monkeypatch.setenv("CYPP_INSTANCE_PATH", str(tmp_path / "new"))
    result = run("check")
    assert result.exit_code == 2
    assert "cypp-consult init" in result.output


def test_jobs_due_and_run_once(installation):
    app = create_app({"LOG_FORMAT": "plain"})
    with app.app_context():
        mail.post(db.session(), to="joe@example.org", subject="Hello", text="Hello", at=clock.now())
        db.session.commit()
        db.session.remove()
    (waiting,) = json.loads(run("jobs", "due").stdout)
    assert (waiting["kind"], waiting["state"]) == ("mail.send", "queued")
    assert "done 1" in run("jobs", "run", "--once").output
    assert json.loads(run("jobs", "due").stdout) == []


def test_the_server_serves_logs_no_address_and_ends_on_sigterm(installation):
    import os
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", "from cypp_consult.cli import main; main()", "serve", "--port", str(port)]
    with subprocess.Popen(command, env=dict(os.environ), stderr=subprocess.PIPE, text=True) as process:
        try:
            answer = _ask(f"http://127.0.0.1:{port}/healthz", process)
            assert json.loads(answer.read()) == {"status": "ok"}
            assert answer.headers["X-Request-ID"]
            _ask(f"http://127.0.0.1:{port}/reset-password/some-secret-token", process)
            assert (installation / "gunicorn.ctl").exists()
        finally:
            process.terminate()
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 0
    lines = [json.loads(line) for line in errors.splitlines() if line.startswith("{")]
    asked = [line for line in lines if line["event"] == "request"]
    assert {"GET"} == {line["method"] for line in asked}
    assert "/reset-password/<token>" in {line["route"] for line in asked}
    assert "some-secret-token" not in errors
    assert "Python-urllib" not in errors


def _ask(url, process):
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        try:
            return urllib.request.urlopen(url, timeout=10)  # noqa: S310 - our own server
        except OSError:
            time.sleep(0.2)
    pytest.fail("the server did not answer")
