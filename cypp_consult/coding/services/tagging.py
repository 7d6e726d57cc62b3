"""Tags, answers to suggestions, and marks: added and taken off, never toggled, for one answer or many at once.

Two coders who do the same at once do it once and neither sees an error: a tag is put in if new, a suggestion is
decided if it still stands as it was read. Each verb returns what it changed, and only that is on record.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from cypp_consult.coding.models import AnswerMark, Mark, SuggestionState, Tag, Theme, Verb
from cypp_consult.coding.rules import CodingError, Target, TargetKind
from cypp_consult.coding.services.changes import (
    PLAIN,
    codable_or_gone,
    decide,
    points_at,
    put_tags,
    take_marks_off,
)
from cypp_consult.coding.services.writing import Batch, Recorder, chunks, insert_new
from cypp_consult.consultations.models import Consultation
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.plans.models import Outcome, Priority


def add_tag(
    session: Session,
    consultation: Consultation,
    answers: Iterable[UUID],
    target: Target,
    *,
    by_id: int | None,
    at: datetime,
    batch: UUID | None = None,
) -> Batch:
    """Tag answers with a target. A standing suggestion of it counts as confirmed, a mark goes.

    `batch` is that of an act this is a part of, which is undone as a whole.

    Raises GoneError when none of the answers may be coded, InvalidInputError for a target that is retired or not of
    this consultation.
    """
    check_target(session, consultation, target)
    keys = codable_or_gone(session, consultation, answers)
    recorder = Recorder(session, by_id, at, batch or uuid4())
    decide(recorder, keys, target, SuggestionState.CONFIRMED)
    put_tags(recorder, keys, target)
    take_marks_off(recorder, keys)
    _check_again(session, consultation, target)
    return recorder.finish("coding.tag", {"target": target.token})


def confirm(
    session: Session,
    consultation: Consultation,
    answers: Iterable[UUID],
    target: Target,
    *,
    by_id: int | None,
    at: datetime,
) -> Batch:
    """Say yes to the suggestion of a target where it is open; the rest of the answers stay as they are.

    Each yes makes a tag and leaves the suggestion standing as confirmed. Raises as `add_tag`.
    """
    check_target(session, consultation, target)
    keys = codable_or_gone(session, consultation, answers)
    recorder = Recorder(session, by_id, at)
    said_yes = decide(recorder, keys, target, SuggestionState.CONFIRMED, only=SuggestionState.OPEN)
    put_tags(recorder, said_yes, target)
    take_marks_off(recorder, said_yes)
    _check_again(session, consultation, target)
    return recorder.finish("coding.confirm", {"target": target.token})


def refuse(
    session: Session,
    consultation: Consultation,
    answers: Iterable[UUID],
    target: Target | None,
    *,
    by_id: int | None,
    at: datetime,
) -> Batch:
    """Say no to the open suggestion of a target, or to every open suggestion where no target is named.

    Raises GoneError when none of the answers may be coded.
    """
    keys = codable_or_gone(session, consultation, answers)
    recorder = Recorder(session, by_id, at)
    decide(recorder, keys, target, SuggestionState.REFUSED, only=SuggestionState.OPEN)
    return recorder.finish("coding.refuse", {"target": target.token if target else "all"})


def remove_tag(
    session: Session,
    consultation: Consultation,
    answers: Iterable[UUID],
    target: Target,
    *,
    by_id: int | None,
    at: datetime,
) -> Batch:
    """Take a tag off answers. A suggestion of it that had been confirmed counts as refused from now on.

    Raises GoneError when none of the answers may be coded. Retired targets can be taken off.
    """
    keys = codable_or_gone(session, consultation, answers)
    recorder = Recorder(session, by_id, at)
    for some in chunks(keys):
        gone = delete(Tag).where(Tag.answer_id.in_(some), points_at(Tag, target))
        returning = gone.returning(Tag.id, Tag.answer_id, Tag.by_id, Tag.at)
        for row in session.execute(returning, execution_options=PLAIN):
            recorder.note(Verb.UNTAG, row.answer_id, target, tag_id=row.id, was_by_id=row.by_id, was_at=row.at)
    untagged = [row["answer_id"] for row in recorder.rows]
    decide(recorder, untagged, target, SuggestionState.REFUSED, only=SuggestionState.CONFIRMED)
    return recorder.finish("coding.untag", {"target": target.token})


def mark(
    session: Session,
    consultation: Consultation,
    answers: Iterable[UUID],
    kind: Mark,
    *,
    by_id: int | None,
    at: datetime,
    batch: UUID | None = None,
) -> Batch:
    """Mark answers that need no theme. Their open suggestions count as refused; an earlier mark gives way.

    Tagged answers are left as they are; `batch` as in `add_tag`. Raises CodingError if all are tagged, GoneError if
    none may be coded.
    """
    keys = codable_or_gone(session, consultation, answers)
    tagged = set[UUID]()
    for some in chunks(keys):
        tagged.update(session.scalars(select(Tag.answer_id).where(Tag.answer_id.in_(some))))
    free = [key for key in keys if key not in tagged]
    if not free:
        raise CodingError("This has tags already. Take them off first if there is nothing to tag.")
    recorder = Recorder(session, by_id, at, batch or uuid4())
    take_marks_off(recorder, free, keep=kind)
    rows = [{"answer_id": key, "mark": kind, "by_id": by_id, "at": at} for key in free]
    for answer_id in insert_new(session, AnswerMark, rows, "answer_id"):
        recorder.note(Verb.MARK, answer_id, mark=kind)
    decide(recorder, free, None, SuggestionState.REFUSED, only=SuggestionState.OPEN)
    return recorder.finish("coding.mark", {"mark": kind.value})


def unmark(
    session: Session, consultation: Consultation, answers: Iterable[UUID], *, by_id: int | None, at: datetime
) -> Batch:
    """Take the mark off answers. Raises GoneError when none of them may be coded."""
    keys = codable_or_gone(session, consultation, answers)
    recorder = Recorder(session, by_id, at)
    take_marks_off(recorder, keys)
    return recorder.finish("coding.unmark", {})


def check_target(session: Session, consultation: Consultation, target: Target) -> None:
    """Let through what may be given to answers of the consultation now. Raises InvalidInputError for anything else."""
    if target.kind is TargetKind.THEME:
        where: ColumnElement[bool] = Theme.consultation_id == consultation.id
        query = select(Theme.id).where(Theme.id == target.id, where, Theme.retired_at.is_(None))
        # on PostgreSQL a merge or a split of the theme waits for this tag, or this tag for it
        query = query.with_for_update(read=True, key_share=True)
    else:
        model = Outcome if target.kind is TargetKind.OUTCOME else Priority
        query = select(model.id).where(
            model.id == target.id, model.plan_id == consultation.plan_id, model.retired_at.is_(None)
        )
    if session.scalar(query) is None:
        raise InvalidInputError("That is no longer part of the code frame. Choose another from the list.")


def _check_again(session: Session, consultation: Consultation, target: Target) -> None:
    """Check a target after the first write: on SQLite, where reading locks nothing, it may have gone."""
    if session.get_bind().dialect.name == "sqlite":
        check_target(session, consultation, target)
