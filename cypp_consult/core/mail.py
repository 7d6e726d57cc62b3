"""Mails wait in a table until they are sent: written with the work that causes them, tried again when it fails."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from email.errors import HeaderParseError
from email.headerregistry import Address
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

import structlog
from flask import current_app
from sqlalchemy import CursorResult, String, Text, delete, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from cypp_consult.core import clock, jobs, post_office, worker
from cypp_consult.core.database import Base, Key, Moment, choice
from cypp_consult.core.errors import InvalidInputError

log = structlog.get_logger()
LEASE = timedelta(minutes=5)
KEPT = timedelta(days=30)
# how long to wait after each failed try; after the last one a mail is given up
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 720))
SEND = "mail.send"


class MailState(StrEnum):
    """Where a mail stands."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


class Mail(Base):
    """One mail to one person. Its words go once it is sent: they may hold a link that lets somebody in."""

    __tablename__ = "mail"

    id: Mapped[Key]
    to_address: Mapped[str] = mapped_column(String(320))
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text, default="")
    # with the sender's domain it is the Message-ID; fixed, so that a mail sent twice by mischance is shown once
    message_id: Mapped[str] = mapped_column(String(64), unique=True)
    state: Mapped[MailState] = mapped_column(choice(MailState), default=MailState.WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[Moment] = mapped_column(index=True)
    claimed_until: Mapped[Moment | None]
    created_at: Mapped[Moment]
    sent_at: Mapped[Moment | None]
    problem: Mapped[str] = mapped_column(String(300), default="")


def post(session: Session, *, to: str, subject: str, text: str, at: datetime, html: str = "") -> jobs.Job:
    """Put a mail into the outbox in the caller's transaction; return the job to wake after the commit.

    InvalidInputError for an address or subject that would not stand on one line of a mail's head.
    """
    put(session, to=to, subject=subject, text=text, at=at, html=html)
    return jobs.enqueue(session, SEND, {}, title="Send mail", owner_id=None, at=at)


def put(session: Session, *, to: str, subject: str, text: str, at: datetime, html: str = "") -> Mail:
    """Put a mail into the outbox in the caller's transaction and return it; the caller asks for it to be sent.

    InvalidInputError as for `post`.
    """
    check_line("The subject", subject)
    check_address(to)
    mail = Mail(
        id=uuid4(),
        to_address=to,
        subject=subject,
        text=text,
        html=html,
        message_id=uuid4().hex,
        created_at=at,
        next_try_at=at,
        state=MailState.WAITING,
        tries=0,
        problem="",
    )
    session.add(mail)
    session.flush()
    return mail


def check_line(what: str, value: str) -> None:
    """Refuse what would end a line of a mail's head and begin another."""
    if any(ord(sign) < 32 or ord(sign) == 127 or sign in "\x85\u2028\u2029" for sign in value):  # noqa: PLR2004 - control characters
        raise InvalidInputError(f"{what} must be one line of plain text.")


def check_address(value: str) -> None:
    """Refuse everything but one plain e-mail address."""
    check_line("The e-mail address", value)
    try:
        address = Address(addr_spec=value)
    except (ValueError, IndexError, HeaderParseError) as error:
        raise InvalidInputError("Enter one e-mail address, such as name@example.org.") from error
    if not address.username or not address.domain:
        raise InvalidInputError("Enter one e-mail address, such as name@example.org.")


def due(session: Session, at: datetime) -> list[UUID]:
    """Return the ids of mails to send now, oldest first; at most a hundred."""
    query = select(Mail.id).where(_free(at), Mail.next_try_at <= at).order_by(Mail.created_at).limit(100)
    return list(session.scalars(query))


def _free(at: datetime) -> Any:
    return or_(Mail.state == MailState.WAITING, (Mail.state == MailState.SENDING) & (Mail.claimed_until < at))


def claim(session: Session, mail_id: UUID, at: datetime) -> bool:
    """Take a mail for this worker and commit. False when another has it or it is over."""
    result = session.execute(
        update(Mail)
        .where(Mail.id == mail_id, _free(at))
        .values(state=MailState.SENDING, claimed_until=at + LEASE, tries=Mail.tries + 1)
        .execution_options(synchronize_session=False)
    )
    session.commit()
    return isinstance(result, CursorResult) and result.rowcount == 1


@jobs.task(SEND)
def send_due(session: Session, arguments: Mapping[str, Any], progress: jobs.Progress) -> Mapping[str, Any]:
    """Send every mail that is due; what cannot be sent now is tried again later."""
    del arguments, progress
    office = post_office.at_address(current_app.config["MAIL_URL"], current_app.config["INSTANCE_PATH"] / "outbox")
    sent = 0
    for mail_id in due(session, clock.now()):
        if claim(session, mail_id, clock.now()):
            sent += _send(session, session.get_one(Mail, mail_id, populate_existing=True), office)
    return {"sent": sent}


def _send(session: Session, mail: Mail, office: post_office.Office) -> bool:
    letter = post_office.letter(
        sender=current_app.config["MAIL_FROM"],
        to=mail.to_address,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        message_id=mail.message_id,
        at=mail.created_at,
    )
    try:
        office(letter)
    except post_office.RefusedError as error:
        _give_up(mail, str(error))
    except OSError as error:  # smtplib's errors are among them
        _try_later(mail, repr(error))
    else:
        mail.state, mail.sent_at, mail.claimed_until = MailState.SENT, clock.now(), None
        mail.text = mail.html = mail.problem = ""
    session.commit()
    return mail.state == MailState.SENT


def _try_later(mail: Mail, problem: str) -> None:
    log.warning("mail not sent", mail=str(mail.id), tries=mail.tries, problem=problem)
    if mail.tries > len(WAITS):
        _give_up(mail, problem)
        return
    mail.state, mail.claimed_until = MailState.WAITING, None
    mail.next_try_at, mail.problem = clock.now() + WAITS[mail.tries - 1], problem[:300]


def _give_up(mail: Mail, problem: str) -> None:
    log.warning("mail given up", mail=str(mail.id), problem=problem)
    mail.state, mail.claimed_until, mail.problem = MailState.FAILED, None, problem[:300]
    mail.text = mail.html = ""


@worker.often
def look_after(session: Session, at: datetime) -> None:
    """Ask for what is due to be sent again, and drop what was sent long ago."""
    if due(session, at):
        jobs.enqueue_unless_queued(session, SEND, {}, title="Send mail", at=at)
    session.execute(
        delete(Mail)
        .where(Mail.state.in_([MailState.SENT, MailState.FAILED]), Mail.created_at < at - KEPT)
        .execution_options(synchronize_session=False)
    )
