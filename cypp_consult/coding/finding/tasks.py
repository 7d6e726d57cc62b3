"""Background work: one look at the answers of a consultation."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from cypp_consult.coding.finding import queries, services
from cypp_consult.coding.finding.looking import look
from cypp_consult.coding.finding.meaning import embedder
from cypp_consult.consultations.models import Consultation
from cypp_consult.core import clock
from cypp_consult.core.errors import NotFoundError
from cypp_consult.core.jobs import Progress, task

KIND = "coding.find_themes"


@task(KIND)
def find_themes(session: Session, arguments: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Look at all cleared answers of a consultation: {"consultation_id", "by_id", "anyway", "next"}.

    Safe to run twice.
    """
    consultation = session.get(Consultation, UUID(arguments["consultation_id"]))
    if consultation is None:
        raise NotFoundError("The consultation is gone.")
    answers = queries.to_read(session, consultation.id)
    # nothing stays locked while the work goes on
    session.commit()
    found = look(answers, progress, embedder(), anyway=bool(arguments.get("anyway")))
    run = services.keep(session, consultation, found, by_id=arguments.get("by_id"), at=clock.now())
    session.commit()
    words = f"{len(found.groups)} groups, {len(found.alike)} sets of repeats, {len(run.phrases)} phrases."
    return {"words": words, **({"next": arguments["next"]} if "next" in arguments else {})}
