"""Background work: personal details marked anew after the lists changed."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from cypp_consult.core.jobs import Progress, task
from cypp_consult.safeguarding.known import services


@task(services.MARK_AGAIN)
def mark_again(session: Session, arguments: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Mark every screened answer with the lists as they are now. Commits after every 500."""
    del arguments
    done, last = 0, services.mark_some(session, None)
    while last is not None:
        session.commit()
        done += services.BATCH
        progress(done, done, "Marking personal details")
        last = services.mark_some(session, last)
    return {"next": "/known-words"}
