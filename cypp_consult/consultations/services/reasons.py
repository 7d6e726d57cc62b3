"""Reasons for which a warning may stand, and the days that matter to this installation."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cypp_consult.consultations.models import Consultation, Division, Justification, SpecialDays, SpecialKind
from cypp_consult.consultations.rules import Check
from cypp_consult.core import audit
from cypp_consult.core.errors import InvalidInputError


def justify(
    session: Session, consultation: Consultation, check: Check, reason: str, *, by_id: int | None, at: datetime
) -> Justification:
    """Let a warning stand for a reason, and return the record of it. A later reason takes the place of the first.

    It holds for the days the warning is about. InvalidInputError without a reason, or for what must be mended.
    """
    if not reason.strip():
        raise InvalidInputError("Say why it can stay.")
    if not check.key:
        raise InvalidInputError("This cannot stay as it is: it is to be mended.")
    found = _of(session, consultation, check)
    if found is None:
        found = Justification(consultation_id=consultation.id, key=check.key, about=check.about)
        session.add(found)
    found.what, found.reason, found.by_id, found.at = check.what, reason, by_id, at
    session.flush()
    detail = {"what": check.what, "reason": reason}
    audit.record(session, "check.justify", "consultation", consultation.id, detail, at)
    return found


def unjustify(session: Session, consultation: Consultation, check: Check) -> None:
    """Take back a reason, so that the warning warns again; the audit log keeps what it said."""
    found = _of(session, consultation, check)
    if found:
        detail = {"what": found.what, "reason": found.reason}
        session.delete(found)
        session.flush()
        audit.record(session, "check.unjustify", "consultation", consultation.id, detail)


def set_special_days(session: Session, row: SpecialDays | None, **facts: Any) -> SpecialDays:
    """Add days that matter, or change a row of them, and return it: kind, name, starts_on, ends_on, division.

    InvalidInputError if they end before they start.
    """
    kind: SpecialKind = facts["kind"]
    starts: date = facts["starts_on"]
    ends: date = facts["ends_on"]
    division: Division | None = facts.get("division")
    if ends < starts:
        raise InvalidInputError("The last day must not be before the first day.")
    if row is None:
        row = SpecialDays()
        session.add(row)
    row.kind, row.name, row.starts_on, row.ends_on, row.division = kind, facts["name"], starts, ends, division
    session.flush()
    _record(session, "special_days.set", row)
    return row


def remove_special_days(session: Session, row: SpecialDays) -> None:
    """Remove days that matter; the audit log keeps them."""
    _record(session, "special_days.remove", row)
    session.delete(row)
    session.flush()


def _of(session: Session, consultation: Consultation, check: Check) -> Justification | None:
    return session.scalar(
        select(Justification).where(
            Justification.consultation_id == consultation.id,
            Justification.key == check.key,
            Justification.about == check.about,
        )
    )


def _record(session: Session, action: str, row: SpecialDays) -> None:
    detail = {
        "kind": row.kind.value,
        "name": row.name,
        "days": f"{row.starts_on}/{row.ends_on}",
        "division": row.division.value if row.division else None,
    }
    audit.record(session, action, "special_days", row.id, detail)
