"""Handing letters over: to a mail server, or as files into a folder where none is set."""

import os
import smtplib
import ssl
from collections.abc import Callable
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from functools import partial
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from cypp_consult.core.errors import InvalidInputError

Office = Callable[[EmailMessage], None]
SECONDS = 20
REFUSED = 500  # from here on a mail server says "never", below it "not now"
NEAR = {"localhost", "127.0.0.1", "::1"}


class RefusedError(Exception):
    """The mail server will never take this letter."""


def letter(*, sender: str, to: str, subject: str, text: str, html: str, message_id: str, at: datetime) -> EmailMessage:
    """Return a mail, plain and with HTML beside it, marked as written by a machine so that no machine answers it."""
    name, address = parseaddr(sender)
    made = EmailMessage(policy=SMTP)
    made["From"] = Address(display_name=name, addr_spec=address)
    made["To"] = Address(addr_spec=to)
    made["Subject"] = subject
    made["Date"] = format_datetime(at)
    made["Message-ID"] = f"<{message_id}@{address.partition('@')[2] or 'localhost'}>"
    made["Auto-Submitted"] = "auto-generated"
    made["X-Auto-Response-Suppress"] = "All"
    made.set_content(text)
    if html:
        made.add_alternative(html, subtype="html")
    return made


def at_address(url: str, folder: Path) -> Office:
    """Return the office at smtp:// or smtps://; where the address is empty, one that writes files into `folder`."""
    if not url:
        return partial(_to_folder, folder)
    where = urlsplit(url)
    if where.scheme not in {"smtp", "smtps"} or not where.hostname:
        raise InvalidInputError(
            "CYPP_MAIL_URL must look like smtp://user:password@host:port or smtps://…, or be empty."
        )
    return partial(_to_server, where)


def reach(url: str) -> None:
    """Talk to the mail server without sending anything; OSError says why that fails."""
    where = urlsplit(url)
    with _connected(where):
        pass


def _connected(where: SplitResult) -> smtplib.SMTP:
    host = where.hostname or ""
    safe = ssl.create_default_context()
    if where.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, where.port or 465, timeout=SECONDS, context=safe)
    else:
        server = smtplib.SMTP(host, where.port or 587, timeout=SECONDS)
    try:
        _say_hello(server, where, safe)
    except BaseException:
        server.close()
        raise
    return server


def _say_hello(server: smtplib.SMTP, where: SplitResult, safe: ssl.SSLContext) -> None:
    server.ehlo()
    sealed = where.scheme == "smtps"
    if not sealed and server.has_extn("starttls"):
        server.starttls(context=safe)
        server.ehlo()
        sealed = True
    if where.username:
        if not sealed and where.hostname not in NEAR:
            raise smtplib.SMTPException("the mail server offers no encryption, so the password is not sent to it")
        server.login(unquote(where.username), unquote(where.password or ""))


def _to_server(where: SplitResult, made: EmailMessage) -> None:
    with _connected(where) as server:
        try:
            server.send_message(made)
        except smtplib.SMTPRecipientsRefused as error:
            if all(code >= REFUSED for code, _ in error.recipients.values()):
                raise RefusedError(repr(error)) from error
            raise
        except smtplib.SMTPDataError as error:
            if error.smtp_code >= REFUSED:
                raise RefusedError(repr(error)) from error
            raise


def _to_folder(folder: Path, made: EmailMessage) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    name = str(made["Message-ID"]).strip("<>").partition("@")[0]
    part = folder / f"{name}.part"
    # the letter may hold a link that lets somebody in: its file is for the owner of the process alone
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(made.as_bytes())
    part.replace(folder / f"{name}.eml")
