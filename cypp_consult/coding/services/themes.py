"""Themes: made from what was said, and put in order. What else is done to them is an act of `coding.frame`."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cypp_consult.coding.frame.models import FrameVerb
from cypp_consult.coding.frame.naming import Standpoint, free_name, free_place, name_taken
from cypp_consult.coding.frame.recording import ActRecorder
from cypp_consult.coding.models import Theme
from cypp_consult.coding.rules import Target, TargetKind
from cypp_consult.coding.services.tagging import add_tag
from cypp_consult.coding.services.writing import Batch, insert_new
from cypp_consult.consultations.models import Consultation
from cypp_consult.core import audit
from cypp_consult.plans.rules import Direction, moved, slug_for


def make_theme(
    session: Session,
    consultation: Consultation,
    name: str,
    *,
    by_id: int | None,
    at: datetime,
    definition: str = "",
    not_this: str = "",
    priority_id: UUID | None = None,
    parent_id: UUID | None = None,
    answers: Iterable[UUID] = (),
    why: str = "",
) -> tuple[Theme, Batch | None]:
    """Make a theme at the end of its priority, or outside the plan, and tag the answers it was made from.

    Under another theme it stands under that one's priority. Returns the theme and the batch of the tags, None where
    there were no answers. Undoing that batch retires the theme again. Raises InvalidInputError for a name that is
    empty, too long or taken, or a priority that is not of the plan, FrameError for a place that will not do.
    """
    # slugs first, names second: whoever makes the same name meanwhile is met by the one or by the other
    taken = set(session.scalars(select(Theme.slug).where(Theme.consultation_id == consultation.id)))
    name = free_name(session, consultation, name)
    place = free_place(session, consultation, Standpoint(priority_id, parent_id))
    last = select(func.max(Theme.position)).where(Theme.consultation_id == consultation.id)
    row = {
        "id": uuid4(),
        "consultation_id": consultation.id,
        "slug": slug_for(name, taken, "theme"),
        "name": name,
        "definition": definition.strip(),
        "not_this": not_this.strip(),
        "priority_id": place.priority_id,
        "parent_id": place.parent_id,
        "position": (session.scalar(last) or 0) + 1,
        "made_by_id": by_id,
        "made_at": at,
        "retired_at": None,
        "merged_into_id": None,
        "version": 1,
    }
    if not insert_new(session, Theme, [row], "id"):
        raise name_taken(name)
    theme = session.get_one(Theme, row["id"])
    audit.record(session, "theme.make", "theme", theme.id, {"name": name}, at)
    keys = list(answers)
    target = Target(TargetKind.THEME, theme.id)
    batch = add_tag(session, consultation, keys, target, by_id=by_id, at=at) if keys else None
    recorder = ActRecorder(
        session, consultation.id, FrameVerb.MADE, by_id, at, why, batch_id=batch.id if batch else None
    )
    recorder.made(theme)
    recorder.finish()
    return theme, batch


def move_theme(session: Session, theme: Theme, direction: Direction, at: datetime) -> None:
    """Move a theme a step among the live themes beside it; at the end it stays."""
    query = (
        select(Theme)
        .where(
            Theme.consultation_id == theme.consultation_id,
            Theme.priority_id.is_not_distinct_from(theme.priority_id),
            Theme.parent_id.is_not_distinct_from(theme.parent_id),
            Theme.retired_at.is_(None),
        )
        .order_by(Theme.position, Theme.name, Theme.slug)
    )
    beside = list(session.scalars(query))
    if theme not in beside:
        return
    for position, item in enumerate(moved(beside, theme, direction)):
        item.position = position
    audit.record(session, "theme.move", "theme", theme.id, {"direction": direction.value}, at)
    session.flush()
