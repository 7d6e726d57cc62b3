"""What staff do with a response that was kept aside: store it as one of its own, or throw it away."""

from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from cypp_consult.collection.models import Channel, ParkedResponse
from cypp_consult.collection.rules import Receipt, Status, Submission
from cypp_consult.collection.services.storing import store
from cypp_consult.core import audit
from cypp_consult.core.audiences import Audience
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.questionnaires.rules import Given


def keep(session: Session, parked: ParkedResponse, at: datetime) -> Receipt:
    """Store what was kept aside as a response of its own and return its receipt; twice is the same as once.

    Its id follows from the parked row. Raises InvalidInputError if it cannot be used as it is. The caller commits.
    """
    receipt = store(session, _submission(parked), at)
    if receipt.status not in {Status.STORED, Status.DUPLICATE}:
        raise InvalidInputError(receipt.detail)
    audit.record(session, "parked.keep", "response", receipt.id, {"came_as": parked.response_id}, at)
    session.delete(parked)
    session.flush()
    return receipt


def drop(session: Session, parked: ParkedResponse, why: str, at: datetime) -> None:
    """Throw away what was kept aside; `why` goes on the audit log. The caller commits."""
    audit.record(session, "parked.drop", "response", parked.response_id, {"why": why}, at)
    session.delete(parked)
    session.flush()


def _submission(parked: ParkedResponse) -> Submission:
    kept = parked.payload
    if "sent" in kept:
        raise InvalidInputError("It cannot be read as answers, so it cannot be stored as a response.")
    return Submission(
        id=uuid5(parked.id, "kept"),
        consultation_id=parked.consultation_id,
        questionnaire_id=UUID(kept["questionnaire_id"]) if kept["questionnaire_id"] else None,
        audience=Audience(kept["audience"]),
        channel=Channel(kept["channel"]),
        language=kept["language"],
        event_id=UUID(kept["event_id"]) if kept["event_id"] else None,
        headcount=kept["headcount"],
        answers={
            UUID(key): Given(tuple(given["value"]), given["text"], given["unsure"])
            for key, given in kept["answers"].items()
        },
    )
