"""Background work of collection."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from cypp_consult.collection.services import drafts
from cypp_consult.core import clock, worker
from cypp_consult.core.jobs import Progress, task


@worker.often
def forget_old_drafts(session: Session, now: datetime) -> None:
    """Delete what nobody finished, a bounded number at each round of a worker."""
    drafts.purge(session, now)


@task("collection.purge_drafts")
def purge_drafts(session: Session, arguments: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Delete every draft that nobody touched for two hours and return how many."""
    del arguments
    done = 0
    while count := drafts.purge(session, clock.now()):
        session.commit()
        done += count
        progress(done, done)
    return {"deleted": done}
