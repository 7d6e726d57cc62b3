"""Changing what a theme is called, means and stands under; and keeping themes that somebody doubted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cypp_consult.accounts.models import User
from cypp_consult.coding.frame.models import FrameAct, FrameActTheme, FrameVerb, Part
from cypp_consult.coding.frame.naming import Standpoint, free_name, free_place
from cypp_consult.coding.frame.recording import ActRecorder
from cypp_consult.coding.frame.rules import ChangedMeanwhileError
from cypp_consult.coding.frame.services.holding import below, hold, reason
from cypp_consult.coding.frame.services.merging import check_live
from cypp_consult.coding.models import Theme
from cypp_consult.consultations.models import Consultation
from cypp_consult.core.errors import NotFoundError


@dataclass(frozen=True)
class Wanted:
    """What a theme is to say."""

    name: str
    definition: str = ""
    not_this: str = ""
    priority_id: UUID | None = None
    parent_id: UUID | None = None


def edit(
    session: Session,
    consultation: Consultation,
    theme_id: UUID,
    wanted: Wanted,
    *,
    version: int,
    by_id: int | None,
    at: datetime,
    why: str = "",
) -> FrameAct | None:
    """Change a theme that was read at `version`; its tags and its address stay. None if it says all that already.

    Themes under it go along to another priority. Raises ChangedMeanwhileError when somebody changed it since,
    NotFoundError, and InvalidInputError or FrameError for a name or a place that will not do.
    """
    theme = _theme(session, consultation, theme_id)
    if _says(theme) == _trimmed(wanted):
        return None
    seen = theme.version
    theme = hold(session, consultation, [theme_id])[theme_id]
    # holding it raised the version by one
    if version != seen or theme.version != seen + 1:
        raise ChangedMeanwhileError(*_last_change(session, theme_id))
    name = free_name(session, consultation, wanted.name, but=frozenset({theme_id}))
    place = free_place(session, consultation, Standpoint(wanted.priority_id, wanted.parent_id), theme)
    under = list(below(session, [theme_id])) if place.priority_id != theme.priority_id else []
    verb = FrameVerb.RENAMED if name != theme.name else FrameVerb.CHANGED
    recorder = ActRecorder(session, consultation.id, verb, by_id, at, reason(why))
    recorder.watch(Part.SOURCE, [theme])
    recorder.watch(Part.BESIDE, under)
    theme.name, theme.definition, theme.not_this = name, wanted.definition.strip(), wanted.not_this.strip()
    theme.priority_id, theme.parent_id = place.priority_id, place.parent_id
    for part in under:
        part.priority_id = place.priority_id
    return recorder.finish()


def keep(
    session: Session,
    consultation: Consultation,
    theme_ids: Iterable[UUID],
    *,
    by_id: int | None,
    at: datetime,
    why: str = "",
) -> FrameAct:
    """Put on record that themes stay as they are, though a check doubted them. Raises NotFoundError or FrameError."""
    themes = hold(session, consultation, theme_ids)
    check_live(themes.values())
    recorder = ActRecorder(session, consultation.id, FrameVerb.KEPT, by_id, at, reason(why))
    recorder.watch(Part.SOURCE, sorted(themes.values(), key=lambda theme: (theme.position, theme.slug)))
    return recorder.finish()


def _theme(session: Session, consultation: Consultation, theme_id: UUID) -> Theme:
    query = select(Theme).where(Theme.id == theme_id, Theme.consultation_id == consultation.id)
    found = session.scalar(query, execution_options={"populate_existing": True})
    if found is None:
        raise NotFoundError("That theme is not of this consultation.")
    return found


def _says(theme: Theme) -> Wanted:
    return Wanted(theme.name, theme.definition, theme.not_this, theme.priority_id, theme.parent_id)


def _trimmed(wanted: Wanted) -> Wanted:
    name = " ".join(wanted.name.split())
    return Wanted(name, wanted.definition.strip(), wanted.not_this.strip(), wanted.priority_id, wanted.parent_id)


def _last_change(session: Session, theme_id: UUID) -> tuple[str, datetime | None]:
    query = (
        select(User.name, FrameAct.at, FrameAct.undone_at)
        .select_from(FrameActTheme)
        .join(FrameAct, FrameActTheme.act_id == FrameAct.id)
        .outerjoin(User, User.id == func.coalesce(FrameAct.undone_by_id, FrameAct.by_id))
        .where(FrameActTheme.theme_id == theme_id)
        .order_by(FrameAct.at.desc(), FrameAct.id)
        .limit(1)
    )
    row = session.execute(query).first()
    return (row.name or "", row.undone_at or row.at) if row else ("", None)
