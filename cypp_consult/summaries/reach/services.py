"""Saying whom an event was for, and noting that reach was taken away as a file."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cypp_consult.consultations.models import Consultation
from cypp_consult.consultations.targets.models import Target, TargetKind
from cypp_consult.core import audit
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.events.models import Event
from cypp_consult.summaries.reach.models import EventTarget


def say_for(session: Session, event: Event, place: Target | None, groups: Sequence[Target]) -> None:
    """Let an event count for exactly this place, if any, and these groups.

    InvalidInputError for targets of another consultation, or of another kind.
    """
    if place is not None and place.kind not in {TargetKind.AREA, TargetKind.SCHOOL}:
        raise InvalidInputError("Choose an area or a school.")
    if any(group.kind is not TargetKind.GROUP for group in groups):
        raise InvalidInputError("Choose groups.")
    wanted = [target for target in (place, *groups) if target is not None]
    if any(target.consultation_id != event.consultation_id for target in wanted):
        raise InvalidInputError("This belongs to another consultation.")
    present = set(session.scalars(select(EventTarget.target_id).where(EventTarget.event_id == event.id)))
    ids = {target.id for target in wanted}
    if ids == present:
        return
    gone = delete(EventTarget).where(EventTarget.event_id == event.id, EventTarget.target_id.in_(present - ids))
    session.execute(gone.execution_options(synchronize_session=False))
    session.add_all(EventTarget(event_id=event.id, target_id=key) for key in sorted(ids - present))
    session.flush()
    names = [target.name for target in wanted]
    audit.record(session, "event.for", "event", event.id, {"consultation": str(event.consultation_id), "for": names})


def record_export(session: Session, consultation: Consultation, file_name: str) -> None:
    """Put on record that reach was taken away as a file."""
    audit.record(session, "reach.export", "consultation", consultation.id, {"file": file_name})
