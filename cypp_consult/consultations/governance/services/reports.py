"""Reports that a group files to the body it reports to."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cypp_consult.consultations.governance.models import Body, GroupReport, ReportStatus
from cypp_consult.core import audit
from cypp_consult.core.errors import InvalidInputError


def file_report(
    session: Session,
    body: Body,
    key: UUID,
    *,
    from_day: date,
    to_day: date,
    status: ReportStatus,
    words: str,
    by_id: int | None,
    at: datetime,
) -> GroupReport:
    """File a short report and return it. `key` is made with the form: the same one twice files one report.

    InvalidInputError without words, or for a period that ends before it starts.
    """
    if not words.strip():
        raise InvalidInputError("Write what the group has done.")
    if to_day < from_day:
        raise InvalidInputError("The last day must not be before the first day.")
    made = GroupReport(id=key, body_id=body.id, from_day=from_day, to_day=to_day, status=status, words=words)
    made.by_id, made.at = by_id, at
    try:
        with session.begin_nested():
            session.add(made)
            session.flush()
    except IntegrityError as error:
        found = session.get(GroupReport, key)
        if found is None or found.body_id != body.id:
            raise InvalidInputError("This form was used already. Open it again.") from error
        return found
    detail = {"report": str(key), "from": from_day.isoformat(), "to": to_day.isoformat(), "status": status.value}
    audit.record(session, "report.file", "body", body.id, detail, at)
    return made
