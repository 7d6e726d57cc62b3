"""Taking an act of the code frame back as a whole, also when others coded in between: what they did since stays."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session, selectinload

from cypp_consult.coding.frame.models import FrameAct, FrameActTheme, FrameMove, FrameVerb, MoveKind
from cypp_consult.coding.frame.naming import free_name
from cypp_consult.coding.frame.recording import facts, put
from cypp_consult.coding.frame.rules import FrameError, LaterActError, check_may_undo, follows
from cypp_consult.coding.frame.services.holding import hold
from cypp_consult.coding.frame.services.moving import PLAIN
from cypp_consult.coding.frame.services.returning import return_suggestions, return_tags
from cypp_consult.coding.models import Tag, Theme
from cypp_consult.coding.rules import NothingToUndoError
from cypp_consult.consultations.models import Consultation
from cypp_consult.core import audit
from cypp_consult.core.errors import NotFoundError

# acts after which the same themes cannot be undone one by one: each stands on the one before
_STRUCTURAL = (FrameVerb.MERGED, FrameVerb.SPLIT, FrameVerb.RETIRED, FrameVerb.RESTORED)


@dataclass(frozen=True)
class Undone:
    """What undoing came to. `stayed`: themes the act made that somebody tagged answers with since; they stay."""

    act: FrameAct
    stayed: tuple[Theme, ...] = ()


def undo(
    session: Session,
    consultation: Consultation,
    act_id: UUID,
    *,
    by_id: int | None,
    at: datetime,
    is_lead: bool = False,
) -> Undone:
    """Take an act back: its themes and tags are as they were, but for what somebody changed since.

    A tag given since is never lost, a tag taken off since is not put back, a wording changed since stays. Raises
    NotFoundError for an act of elsewhere, NotAllowedError for somebody else's unless a lead asks, NothingToUndoError
    for one taken back already, LaterActError where a later act has to be undone first, InvalidInputError where a name
    was taken meanwhile.
    """
    act = _act(session, consultation, act_id)
    check_may_undo(act.by_id, act.undone_at, by_id, is_lead=is_lead)
    if act.verb is FrameVerb.MADE:
        raise FrameError("Retire the theme instead: it was made, and answers may have it by now.")
    _claim(session, act_id, by_id, at)
    themes = hold(session, consultation, [line.theme_id for line in act.themes])
    _check_last(session, act)
    moves = session.scalars(select(FrameMove).where(FrameMove.act_id == act_id).order_by(FrameMove.answer_id)).all()
    return_tags(session, [move for move in moves if move.kind is MoveKind.TAG], act.at)
    stayed = _themes_back(session, consultation, act, themes, at)
    return_suggestions(session, [move for move in moves if move.kind is MoveKind.SUGGESTION])
    detail = {"verb": act.verb.value, "stayed": [str(theme.id) for theme in stayed]}
    audit.record(session, "frame.undo", "frame_act", act_id, detail, at)
    session.flush()
    session.expire_all()
    return Undone(act, tuple(stayed))


def _act(session: Session, consultation: Consultation, act_id: UUID) -> FrameAct:
    query = (
        select(FrameAct)
        .options(selectinload(FrameAct.themes))
        .where(FrameAct.id == act_id, FrameAct.consultation_id == consultation.id)
    )
    found = session.scalar(query, execution_options={"populate_existing": True})
    if found is None:
        raise NotFoundError
    return found


def _claim(session: Session, act_id: UUID, by_id: int | None, at: datetime) -> None:
    """Set the act as undone, so that pressing Undo twice does it once."""
    change = update(FrameAct).where(FrameAct.id == act_id, FrameAct.undone_at.is_(None))
    result = session.execute(change.values(undone_by_id=by_id, undone_at=at), execution_options=PLAIN)
    if not (isinstance(result, CursorResult) and result.rowcount):
        raise NothingToUndoError("This was undone already.")


def _check_last(session: Session, act: FrameAct) -> None:
    """Raise LaterActError if a later act on the same themes stands. An edit stands in nobody's way."""
    if act.verb not in _STRUCTURAL:
        return
    later = (
        select(FrameAct)
        .options(selectinload(FrameAct.themes))
        .join(FrameActTheme, FrameActTheme.act_id == FrameAct.id)
        .where(
            FrameActTheme.theme_id.in_([line.theme_id for line in act.themes]),
            FrameAct.id != act.id,
            FrameAct.at >= act.at,
            FrameAct.undone_at.is_(None),
            FrameAct.verb.in_(_STRUCTURAL),
        )
        .order_by(FrameAct.at.desc())
        .limit(1)
    )
    found = session.scalar(later)
    if found is not None:
        names = ", ".join(f"“{line.name}”" for line in found.themes)
        raise LaterActError(f"{names} {found.verb.value}")


def _themes_back(
    session: Session, consultation: Consultation, act: FrameAct, themes: dict[UUID, Theme], at: datetime
) -> Sequence[Theme]:
    stayed = []
    for line in act.themes:
        theme = themes[line.theme_id]
        if line.made_here:
            if session.scalar(select(Tag.id).where(Tag.theme_id == theme.id).limit(1)) is None:
                theme.retired_at = at
            else:
                stayed.append(theme)
    # names that the act freed may be taken by now; those of themes it made are free again
    session.flush()
    for line in act.themes:
        theme = themes[line.theme_id]
        back = follows(facts(theme), line.was, line.now)
        live = back.get("retired_at", theme.retired_at) is None
        if live and back.keys() & {"name", "retired_at"}:
            free_name(session, consultation, back.get("name", theme.name), but=frozenset(themes))
        put(theme, back)
    _hold_together(session, themes)
    return stayed


def _hold_together(session: Session, themes: dict[UUID, Theme]) -> None:
    """Let no theme stand under one that is gone or that stands under another by now."""
    session.flush()
    for theme in themes.values():
        parent = session.get(Theme, theme.parent_id) if theme.parent_id else None
        if parent is not None and theme.retired_at is None and (parent.retired_at or parent.parent_id):
            theme.parent_id = None
