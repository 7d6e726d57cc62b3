"""Mails of accounts: rendered here, put into the outbox of the caller's transaction, sent by a job."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Flask, after_this_request, current_app, render_template
from flask_security import MailUtil
from sqlalchemy.orm import Session

from cypp_consult.accounts import invitations
from cypp_consult.accounts.models import User
from cypp_consult.accounts.rules import INVITATION_LASTS
from cypp_consult.core import clock, mail
from cypp_consult.core.database import session
from cypp_consult.core.waking import wake
from cypp_consult.web.links import outside


def invitation_link(person: User) -> str:
    """Return the address of a person's invitation."""
    return outside("accounts.invitation", token=invitations.token(current_app.config["SECRET_KEY"], person))


def post_invitation(db_session: Session, person: User, at: datetime) -> UUID:
    """Put a person's invitation into the outbox; return the job to wake after the commit."""
    words: dict[str, Any] = {
        "person": person,
        "link": invitation_link(person),
        "until": at + INVITATION_LASTS,
        "organisation": current_app.config["ORGANISATION"],
    }
    job = mail.post(
        db_session,
        to=person.email,
        subject=f"Your account for {current_app.config['ORGANISATION']}: please choose a password",
        text=render_template("email/invitation.txt", **words),
        html=render_template("email/invitation.html", **words),
        at=at,
    )
    return job.id


class OutboxMail(MailUtil):
    """How Flask-Security sends mail here: into our outbox, with the transaction of the page."""

    def __init__(self, app: Flask) -> None:
        """Be made by Flask-Security."""
        super().__init__(app)

    def send_mail(
        self,
        template: str,
        subject: str,
        recipient: Any,
        sender: Any,
        body: str | None,
        html: str | None,
        **kwargs: Any,
    ) -> None:
        """Put the mail into the outbox, commit with the page and wake the sender."""
        del template, sender, kwargs
        job = mail.post(
            session(), to=str(recipient), subject=str(subject), text=body or "", html=html or "", at=clock.now()
        )
        job_id = job.id

        @after_this_request
        def _commit_and_wake(response: Any) -> Any:
            # Flask-Security commits some of its pages and not others; twice does no harm
            session().commit()
            wake(job_id)
            return response
