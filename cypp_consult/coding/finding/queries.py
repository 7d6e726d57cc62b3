"""Reading what was found. What may not be coded any more is never shown, nor words that it may have given."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from cypp_consult.coding import counting, queries
from cypp_consult.coding.finding.checks import ThemeFacts
from cypp_consult.coding.finding.models import FindingGroup, FindingMember, FindingRun, Sort
from cypp_consult.coding.models import Tag, Theme
from cypp_consult.coding.queries import AnswerRow
from cypp_consult.collection.models import Answer, Response
from cypp_consult.core.audiences import Audience
from cypp_consult.core.errors import NotFoundError
from cypp_consult.safeguarding.models import SafetyScreen

EXAMPLES = 3
PAGE = 100
_CHUNK = 500


@dataclass(frozen=True)
class State:
    """What there is to look at now, beside the latest run."""

    run: FindingRun | None
    # cleared answers, and those of them without tag or mark
    answers: int
    uncoded: int
    # of the answers of the run, how many may not be coded any more
    gone: int = 0
    # cleared answers that the run did not read
    new: int = 0


@dataclass(frozen=True)
class Found:
    """A group as it may be shown: its label is empty where an answer of it was taken back since."""

    id: UUID
    label: str
    size: int
    uncoded: int
    same: int
    dismissed: bool
    theme: Theme | None
    examples: tuple[AnswerRow, ...]
    # how many answers of each audience
    audiences: Mapping[Audience, int]


@dataclass(frozen=True)
class ToRead:
    """An answer for the job: its words, who said it, the details found in it (None: not looked for), if it is coded."""

    id: UUID
    text: str
    audience: Audience
    found: Sequence[Mapping[str, Any]] | None
    coded: bool


def latest(session: Session, consultation_id: UUID) -> FindingRun | None:
    """Return the latest run of a consultation."""
    query = select(FindingRun).where(FindingRun.consultation_id == consultation_id)
    return session.scalars(query.order_by(FindingRun.at.desc(), FindingRun.id).limit(1)).first()


def state(session: Session, consultation_id: UUID) -> State:
    """Return how things stand. At most four statements."""
    progress = queries.progress(session, consultation_id)
    run = latest(session, consultation_id)
    if run is None:
        return State(None, progress.total, progress.uncoded)
    still = session.scalar(_still(consultation_id, run.id).with_only_columns(func.count())) or 0
    return State(run, progress.total, progress.uncoded, gone=run.answers - still, new=progress.total - still)


def to_read(session: Session, consultation_id: UUID) -> list[ToRead]:
    """Return every answer that may be coded, in the order they came."""
    query = (
        select(Answer.id, Answer.text, Response.audience, SafetyScreen.personal_details, counting.is_coded())
        .select_from(Answer)
        .join(Response, Answer.response_id == Response.id)
        .outerjoin(SafetyScreen, SafetyScreen.answer_id == Answer.id)
        .where(counting.may_be_coded(consultation_id))
        .order_by(Response.received_at, Answer.id)
    )
    return [
        ToRead(key, text or "", audience, found, bool(coded))
        for key, text, audience, found, coded in session.execute(query)
    ]


def groups(session: Session, consultation_id: UUID, sort: Sort, *, dismissed: bool = False) -> list[Found]:
    """Return the groups of the latest run with three examples each, the fullest first. A few statements for all."""
    run = latest(session, consultation_id)
    if run is None:
        return []
    query = select(FindingGroup).where(FindingGroup.run_id == run.id, FindingGroup.sort == sort)
    query = query.where(FindingGroup.dismissed_at.is_not(None) if dismissed else FindingGroup.dismissed_at.is_(None))
    return _shown(session, consultation_id, session.scalars(query.order_by(FindingGroup.position)).all())


def group_row(session: Session, consultation_id: UUID, group_id: UUID) -> FindingGroup:
    """Return one group of the latest run; NotFoundError if it is of none or of another consultation."""
    run = latest(session, consultation_id)
    found = session.get(FindingGroup, group_id)
    if run is None or found is None or found.run_id != run.id:
        raise NotFoundError("That group is of an earlier look at the answers. Start from the list of groups.")
    return found


def group(session: Session, consultation_id: UUID, group_id: UUID) -> Found:
    """Return one group with its answers that may be coded, at most 100, the most typical first."""
    row = group_row(session, consultation_id, group_id)
    found = _shown(session, consultation_id, [row], most=PAGE)
    if not found:
        raise NotFoundError("None of these answers may be coded any more.")
    return found[0]


def members(session: Session, consultation_id: UUID, row: FindingGroup) -> list[UUID]:
    """Return all answers of a group that may be coded, the most typical first."""
    query = _members(consultation_id, [row]).with_only_columns(FindingMember.answer_id)
    return list(session.scalars(query))


def alike(session: Session, answer_ids: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """Return for each answer the others in nearly the same words, as the latest look found them and they may be coded.

    Answers that are like no other are missing. Empty until somebody has looked. At most two statements for each 500.
    """
    found: dict[UUID, list[UUID]] = {}
    wanted = list(answer_ids)
    for start in range(0, len(wanted), _CHUNK):
        homes = _alike_homes(session, wanted[start : start + _CHUNK])
        if not homes:
            continue
        together: dict[UUID | None, list[UUID]] = {}
        for alike_id, answer_id in session.execute(_together(set(homes.values()))):
            together.setdefault(alike_id, []).append(answer_id)
        for key, home in homes.items():
            own = together.get(home, [])
            if key in own and len(own) > 1:
                found[key] = [other for other in own if other != key]
    return found


def theme_facts(session: Session, consultation_id: UUID) -> list[ThemeFacts]:
    """Return the live themes of a consultation with the countable answers that have each. Two statements."""
    themes = session.scalars(
        select(Theme)
        .where(Theme.consultation_id == consultation_id, Theme.retired_at.is_(None))
        .order_by(Theme.position, Theme.name, Theme.slug)
    ).all()
    tagged: dict[UUID, set[UUID]] = {}
    query = (
        select(Tag.theme_id, Tag.answer_id)
        .join(Answer, Tag.answer_id == Answer.id)
        .join(Response, Answer.response_id == Response.id)
        .where(Tag.theme_id.is_not(None), counting.may_be_coded(consultation_id))
    )
    for theme_id, answer_id in session.execute(query):
        if theme_id is not None:
            tagged.setdefault(theme_id, set()).add(answer_id)
    return [
        ThemeFacts(one.id, one.name, one.definition, frozenset(tagged.get(one.id, ())), one.parent_id) for one in themes
    ]


def _still(consultation_id: UUID, run_id: UUID) -> Select[Any]:
    return (
        select(FindingMember.answer_id)
        .join(Answer, FindingMember.answer_id == Answer.id)
        .join(Response, Answer.response_id == Response.id)
        .where(FindingMember.run_id == run_id, counting.may_be_coded(consultation_id))
    )


def _members(consultation_id: UUID, rows: Sequence[FindingGroup]) -> Select[UUID | None, UUID, Audience, bool]:
    """Select (group, answer, audience, coded) of groups of one sort and run, in their order."""
    home = FindingMember.group_id if rows[0].sort is Sort.THEME else FindingMember.alike_id
    return (
        select(home, FindingMember.answer_id, Response.audience, counting.is_coded())
        .join(Answer, FindingMember.answer_id == Answer.id)
        .join(Response, Answer.response_id == Response.id)
        .where(home.in_([row.id for row in rows]), counting.may_be_coded(consultation_id))
        .order_by(home, FindingMember.rank, FindingMember.answer_id)
    )


def _shown(session: Session, consultation_id: UUID, rows: Sequence[FindingGroup], most: int = EXAMPLES) -> list[Found]:
    if not rows:
        return []
    held: dict[UUID | None, list[tuple[UUID, Audience, bool]]] = {}
    for home, answer_id, audience, coded in session.execute(_members(consultation_id, rows)):
        held.setdefault(home, []).append((answer_id, audience, bool(coded)))
    wanted = [answer_id for own in held.values() for answer_id, _, _ in own[:most]]
    texts: dict[UUID, AnswerRow] = {}
    for start in range(0, len(wanted), _CHUNK):
        texts.update((row.id, row) for row in queries.some(session, consultation_id, wanted[start : start + _CHUNK]))
    return [_found(row, held[row.id], texts, most) for row in rows if row.id in held]


def _found(
    row: FindingGroup, own: Sequence[tuple[UUID, Audience, bool]], texts: Mapping[UUID, AnswerRow], most: int
) -> Found:
    counts: dict[Audience, int] = {}
    for _, audience, _ in own:
        counts[audience] = counts.get(audience, 0) + 1
    return Found(
        id=row.id,
        # its words may be those of an answer that was raised since
        label=row.label if len(own) == row.size else "",
        size=len(own),
        uncoded=sum(not coded for _, _, coded in own),
        same=min(row.same, len(own)),
        dismissed=row.dismissed_at is not None,
        theme=row.theme,
        examples=tuple(texts[key] for key, _, _ in own[:most] if key in texts),
        audiences=dict(sorted(counts.items(), key=lambda item: list(Audience).index(item[0]))),
    )


def _alike_homes(session: Session, keys: Sequence[UUID]) -> dict[UUID, UUID]:
    query = (
        select(FindingMember.answer_id, FindingMember.alike_id)
        .join(FindingRun, FindingMember.run_id == FindingRun.id)
        .where(FindingMember.answer_id.in_(keys), FindingMember.alike_id.is_not(None))
        .order_by(FindingRun.at)
    )
    # of two runs the later one counts
    return {answer_id: home for answer_id, home in session.execute(query) if home}


def _together(homes: set[UUID]) -> Select[UUID | None, UUID]:
    return (
        select(FindingMember.alike_id, FindingMember.answer_id)
        .join(FindingRun, FindingMember.run_id == FindingRun.id)
        .join(Answer, FindingMember.answer_id == Answer.id)
        .join(Response, Answer.response_id == Response.id)
        .where(
            FindingMember.alike_id.in_(homes),
            counting.may_be_coded(FindingRun.consultation_id),  # type: ignore[arg-type]  # a column does as well as a value
        )
        .order_by(FindingMember.alike_id, FindingMember.answer_id)
    )
