"""Keeping aside what came in but could not be stored, so that staff can look and nothing is dropped in silence."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from cypp_consult.collection.models import ParkedResponse
from cypp_consult.collection.rules import Receipt, Submission, digest
from cypp_consult.text.clean import clean_text


def park(session: Session, submission: Submission, receipt: Receipt, at: datetime, *, usable: bool = False) -> None:
    """Keep a submission aside with its receipt's reason. The same one sent again is kept once.

    `usable` says that staff may store it all the same, as they may what was in conflict.
    """
    mark = f"{submission.id} {submission.consultation_id} {digest(submission)}"
    payload = {**as_json(submission), "usable": usable}
    keep_aside(session, submission.consultation_id, str(submission.id), receipt, payload, mark, at)


def keep_aside(
    session: Session,
    consultation_id: UUID,
    response_id: str,
    receipt: Receipt,
    payload: Mapping[str, Any],
    mark: str,
    at: datetime,
) -> None:
    """Keep aside what came under an id, whatever it was, with its receipt's reason; with the same `mark` once."""
    row = {
        "id": uuid4(),
        "consultation_id": consultation_id,
        "response_id": response_id,
        "status": receipt.status.value,
        "reason": receipt.detail,
        "payload": dict(payload),
        "received_at": at,
        "digest": hashlib.sha256(mark.encode("utf-8", "surrogatepass")).hexdigest(),
    }
    table: Any = ParkedResponse.__table__
    maker = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(maker(table).values(row).on_conflict_do_nothing(index_elements=["digest"]))


def as_json(submission: Submission) -> dict[str, Any]:
    """Return a submission as JSON values that any database takes."""
    return {
        "audience": str(submission.audience),
        "channel": str(submission.channel),
        "language": submission.language,
        "event_id": str(submission.event_id) if submission.event_id else None,
        "questionnaire_id": str(submission.questionnaire_id) if submission.questionnaire_id else None,
        "headcount": submission.headcount,
        "answers": {
            str(key): {
                "value": [clean_text(str(chosen)) for chosen in given.value],
                "text": clean_text(given.text),
                "unsure": given.unsure,
            }
            for key, given in submission.answers.items()
        },
    }
