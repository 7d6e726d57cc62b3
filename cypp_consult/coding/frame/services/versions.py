"""Keeping the code frame as it stands, as a numbered version."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cypp_consult.coding.frame.models import FrameVersion
from cypp_consult.coding.frame.queries.versions import as_it_stands
from cypp_consult.coding.frame.services.holding import reason
from cypp_consult.coding.services.writing import insert_new
from cypp_consult.consultations.models import Consultation
from cypp_consult.core import audit
from cypp_consult.core.errors import DomainError

_TRIES = 5


def keep_version(
    session: Session,
    consultation: Consultation,
    note: str = "",
    *,
    by_id: int | None,
    at: datetime,
    version_id: UUID | None = None,
) -> FrameVersion:
    """Keep the frame as it stands as the next version, with a note. Versions count from 1 and are never changed.

    With a `version_id` that was kept already, that version is returned. Raises InvalidInputError for a note too long.
    """
    known = session.get(FrameVersion, version_id) if version_id else None
    if known is not None and known.consultation_id == consultation.id:
        return known
    content = as_it_stands(session, consultation).as_json()
    last = select(func.max(FrameVersion.number)).where(FrameVersion.consultation_id == consultation.id)
    for _ in range(_TRIES):
        row = {
            "id": version_id or uuid4(),
            "consultation_id": consultation.id,
            "number": (session.scalar(last) or 0) + 1,
            "note": reason(note),
            "by_id": by_id,
            "at": at,
            "content": content,
        }
        if insert_new(session, FrameVersion, [row], "id"):
            audit.record(session, "frame.version", "frame_version", row["id"], {"number": row["number"]}, at)
            session.flush()
            return session.get_one(FrameVersion, row["id"])
    raise DomainError("Others keep versions at this moment. Try again.")
