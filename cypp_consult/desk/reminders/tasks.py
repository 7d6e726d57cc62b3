"""Background work of reminders: a look at the dates at each round of a worker, and the mails that come of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy.orm import Session

from cypp_consult.core import clock, jobs, mail, worker
from cypp_consult.desk.reminders import letters, rules, services

POST = "reminders.post"
TITLE = "Write reminders"


@worker.often
def remind(session: Session, now: datetime) -> None:
    """Make the reminders whose time has come, and ask for their mails where any waits."""
    services.note_sent(session)
    day = rules.sending_day(now, current_app.config["REMINDER_HOUR"])
    services.make_due(session, day, letters.offsets(), now)
    if services.is_any_free(session, now):
        jobs.enqueue_unless_queued(session, POST, {}, title=TITLE, at=now)


@jobs.task(POST)
def post(session: Session, arguments: Mapping[str, Any], progress: jobs.Progress) -> Mapping[str, Any]:
    """Write one mail for each person with reminders that wait; return how many mails, and how many reminders."""
    del arguments, progress
    mails = told = 0
    while claimed := services.claim(session, clock.now()):
        count = letters.hand_over(session, claimed, clock.now())
        if count:
            jobs.enqueue_unless_queued(session, mail.SEND, {}, title="Send mail", at=clock.now())
        session.commit()
        mails, told = mails + bool(count), told + count
    return {"mails": mails, "reminders": told}
