"""Entering paper forms and group notes by hand."""

from datetime import datetime

from sqlalchemy.orm import Session

from cypp_consult.collection.rules import Receipt, Status, Submission
from cypp_consult.collection.services.storing import store
from cypp_consult.core.errors import InvalidInputError


def enter(session: Session, submission: Submission, at: datetime) -> Receipt:
    """Store what somebody typed from paper and return the receipt. The caller commits.

    Raises InvalidInputError where nothing was filled in, or where it cannot be used.
    """
    if all(given.is_empty for given in submission.answers.values()):
        raise InvalidInputError("Fill in at least one answer")
    receipt = store(session, submission, at)
    if receipt.status is Status.INVALID:
        raise InvalidInputError(receipt.detail)
    return receipt
