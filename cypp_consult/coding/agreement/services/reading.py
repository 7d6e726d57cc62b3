"""What a coder says of an answer of a sample, blind; and what a young analyst says of one outside samples."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from cypp_consult.coding import services as coding
from cypp_consult.coding.agreement import queries, rules
from cypp_consult.coding.agreement.models import (
    CodingSample,
    ReadingState,
    SampleCoder,
    SampleReading,
    SampleTag,
    YoungReading,
)
from cypp_consult.coding.models import Mark
from cypp_consult.coding.rules import GoneError, Target
from cypp_consult.coding.services.tagging import check_target
from cypp_consult.coding.services.writing import insert_new
from cypp_consult.consultations.models import Consultation
from cypp_consult.core import audit
from cypp_consult.core.database import Base
from cypp_consult.core.errors import InvalidInputError, NotFoundError


def read(
    session: Session,
    consultation: Consultation,
    sample: CodingSample,
    answer_id: UUID,
    state: ReadingState,
    targets: Collection[Target] = (),
    mark: Mark | None = None,
    *,
    by_id: int,
    at: datetime,
) -> bool:
    """Keep what a coder chose for an answer, in place of what they chose before; False where it was so already.

    Raises NotFoundError for somebody who was not asked, SampleClosedError once the sample is closed or they have
    finished, GoneError if the answer may not be coded, InvalidInputError for codes that are not of the sample's level.
    """
    _check_open(_coder(session, sample, by_id), sample)
    if not queries.in_sample(session, sample, answer_id):
        raise GoneError
    chosen = _chosen(session, consultation, sample, state, targets)
    if mark is not None and chosen:
        raise InvalidInputError("Choose what fits, or say that nothing does; not both.")
    codes = frozenset(target.token for target in chosen)
    marked = mark if state is ReadingState.CODED else None
    before = queries.own(session, sample, by_id, answer_id)
    wanted = queries.Own(state, codes | ({rules.mark_code(marked)} if marked else frozenset()))
    if before == wanted:
        return False
    reading_id = _put(
        session,
        SampleReading,
        {"id": uuid4(), "sample_id": sample.id, "answer_id": answer_id, "person_id": by_id},
        {"state": state, "mark": marked.value if marked else None, "at": at},
        SampleReading.__table__.c.id,
    )
    session.execute(delete(SampleTag).where(SampleTag.reading_id == reading_id))
    rows = [{"id": uuid4(), "reading_id": reading_id, **target.columns} for target in chosen]
    insert_new(session, SampleTag, rows, "id")
    detail = {"sample": str(sample.id), "state": state, "codes": len(wanted.codes)}
    audit.record(session, "sample.read", "answer", answer_id, detail, at)
    session.flush()
    return True


def finish(session: Session, sample: CodingSample, *, by_id: int, at: datetime) -> bool:
    """Say that somebody is done: nothing of theirs changes from now on. False if they were.

    Raises NotFoundError for somebody who was not asked, CodingError while answers were never opened.
    """
    coder = _coder(session, sample, by_id)
    if coder.finished_at is not None:
        return False
    _check_open(coder, sample)
    left = queries.following(session, sample, by_id)
    if left is not None and queries.own(session, sample, by_id, left) is None:
        raise rules.SampleUnreadError
    coder.finished_at = at
    audit.record(session, "sample.finished", "coding_sample", sample.id, at=at)
    session.flush()
    return True


def read_alone(
    session: Session,
    consultation: Consultation,
    answer_id: UUID,
    state: ReadingState,
    targets: Collection[Target] = (),
    mark: Mark | None = None,
    *,
    by_id: int,
    at: datetime,
) -> bool:
    """Keep what a young analyst chose for an answer outside samples: their tags, as anybody's, and that they read it.

    Tags of their own that are chosen no more are taken off; those of others stay. False where it was so already.
    Raises GoneError if the answer may not be coded.
    """
    queries.words(session, consultation.id, answer_id)
    before = queries.own_alone(session, by_id, answer_id)
    old = {Target.parse(code) for code in before.codes} if before else set()
    new = set(targets) if state is ReadingState.CODED else set()
    changed = before is None or before.state is not state
    maker: dict[str, Any] = {"by_id": by_id, "at": at}
    for target in sorted(old - new, key=lambda one: one.token):
        changed |= coding.remove_tag(session, consultation, [answer_id], target, **maker).changed
    for target in sorted(new - old, key=lambda one: one.token):
        changed |= coding.add_tag(session, consultation, [answer_id], target, **maker).changed
    if mark is not None and not new and not rules.tagged(queries.standing_on(session, answer_id)):
        changed |= coding.mark(session, consultation, [answer_id], mark, **maker).changed
    if changed:
        key = {"answer_id": answer_id, "person_id": by_id}
        _put(session, YoungReading, key, {"state": state, "at": at}, YoungReading.__table__.c.answer_id)
        audit.record(session, "answer.read", "answer", answer_id, {"state": state}, at)
        session.flush()
    return changed


def _chosen(
    session: Session,
    consultation: Consultation,
    sample: CodingSample,
    state: ReadingState,
    targets: Collection[Target],
) -> list[Target]:
    if state is not ReadingState.CODED:
        return []
    for target in targets:
        if target.kind is not sample.level:
            raise InvalidInputError("Choose from the list.")
        check_target(session, consultation, target)
    return sorted(set(targets), key=lambda one: one.token)


def _coder(session: Session, sample: CodingSample, person_id: int) -> SampleCoder:
    found = session.get(SampleCoder, (sample.id, person_id), populate_existing=True)
    if found is None:
        raise NotFoundError
    return found


def _check_open(coder: SampleCoder, sample: CodingSample) -> None:
    if sample.closed_at is not None:
        raise rules.SampleClosedError("This sample is closed. What you chose is kept.")
    if coder.finished_at is not None:
        raise rules.SampleClosedError("You have finished this sample. What you chose is kept.")


def _put(session: Session, model: type[Base], key: dict[str, Any], values: dict[str, Any], returning: Any) -> Any:
    """Put a row in, or its values into the row of the same key; two at once wait for each other."""
    maker = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    unique = [name for name in key if name != "id"]
    statement = maker(model).values(**key, **values).on_conflict_do_update(index_elements=unique, set_=values)
    return session.scalar(statement.returning(returning), execution_options={"synchronize_session": False})
