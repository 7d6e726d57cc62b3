"""Bringing back the tags and suggestions that an act moved or took away."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from cypp_consult.coding.frame.models import FrameMove
from cypp_consult.coding.frame.services.moving import PLAIN, on_answers, suggestion_row, tag_row
from cypp_consult.coding.models import CodingAct, Suggestion, SuggestionState, Tag, Verb
from cypp_consult.coding.services.writing import chunks, insert_new


def return_tags(session: Session, moves: Sequence[FrameMove], since: datetime) -> None:
    """Bring tags back to where they came from.

    One that was taken off since, or whose stand-in was, stays off; one that meets a tag given since gives way to it.
    """
    gone = _taken_off(session, moves, since)
    standing = _standing(session, moves)
    # a stand-in that somebody took off spoke for those it replaced too
    free = [
        move
        for move in moves
        if move.to_id is None and move.row_id not in standing and not {move.row_id, move.instead_id} & gone
    ]
    for from_id in sorted({move.from_id for move in moves}):
        here = [m for m in moves if m.from_id == from_id and m.row_id in standing and standing[m.row_id] != from_id]
        met = _met(session, from_id, [move.answer_id for move in here])
        back = [move.row_id for move in here if move.answer_id not in met]
        for some in chunks(move.row_id for move in here if move.answer_id in met):
            session.execute(delete(Tag).where(Tag.id.in_(some)), execution_options=PLAIN)
        for some in chunks(back):
            change = update(Tag).where(Tag.id.in_(some)).values(theme_id=from_id)
            session.execute(change, execution_options=PLAIN)
    insert_new(session, Tag, [tag_row(move, move.from_id) for move in free], "id")


def return_suggestions(session: Session, moves: Sequence[FrameMove]) -> None:
    """Bring open suggestions back; one that somebody answered since stays where it is."""
    for from_id in sorted({move.from_id for move in moves if move.to_id is not None}):
        here = [move for move in moves if move.from_id == from_id and move.to_id is not None]
        for some in chunks(move.row_id for move in here):
            change = update(Suggestion).where(Suggestion.id.in_(some), Suggestion.state == SuggestionState.OPEN)
            taken = select(Suggestion.answer_id).where(Suggestion.theme_id == from_id)
            change = change.where(Suggestion.answer_id.not_in(taken)).values(theme_id=from_id)
            session.execute(change, execution_options=PLAIN)
    gone = [suggestion_row(move) for move in moves if move.to_id is None]
    tagged = {
        (row.answer_id, row.theme_id)
        for row in on_answers(
            lambda some: select(Tag.answer_id, Tag.theme_id).where(Tag.answer_id.in_(some)),
            (row["answer_id"] for row in gone),
            session,
        )
    }
    free = [row for row in gone if (row["answer_id"], row["theme_id"]) not in tagged]
    insert_new(session, Suggestion, free, "id")


def _taken_off(session: Session, moves: Sequence[FrameMove], since: datetime) -> set[UUID]:
    """Return the tags that a person took off since, or whose making was undone since."""
    keys: Iterable[UUID] = [key for move in moves for key in (move.row_id, move.instead_id) if key]
    untagged = select(CodingAct.tag_id).where(
        CodingAct.verb == Verb.UNTAG, CodingAct.undone_at.is_(None), CodingAct.at >= since
    )
    off = {row[0] for row in on_answers(lambda some: untagged.where(CodingAct.tag_id.in_(some)), keys, session)}
    unmade = select(CodingAct.tag_id).where(CodingAct.verb == Verb.TAG, CodingAct.undone_at.is_not(None))
    own = [move.row_id for move in moves]
    return off | {row[0] for row in on_answers(lambda some: unmade.where(CodingAct.tag_id.in_(some)), own, session)}


def _standing(session: Session, moves: Sequence[FrameMove]) -> dict[UUID, UUID | None]:
    query = select(Tag.id, Tag.theme_id)
    rows = on_answers(lambda some: query.where(Tag.id.in_(some)), (move.row_id for move in moves), session)
    return {row.id: row.theme_id for row in rows}


def _met(session: Session, theme_id: UUID, answers: Iterable[UUID]) -> set[UUID]:
    query = select(Tag.answer_id).where(Tag.theme_id == theme_id)
    return {row[0] for row in on_answers(lambda some: query.where(Tag.answer_id.in_(some)), answers, session)}
