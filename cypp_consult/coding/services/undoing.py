"""Taking a batch back, by its maker, as a whole: a few statements however many answers it touched."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, CursorResult, Table, and_, delete, exists, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from cypp_consult.coding import queries
from cypp_consult.coding.frame.settling import settle, unmade
from cypp_consult.coding.models import AnswerMark, CodingAct, Suggestion, Tag, Theme, Verb
from cypp_consult.coding.rules import NothingToUndoError, check_may_undo
from cypp_consult.coding.services.writing import Batch
from cypp_consult.consultations.models import Consultation
from cypp_consult.core import audit
from cypp_consult.core.errors import NotFoundError

_PLAIN = {"synchronize_session": False}


def undo(session: Session, consultation: Consultation, batch_id: UUID, *, by_id: int | None, at: datetime) -> Batch:
    """Take a whole batch back: each row is again as it was, unless somebody changed it since.

    What others did meanwhile stays. Raises NotFoundError for a batch that is not of this consultation,
    NotAllowedError for somebody else's, NothingToUndoError for one taken back already.
    """
    facts = queries.batch_facts(session, consultation.id, batch_id)
    if not facts:
        raise NotFoundError
    check_may_undo([maker for maker, _, _ in facts], all(undone for _, undone, _ in facts), by_id)
    _claim(session, batch_id, at)
    _tags(session, batch_id)
    _marks(session, batch_id)
    _suggestions(session, batch_id)
    _themes(session, batch_id, at)
    settle(session, batch_id)
    answers = sum(count for _, _, count in facts)
    audit.record(session, "coding.undo", "coding_batch", batch_id, {"answers": answers}, at)
    session.flush()
    session.expire_all()
    return Batch(batch_id, answers)


def _claim(session: Session, batch_id: UUID, at: datetime) -> None:
    """Set the batch as undone, so that pressing Undo twice does it once."""
    change = update(CodingAct).where(CodingAct.batch_id == batch_id, CodingAct.undone_at.is_(None)).values(undone_at=at)
    result = session.execute(change, execution_options=_PLAIN)
    if not (isinstance(result, CursorResult) and result.rowcount):
        raise NothingToUndoError("This was undone already.")


def _of(batch_id: UUID, verb: Verb) -> ColumnElement[bool]:
    return and_(CodingAct.batch_id == batch_id, CodingAct.verb == verb)


def _tags(session: Session, batch_id: UUID) -> None:
    added = select(CodingAct.tag_id).where(_of(batch_id, Verb.TAG))
    session.execute(delete(Tag).where(Tag.id.in_(added)), execution_options=_PLAIN)
    columns = ["id", "answer_id", "outcome_id", "priority_id", "theme_id", "by_id", "at"]
    taken_off = select(
        CodingAct.tag_id,
        CodingAct.answer_id,
        CodingAct.outcome_id,
        CodingAct.priority_id,
        CodingAct.theme_id,
        CodingAct.was_by_id,
        CodingAct.was_at,
    ).where(_of(batch_id, Verb.UNTAG), ~_never_was())
    _put_back(session, Tag.__table__, columns, taken_off)


def _never_was() -> ColumnElement[bool]:
    """Return the condition of a tag whose own making was taken back meanwhile: it is not put on again."""
    making = CodingAct.__table__.alias("making")
    return exists().where(
        making.c.tag_id == CodingAct.tag_id, making.c.verb == Verb.TAG, making.c.undone_at.is_not(None)
    )


def _marks(session: Session, batch_id: UUID) -> None:
    act = CodingAct.__table__
    put_on = exists().where(
        act.c.batch_id == batch_id,
        act.c.verb == Verb.MARK,
        act.c.answer_id == AnswerMark.answer_id,
        act.c.mark == AnswerMark.mark,
        act.c.at == AnswerMark.at,
        act.c.by_id.is_not_distinct_from(AnswerMark.by_id),
    )
    session.execute(delete(AnswerMark).where(put_on), execution_options=_PLAIN)
    columns = ["answer_id", "mark", "by_id", "at"]
    taken_off = select(CodingAct.answer_id, CodingAct.mark, CodingAct.was_by_id, CodingAct.was_at)
    _put_back(session, AnswerMark.__table__, columns, taken_off.where(_of(batch_id, Verb.UNMARK)))


def _suggestions(session: Session, batch_id: UUID) -> None:
    change = (
        update(Suggestion)
        .where(
            Suggestion.id == CodingAct.suggestion_id,
            CodingAct.batch_id == batch_id,
            # only where the decision is still the one of this batch
            Suggestion.decided_at == CodingAct.at,
            Suggestion.decided_by_id.is_not_distinct_from(CodingAct.by_id),
        )
        .values(state=CodingAct.was_state, decided_by_id=CodingAct.was_by_id, decided_at=CodingAct.was_at)
    )
    session.execute(change, execution_options=_PLAIN)


def _themes(session: Session, batch_id: UUID, at: datetime) -> None:
    """Retire a theme that was made for this batch, unless somebody else has used it since."""
    made = exists().where(_of(batch_id, Verb.TAG), CodingAct.theme_id == Theme.id, CodingAct.at == Theme.made_at)
    used = exists().where(Tag.theme_id == Theme.id)
    change = update(Theme).where(made, ~used, Theme.retired_at.is_(None)).values(retired_at=at)
    session.execute(change, execution_options=_PLAIN)
    unmade(session, batch_id, at)


def _put_back(session: Session, table: Any, columns: list[str], rows: Any) -> None:
    """Insert what was taken off, unless somebody put the same on again."""
    maker = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    if isinstance(table, Table):
        session.execute(maker(table).from_select(columns, rows).on_conflict_do_nothing())
