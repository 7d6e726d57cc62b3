"""What is unsafe, missing or broken about this installation, in words for its operator."""

import ipaddress
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.utils import parseaddr
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import func, select

from cypp_consult.core import jobs, mail, post_office
from cypp_consult.core.database import session
from cypp_consult.core.errors import DomainError
from cypp_consult.core.waking import waker
from cypp_consult.web import operators

SHORTEST_KEY = 32
SAFE_THRESHOLD = 5


class Level(StrEnum):
    """How bad a finding is: `wrong` must be put right, `note` should be known."""

    WRONG = "wrong"
    NOTE = "note"


@dataclass(frozen=True)
class Finding:
    """One thing the operator should know."""

    level: Level
    words: str


def wrong(words: str) -> Finding:
    """Return a finding that must be put right."""
    return Finding(Level.WRONG, words)


def note(words: str) -> Finding:
    """Return a finding that should be known."""
    return Finding(Level.NOTE, words)


def is_near(host: str | None) -> bool:
    """Say whether a host is this machine itself."""
    try:
        return host == "localhost" or ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def _key() -> Iterator[Finding]:
    if len(current_app.config["SECRET_KEY"]) < SHORTEST_KEY:
        yield wrong(f"CYPP_SECRET_KEY is shorter than {SHORTEST_KEY} characters, so it can be guessed.")
    kept = Path(current_app.instance_path) / "secret_key"
    if kept.exists() and kept.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield wrong(f"Others on this machine can read {kept}. Run: chmod 600 {kept}")


def _address() -> Iterator[Finding]:
    base = urlsplit(current_app.config["BASE_URL"])
    if base.scheme not in {"http", "https"} or not base.hostname:
        yield wrong("CYPP_BASE_URL must be the full address people use, such as https://consult.example.org.")
    elif base.scheme == "http" and not is_near(base.hostname):
        yield wrong("CYPP_BASE_URL begins with http://, so passwords and answers travel in the clear. Use https://.")
    elif base.scheme == "https" and not current_app.config["TRUSTED_PROXIES"]:
        yield note("CYPP_TRUSTED_PROXIES is 0. Behind a reverse proxy set it to 1, or all people share one throttle.")


def _mail() -> Iterator[Finding]:
    url = current_app.config["MAIL_URL"]
    _, sender = parseaddr(current_app.config["MAIL_FROM"])
    if "@" not in sender:
        yield wrong("CYPP_MAIL_FROM is no sender. Write it as: Name <name@example.org>")
    if not url:
        yield note("CYPP_MAIL_URL is empty: mails lie as files in the folder outbox of the instance folder.")
        return
    if sender.endswith("@localhost"):
        yield note("CYPP_MAIL_FROM ends in @localhost: most mail servers refuse that.")
    try:
        post_office.at_address(url, Path(current_app.instance_path))
        post_office.reach(url)
    except (DomainError, OSError) as error:
        yield wrong(f"The mail server cannot be used: {error}")


def _queue() -> Iterator[Finding]:
    try:
        waker(current_app._get_current_object()).try_queue()  # type: ignore[attr-defined]  # noqa: SLF001 - the way Flask gives the application itself
    except Exception as error:  # noqa: BLE001 - each queue raises its own
        yield wrong(f"The queue cannot be used: {error}")
    if not current_app.config["JOBS_IN_PROCESS"]:
        yield note("CYPP_JOBS_IN_PROCESS is 0: keep `cypp-consult jobs run` running, or no mail and no export is made.")


def _house() -> Iterator[Finding]:
    if current_app.config["DEMONSTRATION"]:
        yield note("CYPP_DEMONSTRATION is 1: every page says that its content is made up.")
    if current_app.config["SUPPRESSION_THRESHOLD"] < SAFE_THRESHOLD:
        yield note(f"CYPP_SUPPRESSION_THRESHOLD is below {SAFE_THRESHOLD}: small groups may be recognised.")


def _work() -> Iterator[Finding]:
    failed = select(func.count(jobs.Job.id)).where(jobs.Job.state == jobs.JobState.FAILED)
    if count := session().scalar(failed):
        yield note(f"Jobs that failed: {count}. The log says why.")
    lost = select(func.count(mail.Mail.id)).where(mail.Mail.state == mail.MailState.FAILED)
    if count := session().scalar(lost):
        yield note(f"Mails given up in the last 30 days: {count}. The log says why.")


def findings(more: Callable[[], Iterator[Finding]] | None = None) -> list[Finding]:
    """Return everything found, worst first. What asks the database is left out while that is not in order."""
    broken = [wrong(f"{words[0].upper()}{words[1:]}.") for words in operators.problems()]
    checks: list[Callable[[], Any]] = [_key, _address, _mail, _queue, _house]
    if not broken:
        checks += [_work, *([more] if more else [])]
    found = broken + [finding for check in checks for finding in check()]
    return sorted(found, key=lambda finding: finding.level != Level.WRONG)
