"""Leading tags that come back from an older undo to where their theme is by now."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import Session

from cypp_consult.coding.frame.models import FrameAct, FrameActTheme, FrameMove, FrameVerb, MoveKind, Part
from cypp_consult.coding.frame.services.moving import PLAIN, move_tags, tag_row
from cypp_consult.coding.models import CodingAct, Tag, Theme, Verb
from cypp_consult.coding.services.writing import insert_new


def settle(session: Session, batch_id: UUID) -> None:
    """After a coder's batch was undone: no tag is left on a merged theme, and none is lost that stood behind another.

    A tag that was put back on a theme merged meanwhile goes on to where that went. One that was put back where an act
    undone since had taken it goes back with the others. Where a tag is gone that stood for others since a merging, the
    earliest of those takes its place.
    """
    _lift(session, batch_id)
    _unmoved(session, batch_id)
    _follow(session, batch_id)


def unmade(session: Session, batch_id: UUID, at: datetime) -> None:
    """After a coder's batch was undone: a theme that was made for it, and left the frame with it, was never made."""
    gone = select(FrameActTheme.theme_id).join(Theme, FrameActTheme.theme_id == Theme.id).where(Theme.retired_at == at)
    change = (
        update(FrameAct)
        .where(FrameAct.batch_id == batch_id, FrameAct.verb == FrameVerb.MADE, FrameAct.undone_at.is_(None))
        .where(gone.where(FrameActTheme.act_id == FrameAct.id).exists())
        .values(undone_at=at, undone_by_id=FrameAct.by_id)
    )
    session.execute(change, execution_options=PLAIN)


def _put_back(batch_id: UUID) -> Select[UUID | None]:
    return select(CodingAct.tag_id).where(CodingAct.batch_id == batch_id, CodingAct.verb == Verb.UNTAG)


def _lift(session: Session, batch_id: UUID) -> None:
    unmade = select(CodingAct.tag_id).where(CodingAct.batch_id == batch_id, CodingAct.verb == Verb.TAG)
    query = (
        select(FrameMove)
        .join(FrameAct, FrameMove.act_id == FrameAct.id)
        .where(FrameMove.kind == MoveKind.TAG, FrameMove.instead_id.in_(unmade), FrameAct.undone_at.is_(None))
        .order_by(FrameMove.answer_id)
    )
    behind: dict[UUID, list[FrameMove]] = {}
    for move in session.scalars(query):
        if move.instead_id is not None:
            behind.setdefault(move.instead_id, []).append(move)
    for moves in behind.values():
        first, *rest = sorted(moves, key=lambda move: (move.kept["at"], move.row_id))
        to = _result(session, first.act_id)
        if insert_new(session, Tag, [tag_row(first, to)], "id"):
            first.to_id, first.instead_id, first.kept = to, None, {}
            for move in rest:
                move.instead_id = first.row_id
    session.flush()


def _result(session: Session, act_id: UUID) -> UUID:
    """Return the theme that a merging led to."""
    query = select(FrameActTheme.theme_id).where(FrameActTheme.act_id == act_id, FrameActTheme.part == Part.RESULT)
    return session.scalars(query).one()


def _unmoved(session: Session, batch_id: UUID) -> None:
    query = (
        select(Tag.id, Tag.answer_id, FrameMove.from_id)
        .join(FrameMove, (FrameMove.row_id == Tag.id) & (FrameMove.to_id == Tag.theme_id))
        .join(FrameAct, FrameMove.act_id == FrameAct.id)
        .where(Tag.id.in_(_put_back(batch_id)), FrameAct.undone_at.is_not(None))
    )
    for tag_id, answer_id, from_id in session.execute(query).all():
        taken = select(Tag.id).where(Tag.answer_id == answer_id, Tag.theme_id == from_id)
        if session.scalar(taken) is None:
            change = update(Tag).where(Tag.id == tag_id).values(theme_id=from_id)
            session.execute(change, execution_options=PLAIN)
        else:
            session.execute(delete(Tag).where(Tag.id == tag_id), execution_options=PLAIN)


def _follow(session: Session, batch_id: UUID) -> None:
    """Take tags of merged themes to where those went; each step goes on record under its merging."""
    query = (
        select(Tag.answer_id, Theme.id, Theme.merged_into_id)
        .join(Theme, Tag.theme_id == Theme.id)
        .where(Tag.id.in_(_put_back(batch_id)), Theme.merged_into_id.is_not(None))
    )
    seen: set[UUID] = set()
    while strays := [row for row in session.execute(query) if row.id not in seen]:
        for from_id in {row.id for row in strays}:
            seen.add(from_id)
            here = [row for row in strays if row.id == from_id]
            act_id = _merging(session, from_id)
            if act_id is not None:
                move_tags(session, act_id, [from_id], here[0].merged_into_id, only=[row.answer_id for row in here])


def _merging(session: Session, theme_id: UUID) -> UUID | None:
    query = (
        select(FrameAct.id)
        .join(FrameActTheme, FrameActTheme.act_id == FrameAct.id)
        .where(
            FrameActTheme.theme_id == theme_id,
            FrameActTheme.part == Part.SOURCE,
            FrameAct.verb == FrameVerb.MERGED,
            FrameAct.undone_at.is_(None),
        )
        .order_by(FrameAct.at.desc())
        .limit(1)
    )
    return session.scalar(query)
