"""When a body meets, and whether its papers are out."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cypp_consult.consultations.governance.models import Body, Meeting
from cypp_consult.core import audit
from cypp_consult.core.errors import InvalidInputError

FIELDS = frozenset({"held_on", "starts_at", "place", "agenda", "papers_on"})
TWICE = "It meets on this day already."
TOO_LATE = "Papers are due before or on the day of the meeting."


def add_meeting(
    session: Session,
    body: Body,
    held_on: date,
    *,
    starts_at: time | None = None,
    place: str = "",
    agenda: str = "",
    papers_on: date | None = None,
) -> Meeting:
    """Add a meeting and return it. Without `papers_on` the body's own rule says when papers are due.

    InvalidInputError for a second meeting on a day, and for papers after it.
    """
    made = Meeting(
        body_id=body.id, held_on=held_on, starts_at=starts_at, place=place, agenda=agenda, papers_on=papers_on
    )
    _keep(session, made)
    _record(session, "meeting.add", made)
    return made


def change_meeting(session: Session, meeting: Meeting, **facts: Any) -> None:
    """Change facts of a meeting; InvalidInputError as for a new one."""
    if unknown := set(facts) - FIELDS:
        raise InvalidInputError(f"This cannot be changed here: {', '.join(sorted(unknown))}.")
    before = _told(meeting)
    for name, value in facts.items():
        setattr(meeting, name, value)
    _keep(session, meeting)
    _record(session, "meeting.change", meeting, before=before)


def remove_meeting(session: Session, meeting: Meeting) -> None:
    """Take a meeting off; the audit log keeps it."""
    _record(session, "meeting.remove", meeting)
    session.delete(meeting)
    session.flush()


def set_papers_sent(session: Session, meeting: Meeting, at: datetime, *, sent: bool) -> None:
    """Say that the papers of a meeting are out, or that they are not. The first moment stays."""
    if sent == (meeting.papers_sent_at is not None):
        return
    meeting.papers_sent_at = at if sent else None
    session.flush()
    _record(session, "meeting.papers_sent" if sent else "meeting.papers_not_sent", meeting)


def _keep(session: Session, meeting: Meeting) -> None:
    if meeting.papers_on and meeting.papers_on > meeting.held_on:
        raise InvalidInputError(TOO_LATE)
    try:
        with session.begin_nested():
            session.add(meeting)
            session.flush()
    except IntegrityError as error:
        raise InvalidInputError(TWICE) from error


def _told(meeting: Meeting) -> dict[str, Any]:
    return {
        "held_on": meeting.held_on.isoformat(),
        "starts_at": meeting.starts_at.isoformat() if meeting.starts_at else None,
        "place": meeting.place,
        "papers_on": meeting.papers_on.isoformat() if meeting.papers_on else None,
    }


def _record(session: Session, action: str, meeting: Meeting, **more: Any) -> None:
    audit.record(session, action, "body", meeting.body_id, {"meeting": str(meeting.id), **_told(meeting), **more})
