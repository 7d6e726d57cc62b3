"""Looking at the answers, and what people do with what was found."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from cypp_consult.coding.finding import queries
from cypp_consult.coding.finding.looking import Looked
from cypp_consult.coding.finding.models import FindingGroup, FindingMember, FindingRun, Sort
from cypp_consult.coding.models import Mark, Theme
from cypp_consult.coding.rules import Target, TargetKind
from cypp_consult.coding.services import Batch, add_tag, make_theme, mark
from cypp_consult.consultations.models import Consultation
from cypp_consult.core import audit
from cypp_consult.core.errors import InvalidInputError

_CHUNK = 500
# a group whose answers were mostly those of a dismissed one is dismissed too
_SAME_AGAIN = 0.6


def keep(session: Session, consultation: Consultation, found: Looked, *, by_id: int | None, at: datetime) -> FindingRun:
    """Keep what a look at the answers found, in place of what was kept before. What was dismissed stays dismissed."""
    dismissed = _dismissed(session, consultation.id)
    old = select(FindingRun.id).where(FindingRun.consultation_id == consultation.id)
    session.execute(delete(FindingRun).where(FindingRun.id.in_(old)), execution_options={"synchronize_session": False})
    run = FindingRun(
        id=uuid4(),
        consultation_id=consultation.id,
        by_id=by_id,
        at=at,
        answers=len(found.read),
        uncoded=found.uncoded,
        engine=found.engine,
        phrases=[{**asdict(row), "who": row.who.value} for row in found.phrases],
    )
    session.add(run)
    session.flush()
    members = {key: _member(run.id, key) for key in found.read}
    rows = [
        *_groups(run.id, Sort.THEME, found.groups, members, dismissed),
        *_groups(run.id, Sort.ALIKE, [("", keys, same) for keys, same in found.alike], members, dismissed),
    ]
    for model, values in ((FindingGroup, rows), (FindingMember, list(members.values()))):
        for start in range(0, len(values), _CHUNK):
            session.execute(insert(model), values[start : start + _CHUNK])
    detail = {"answers": run.answers, "groups": len(found.groups), "alike": len(found.alike), "engine": run.engine}
    audit.record(session, "finding.looked", "consultation", consultation.id, detail, at)
    session.flush()
    return run


def theme_of(
    session: Session,
    consultation: Consultation,
    group_id: UUID,
    answers: Sequence[UUID] | None,
    name: str,
    *,
    by_id: int | None,
    at: datetime,
    definition: str = "",
    priority_id: UUID | None = None,
) -> tuple[Theme, Batch]:
    """Make a theme of the given answers of a group, or of all of it where None, in one batch that can be undone.

    Raises InvalidInputError for a name that will not do or where no answer of the group was chosen, NotFoundError for
    a group that is not of the latest look, GoneError when none may be coded.
    """
    row = queries.group_row(session, consultation.id, group_id)
    keys = _chosen(session, consultation, row, answers)
    theme, batch = make_theme(
        session,
        consultation,
        name,
        by_id=by_id,
        at=at,
        definition=definition,
        priority_id=priority_id,
        answers=keys,
    )
    row.theme_id = theme.id
    session.flush()
    return theme, batch or Batch(uuid4(), 0)


def tag_group(
    session: Session,
    consultation: Consultation,
    group_id: UUID,
    answers: Sequence[UUID] | None,
    target: Target,
    *,
    by_id: int | None,
    at: datetime,
) -> Batch:
    """Tag the given answers of a group, or all of it where None, in one batch to undo. Raises as `theme_of`."""
    row = queries.group_row(session, consultation.id, group_id)
    batch = add_tag(session, consultation, _chosen(session, consultation, row, answers), target, by_id=by_id, at=at)
    if target.kind is TargetKind.THEME:
        row.theme_id = target.id
        session.flush()
    return batch


def mark_group(
    session: Session,
    consultation: Consultation,
    group_id: UUID,
    answers: Sequence[UUID] | None,
    kind: Mark,
    *,
    by_id: int | None,
    at: datetime,
) -> Batch:
    """Mark the given answers of a group, or all of it where None, as needing no theme; tagged ones stay as they are.

    Raises as `theme_of`, and CodingError where all are tagged.
    """
    row = queries.group_row(session, consultation.id, group_id)
    return mark(session, consultation, _chosen(session, consultation, row, answers), kind, by_id=by_id, at=at)


def dismiss(session: Session, consultation: Consultation, group_id: UUID, *, by_id: int | None, at: datetime) -> None:
    """Put a group away; its answers stay as they are. Raises NotFoundError for one that is not of the latest look."""
    row = queries.group_row(session, consultation.id, group_id)
    if row.dismissed_at is None:
        row.dismissed_at, row.dismissed_by_id = at, by_id
        audit.record(session, "finding.dismiss", "finding_group", row.id, {"answers": row.size}, at)
        session.flush()


def take_up(session: Session, consultation: Consultation, group_id: UUID, *, at: datetime) -> None:
    """Show a dismissed group again. Raises as `dismiss`."""
    row = queries.group_row(session, consultation.id, group_id)
    if row.dismissed_at is not None:
        row.dismissed_at = row.dismissed_by_id = None
        audit.record(session, "finding.take_up", "finding_group", row.id, {"answers": row.size}, at)
        session.flush()


def _chosen(
    session: Session, consultation: Consultation, row: FindingGroup, answers: Sequence[UUID] | None
) -> list[UUID]:
    own = queries.members(session, consultation.id, row)
    chosen = own if answers is None else [key for key in own if key in set(answers)]
    if not chosen:
        raise InvalidInputError("Tick the answers that belong together first.")
    return chosen


def _member(run_id: UUID, answer_id: UUID) -> dict[str, Any]:
    return {"run_id": run_id, "answer_id": answer_id, "group_id": None, "rank": 0, "alike_id": None}


def _groups(
    run_id: UUID,
    sort: Sort,
    found: Sequence[tuple[str, Sequence[UUID], int]],
    members: Mapping[UUID, dict[str, Any]],
    dismissed: Sequence[tuple[Sort, frozenset[UUID], int | None, datetime]],
) -> list[dict[str, Any]]:
    """Return the rows of groups, and note in the rows of their members where they stand."""
    rows = []
    for position, (label, keys, same) in enumerate(found):
        by_id, at = _put_away(sort, frozenset(keys), dismissed)
        row = {
            "id": uuid4(),
            "run_id": run_id,
            "sort": sort,
            "position": position,
            "label": label,
            "size": len(keys),
            "same": same,
            "dismissed_by_id": by_id,
            "dismissed_at": at,
            "theme_id": None,
        }
        rows.append(row)
        for rank, key in enumerate(keys):
            if sort is Sort.THEME:
                members[key].update(group_id=row["id"], rank=rank)
            else:
                members[key].update(alike_id=row["id"])
    return rows


def _dismissed(session: Session, consultation_id: UUID) -> list[tuple[Sort, frozenset[UUID], int | None, datetime]]:
    """Return the answers of each dismissed group of the run before, with who put it away and when."""
    run = queries.latest(session, consultation_id)
    if run is None:
        return []
    put_away = session.scalars(
        select(FindingGroup).where(FindingGroup.run_id == run.id, FindingGroup.dismissed_at.is_not(None))
    ).all()
    held: dict[UUID, set[UUID]] = {row.id: set() for row in put_away}
    members = select(FindingMember.answer_id, FindingMember.group_id, FindingMember.alike_id)
    for answer_id, *homes in session.execute(members.where(FindingMember.run_id == run.id)):
        for home in homes:
            if home in held:
                held[home].add(answer_id)
    return [
        (row.sort, frozenset(held[row.id]), row.dismissed_by_id, row.dismissed_at)
        for row in put_away
        if row.dismissed_at
    ]


def _put_away(
    sort: Sort, keys: frozenset[UUID], dismissed: Sequence[tuple[Sort, frozenset[UUID], int | None, datetime]]
) -> tuple[int | None, datetime | None]:
    for kind, before, by_id, at in dismissed:
        if kind is sort and len(keys & before) >= _SAME_AGAIN * len(keys | before):
            return by_id, at
    return None, None
