"""Background work: suggestions for new answers."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from cypp_consult.coding import suggesting
from cypp_consult.coding.services import ensure_word_list
from cypp_consult.consultations.models import Consultation
from cypp_consult.core import audit, clock
from cypp_consult.core.errors import NotFoundError
from cypp_consult.core.jobs import Progress, task

KIND = "coding.suggest_new"
TITLE = "Suggest outcomes and priorities for new answers"


@task(KIND)
def suggest_new(session: Session, arguments: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Suggest for every text answer of a consultation that was not looked at with the word list as it is now.

    Arguments: `consultation_id`. Returns how many answers were looked at. Commits after every 500.
    """
    consultation = session.get(Consultation, UUID(arguments["consultation_id"]))
    if consultation is None:
        raise NotFoundError("The consultation is gone.")
    ensure_word_list(session, consultation.plan, clock.now())
    session.commit()
    words = suggesting.word_list(session, consultation.plan_id)
    total, done = suggesting.waiting(session, consultation.id, words.digest), 0
    while count := suggesting.suggest_some(session, consultation, words, clock.now()):
        done += count
        progress(done, max(total, done), "Looking for words in the answers")
    if done:
        audit.record(session, "coding.suggested", "consultation", consultation.id, {"answers": done}, clock.now())
        session.commit()
    result: dict[str, Any] = {"answers": done}
    return {**result, "next": arguments["next"]} if "next" in arguments else result
