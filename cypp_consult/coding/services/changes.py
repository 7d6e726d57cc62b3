"""The row changes that acts of coding are made of; each notes what it changed with the batch's recorder."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from cypp_consult.coding import queries
from cypp_consult.coding.models import AnswerMark, Mark, Suggestion, SuggestionState, Tag, Verb
from cypp_consult.coding.rules import GoneError, Target, TargetKind
from cypp_consult.coding.services.writing import Recorder, chunks, insert_new
from cypp_consult.consultations.models import Consultation

# rows go straight to the database; pages read them anew, so nothing held in the session needs to follow
PLAIN = {"synchronize_session": False}


def codable_or_gone(session: Session, consultation: Consultation, answers: Iterable[UUID]) -> list[UUID]:
    """Return those of the answers that may be coded, sorted; GoneError if there are none."""
    keys = queries.codable(session, consultation.id, answers)
    if not keys:
        raise GoneError
    return keys


def points_at(model: type[Tag] | type[Suggestion], target: Target) -> ColumnElement[bool]:
    """Return the condition of rows that point at a target."""
    column = {
        TargetKind.OUTCOME: model.outcome_id,
        TargetKind.PRIORITY: model.priority_id,
        TargetKind.THEME: model.theme_id,
    }[target.kind]
    return column == target.id


def put_tags(recorder: Recorder, keys: Sequence[UUID], target: Target) -> None:
    """Tag the answers that do not have the tag yet."""
    rows: list[dict[str, Any]] = [
        {"id": uuid4(), "answer_id": key, **target.columns, "by_id": recorder.by_id, "at": recorder.at} for key in keys
    ]
    answer_of = {row["id"]: row["answer_id"] for row in rows}
    new = insert_new(recorder.session, Tag, rows, "id")
    for tag_id in (row["id"] for row in rows if row["id"] in new):
        recorder.note(Verb.TAG, answer_of[tag_id], target, tag_id=tag_id)


def decide(
    recorder: Recorder,
    keys: Sequence[UUID],
    target: Target | None,
    state: SuggestionState,
    *,
    only: SuggestionState | None = None,
) -> list[UUID]:
    """Set suggestions to a state where they are not in it (or are in `only`); return the answers concerned."""
    verb = Verb.CONFIRM if state is SuggestionState.CONFIRMED else Verb.REFUSE
    decided: list[UUID] = []
    for some in chunks(keys):
        before = {row.id: row for row in recorder.session.execute(_standing(some, target, state, only))}
        for suggestion_id in _still(recorder, before, state):
            row = before[suggestion_id]
            recorder.note(
                verb,
                row.answer_id,
                Target.of(row.outcome_id, row.priority_id, row.theme_id),
                suggestion_id=suggestion_id,
                was_state=row.state,
                was_by_id=row.decided_by_id,
                was_at=row.decided_at,
            )
            decided.append(row.answer_id)
    return sorted(set(decided))


def _still(recorder: Recorder, before: dict[UUID, Any], state: SuggestionState) -> list[UUID]:
    """Decide the suggestions that nobody else decided since they were read; return their ids."""
    done: list[UUID] = []
    for was in {row.state for row in before.values()}:
        same = [key for key, row in before.items() if row.state == was]
        change = (
            update(Suggestion)
            .where(Suggestion.id.in_(same), Suggestion.state == was)
            .values(state=state, decided_by_id=recorder.by_id, decided_at=recorder.at)
            .returning(Suggestion.id)
        )
        done += recorder.session.scalars(change, execution_options=PLAIN)
    return sorted(done)


def _standing(keys: Sequence[UUID], target: Target | None, state: SuggestionState, only: SuggestionState | None) -> Any:
    # locked in one order, so that two coders of many answers never wait for each other in a circle
    query = select(Suggestion.__table__).where(Suggestion.answer_id.in_(keys)).order_by(Suggestion.id).with_for_update()
    query = query.where(Suggestion.state == only if only else Suggestion.state != state)
    return query if target is None else query.where(points_at(Suggestion, target))


def take_marks_off(recorder: Recorder, keys: Sequence[UUID], *, keep: Mark | None = None) -> None:
    """Take the marks off answers, but for those of the kind to keep."""
    for some in chunks(keys):
        gone = delete(AnswerMark).where(AnswerMark.answer_id.in_(some))
        if keep is not None:
            gone = gone.where(AnswerMark.mark != keep)
        returning = gone.returning(AnswerMark.answer_id, AnswerMark.mark, AnswerMark.by_id, AnswerMark.at)
        for answer_id, was, was_by_id, was_at in recorder.session.execute(returning, execution_options=PLAIN):
            recorder.note(Verb.UNMARK, answer_id, mark=was, was_by_id=was_by_id, was_at=was_at)
