"""Moving the closing day of a launched consultation, later or earlier, always with the reason on record."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from cypp_consult.consultations.models import Consultation, Extension
from cypp_consult.core import audit
from cypp_consult.core.clock import local_day
from cypp_consult.core.errors import InvalidInputError


def extend(
    session: Session, consultation: Consultation, to_day: date, reason: str, *, by_id: int | None, at: datetime
) -> Extension:
    """Close later than planned and return the record of it. A closed consultation opens again by this.

    InvalidInputError unless it was launched, the new day is later than the old one and not past, and a reason is given.
    """
    closes_on = _launched(consultation)
    if to_day <= closes_on:
        raise InvalidInputError(f"Choose a day after {closes_on.day} {closes_on:%B %Y}, the day it closes now.")
    if to_day < local_day(at):
        raise InvalidInputError("Choose today or a later day.")
    return _move(session, consultation, Extension(to_day=to_day, reason=reason, by_id=by_id, at=at))


def close_early(
    session: Session, consultation: Consultation, last_day: date, reason: str, *, by_id: int | None, at: datetime
) -> Extension:
    """Close sooner than planned and return the record of it. With yesterday as the last day it is closed at once.

    InvalidInputError unless it was launched, the day is sooner than the old one and not before yesterday, and a reason
    is given.
    """
    closes_on = _launched(consultation)
    if last_day >= closes_on:
        raise InvalidInputError(f"It closes on {closes_on.day} {closes_on:%B %Y} anyway. Choose a sooner day.")
    if (local_day(at) - last_day).days > 1:
        raise InvalidInputError("A day that is past cannot be the last day. Close it at once instead.")
    return _move(session, consultation, Extension(to_day=last_day, reason=reason, by_id=by_id, at=at))


def _launched(consultation: Consultation) -> date:
    if consultation.launched_at is None or consultation.closes_on is None:
        raise InvalidInputError("It is not open yet. Change its dates on the page “When”.")
    return consultation.closes_on


def _move(session: Session, consultation: Consultation, record: Extension) -> Extension:
    if not record.reason.strip():
        raise InvalidInputError("Say why the closing day moves.")
    record.from_day = _launched(consultation)
    consultation.extensions.append(record)
    consultation.closes_on = record.to_day
    session.flush()
    verb = "extend" if record.to_day > record.from_day else "close_early"
    detail = {"from": record.from_day.isoformat(), "to": record.to_day.isoformat(), "reason": record.reason}
    audit.record(session, f"consultation.{verb}", "consultation", consultation.id, detail, record.at)
    return record
