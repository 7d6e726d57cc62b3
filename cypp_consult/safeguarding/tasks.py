"""Background work: the word screen over new answers."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from cypp_consult.core import clock
from cypp_consult.core.jobs import Progress, task
from cypp_consult.safeguarding import services


@task("safeguarding.screen_new")
def screen_new(session: Session, arguments: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Screen every answer of a consultation that was not screened yet; returns how many."""
    done = 0
    while count := services.screen(session, UUID(arguments["consultation_id"]), clock.now()):
        done += count
        progress(done, done)
    return {"screened": done}
