"""Taking a response back: what was said goes, the row stays so that the same response is not stored anew."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from cypp_consult.collection.models import AboutAnswer, Answer, ParkedResponse, Response
from cypp_consult.collection.receipt_rules import digest_of
from cypp_consult.core import audit
from cypp_consult.core.audit import AuditEntry
from cypp_consult.core.errors import DomainError

# wrong codes over all of the installation; guessing one code in ten million million this way takes ages
MOST_WRONG = 300
WINDOW = timedelta(minutes=10)
_WRONG = "response.wrong_code"


class TooManyCodesError(DomainError):
    """Too many wrong codes came in lately, from whomever."""

    status = 429

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("Too many codes were tried just now. Please wait ten minutes and try again.")


def remove(session: Session, response: Response, why: str, at: datetime) -> None:
    """Delete what a response says; `why` goes on the audit log. Removing what is removed changes nothing.

    Answers go with all that hangs on them; a record of a concern keeps its own locked copy. The caller commits.
    """
    if response.removed_at is not None:
        return
    for rows in (
        delete(Answer).where(Answer.response_id == response.id),
        delete(AboutAnswer).where(AboutAnswer.response_id == response.id),
        delete(ParkedResponse).where(ParkedResponse.response_id == str(response.id)),
    ):
        session.execute(rows.execution_options(synchronize_session=False))
    response.removed_at = at
    response.age_band = None
    response.receipt_digest = None
    # even a digest would let somebody try out what a short answer was
    response.digest = ""
    session.flush()
    session.expire(response, ["answers", "about"])
    audit.record(session, "response.remove", "response", response.id, {"why": why}, at)


def remove_by_code(session: Session, code: str, at: datetime) -> None:
    """Remove the response of a receipt code, if there is one; the caller learns nothing about that.

    Raises TooManyCodesError while too many wrong codes came in lately.
    """
    tried = select(func.count(AuditEntry.id)).where(AuditEntry.action == _WRONG, AuditEntry.at > at - WINDOW)
    if (session.scalar(tried) or 0) >= MOST_WRONG:
        raise TooManyCodesError
    found = session.scalar(select(Response).where(Response.receipt_digest == digest_of(code)))
    if found is None:
        audit.record(session, _WRONG, "response", "-", {}, at)
        session.flush()
    else:
        remove(session, found, "receipt code", at)
