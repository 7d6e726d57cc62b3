"""Background work: suggestions for new answers, and learning from what people decided."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from cypp_consult.coding import suggesting
from cypp_consult.coding.learning.models import Learning
from cypp_consult.coding.services import ensure_word_list
from cypp_consult.coding.translations import reading
from cypp_consult.consultations.models import Consultation
from cypp_consult.core import audit, clock, jobs, worker
from cypp_consult.core.errors import NotFoundError
from cypp_consult.core.jobs import Progress, task

KIND = "coding.suggest_new"
TITLE = "Suggest outcomes, priorities and themes for answers"

# consultations that a round of a worker looks at; the others come with the next
_AT_ONCE = 20


@task(KIND)
def suggest_new(session: Session, arguments: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Suggest for every text answer of a consultation that was not looked at as words and lessons are now.

    Arguments: `consultation_id`; `learn` to learn at once, whether or not that is due. Returns how many answers were
    looked at. Commits after every 500.
    """
    consultation = session.get(Consultation, UUID(arguments["consultation_id"]))
    if consultation is None:
        raise NotFoundError("The consultation is gone.")
    while reading.read_some(session, consultation.id, clock.now()):
        session.commit()
    ensure_word_list(session, consultation.plan, clock.now())
    session.commit()
    work = suggesting.begin(session, consultation, clock.now(), learn=bool(arguments.get("learn")))
    session.commit()
    total, done = suggesting.waiting(session, consultation.id, work.digest), 0
    while count := suggesting.suggest_some(session, work, clock.now()):
        done += count
        progress(done, max(total, done), "Reading the answers")
    suggesting.finish(session, work)
    if done:
        audit.record(session, "coding.suggested", "consultation", consultation.id, {"answers": done}, clock.now())
    session.commit()
    result: dict[str, Any] = {"answers": done}
    return {**result, "next": arguments["next"]} if "next" in arguments else result


@worker.often
def learn_what_was_decided(session: Session, now: datetime) -> None:
    """Have suggestions made anew for consultations where people decided on something since the last time."""
    query = select(Learning).order_by(Learning.learned_at.desc()).limit(_AT_ONCE)
    for learning in session.scalars(query).all():
        consultation = session.get_one(Consultation, learning.consultation_id)
        if suggesting.standing(session, consultation).due(now):
            arguments = {"consultation_id": str(consultation.id)}
            jobs.enqueue_unless_queued(session, KIND, arguments, title=TITLE, at=now)
