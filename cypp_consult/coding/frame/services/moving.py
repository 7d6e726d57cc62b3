"""Taking tags and suggestions from theme to theme, and taking them back; a fixed number of statements per 500 rows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from cypp_consult.coding.frame.models import FrameMove, MoveKind
from cypp_consult.coding.frame.rules import Standing, Step, plan_moves
from cypp_consult.coding.models import Suggestion, SuggestionState, Tag
from cypp_consult.coding.services.writing import chunks

PLAIN = {"synchronize_session": False}


def move_tags(
    session: Session, act_id: UUID, sources: Sequence[UUID], to: UUID, only: Iterable[UUID] | None = None
) -> int:
    """Take the tags of themes to another, of all answers or of some; return how many answers that concerns.

    A tag keeps its id, maker and moment. Where an answer has several, or the other theme already, one tag is left.
    """
    rows = _tags(session, sources, only)
    steps = plan_moves(rows, _tagged(session, to, [row.answer_id for row in rows]), to)
    _carry_out(session, Tag, steps)
    write_down(session, act_id, MoveKind.TAG, steps)
    return len({row.answer_id for row in rows})


def move_suggestions(
    session: Session, act_id: UUID, sources: Sequence[UUID], to: UUID, only: Iterable[UUID] | None = None
) -> None:
    """Take the open suggestions of themes to another; those of answers that have it, or a word on it, go away."""
    rows = _suggestions(session, sources, only)
    answers = [row.answer_id for row in rows]
    taken: dict[UUID, UUID | None] = dict(_tagged(session, to, answers))
    for some in chunks(answers):
        query = select(Suggestion.answer_id).where(Suggestion.theme_id == to, Suggestion.answer_id.in_(some))
        taken |= dict.fromkeys(session.scalars(query))
    # what the other theme itself was suggested for may be tagged with it by now
    own = _suggestions(session, [to])
    tagged = _tagged(session, to, [row.answer_id for row in own])
    settled = [Step(row, None) for row in own if row.answer_id in tagged]
    steps = [*plan_moves(rows, taken, to), *settled]
    _carry_out(session, Suggestion, steps)
    write_down(session, act_id, MoveKind.SUGGESTION, steps)


def drop_suggestions(session: Session, act_id: UUID, theme_id: UUID) -> None:
    """Take the open suggestions of a theme away."""
    steps = [Step(row, None) for row in _suggestions(session, [theme_id])]
    _carry_out(session, Suggestion, steps)
    write_down(session, act_id, MoveKind.SUGGESTION, steps)


def write_down(session: Session, act_id: UUID, kind: MoveKind, steps: Sequence[Step]) -> None:
    """Put what moved on record under its act."""
    rows = [
        {
            "id": uuid4(),
            "act_id": act_id,
            "kind": kind,
            "row_id": step.row.row_id,
            "answer_id": step.row.answer_id,
            "from_id": step.row.theme_id,
            "to_id": step.to,
            "instead_id": step.instead,
            "kept": dict(step.row.kept) if step.to is None else {},
        }
        for step in steps
    ]
    for some in chunks(rows):
        session.execute(insert(FrameMove), some)


def tag_row(move: FrameMove, theme_id: UUID) -> dict[str, Any]:
    """Return the row of a tag that was taken away, to be put back on a theme."""
    at = datetime.fromisoformat(move.kept["at"])
    plain = {"id": move.row_id, "answer_id": move.answer_id, "outcome_id": None, "priority_id": None}
    return {**plain, "theme_id": theme_id, "by_id": move.kept["by_id"], "at": at}


def suggestion_row(move: FrameMove) -> dict[str, Any]:
    """Return the row of an open suggestion that was taken away, to be put back."""
    return {
        "id": move.row_id,
        "answer_id": move.answer_id,
        "outcome_id": None,
        "priority_id": None,
        "theme_id": move.from_id,
        "score": move.kept["score"],
        "reasons": move.kept["reasons"],
        "state": SuggestionState.OPEN,
        "decided_by_id": None,
        "decided_at": None,
        "made_at": datetime.fromisoformat(move.kept["made_at"]),
    }


def on_answers(query: Callable[[list[UUID]], Any], keys: Iterable[UUID], session: Session) -> list[Any]:
    """Return the rows that a query gives for ids, asked for 500 at a time."""
    return [row for some in chunks(sorted(set(keys))) for row in session.execute(query(some))]


def _tags(session: Session, sources: Sequence[UUID], only: Iterable[UUID] | None) -> list[Standing]:
    query = select(Tag.id, Tag.answer_id, Tag.theme_id, Tag.by_id, Tag.at).where(Tag.theme_id.in_(sources))
    rows = _narrowed(session, query, Tag.answer_id, only)
    return [
        Standing(row.id, row.answer_id, row.theme_id, row.at, {"by_id": row.by_id, "at": row.at.isoformat()})
        for row in rows
    ]


def _suggestions(session: Session, sources: Sequence[UUID], only: Iterable[UUID] | None = None) -> list[Standing]:
    columns = (Suggestion.id, Suggestion.answer_id, Suggestion.theme_id, Suggestion.score)
    query = select(*columns, Suggestion.reasons, Suggestion.made_at).where(
        Suggestion.theme_id.in_(sources), Suggestion.state == SuggestionState.OPEN
    )
    rows = _narrowed(session, query, Suggestion.answer_id, only)
    return [
        Standing(
            row.id,
            row.answer_id,
            row.theme_id,
            -row.score,
            {"score": row.score, "reasons": list(row.reasons), "made_at": row.made_at.isoformat()},
        )
        for row in rows
    ]


def _narrowed(session: Session, query: Any, column: Any, only: Iterable[UUID] | None) -> list[Any]:
    if only is None:
        found = list(session.execute(query))
    else:
        found = on_answers(lambda some: query.where(column.in_(some)), only, session)
    # one order for every writer, so that two of them never wait for each other in a circle
    return sorted(found, key=lambda row: (row.answer_id, row.id))


def _tagged(session: Session, theme_id: UUID, answers: Iterable[UUID]) -> Mapping[UUID, UUID]:
    query = select(Tag.answer_id, Tag.id).where(Tag.theme_id == theme_id)
    return dict(on_answers(lambda some: query.where(Tag.answer_id.in_(some)), answers, session))


def _carry_out(session: Session, model: type[Tag] | type[Suggestion], steps: Sequence[Step]) -> None:
    """Take away first, so that a row never meets another on its way."""
    for some in chunks(step.row.row_id for step in steps if step.to is None):
        session.execute(delete(model).where(model.id.in_(some)), execution_options=PLAIN)
    for to in {step.to for step in steps if step.to is not None}:
        for some in chunks(step.row.row_id for step in steps if step.to == to):
            change = update(model).where(model.id.in_(some)).values(theme_id=to)
            session.execute(change, execution_options=PLAIN)
