"""Background work of collection."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from cypp_consult.collection.services import drafts
from cypp_consult.core import clock
from cypp_consult.core.jobs import Progress, task


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
