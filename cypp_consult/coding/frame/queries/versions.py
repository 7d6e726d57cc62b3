"""Versions of the code frame, and the frame as it stands in the same form."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from cypp_consult.accounts.models import User
from cypp_consult.coding.frame.models import FrameAct, FrameVersion
from cypp_consult.coding.frame.snapshots import Kept, Snapshot
from cypp_consult.coding.models import Theme
from cypp_consult.coding.queries.frame import CodeFrame, Counts, counts, frame
from cypp_consult.coding.rules import Target, TargetKind
from cypp_consult.consultations.models import Consultation
from cypp_consult.core.errors import NotFoundError


def versions(session: Session, consultation_id: UUID) -> Sequence[tuple[FrameVersion, str]]:
    """Return the kept versions with who kept them, newest first, without what they hold."""
    query = (
        select(FrameVersion, User.name)
        .outerjoin(User, FrameVersion.by_id == User.id)
        .options(defer(FrameVersion.content))
        .where(FrameVersion.consultation_id == consultation_id)
        .order_by(FrameVersion.number.desc())
        .limit(200)
    )
    return [(row, name or "") for row, name in session.execute(query)]


def version(session: Session, consultation_id: UUID, number: int) -> FrameVersion:
    """Return one version; NotFoundError if there is none of that number."""
    query = select(FrameVersion).where(FrameVersion.consultation_id == consultation_id, FrameVersion.number == number)
    found = session.scalar(query)
    if found is None:
        raise NotFoundError
    return found


def since_last(session: Session, consultation_id: UUID) -> tuple[int, int]:
    """Return the number of the last version, 0 for none, and how many acts stand since then. Two statements."""
    last = session.execute(
        select(FrameVersion.number, FrameVersion.at)
        .where(FrameVersion.consultation_id == consultation_id)
        .order_by(FrameVersion.number.desc())
        .limit(1)
    ).first()
    acts = select(func.count()).where(FrameAct.consultation_id == consultation_id, FrameAct.undone_at.is_(None))
    if last is not None:
        acts = acts.where(FrameAct.at > last.at)
    return (last.number if last else 0), session.scalar(acts) or 0


def as_it_stands(session: Session, consultation: Consultation) -> Snapshot:
    """Return the frame as it stands now, with how many answers each line speaks for. Five statements."""
    now = frame(session, consultation)
    used = counts(session, consultation.id)
    themes = {
        theme.id: theme for theme in session.scalars(select(Theme).where(Theme.consultation_id == consultation.id))
    }
    return Snapshot(tuple(_lines(now, used, themes)))


def _lines(now: CodeFrame, used: Mapping[Target, Counts], themes: Mapping[UUID, Theme]) -> list[Kept]:
    return [
        Kept(
            id=str(target.id),
            kind=target.kind.value,
            name=code.name,
            definition=code.definition,
            live=code.live,
            answers=used.get(target, Counts()).answers,
            **(_of_theme(themes[target.id]) if target.kind is TargetKind.THEME else _of_plan(target, now)),
        )
        for target, code in now.codes.items()
    ]


def _of_theme(theme: Theme) -> dict[str, str]:
    return {
        "not_this": theme.not_this,
        "under": str(theme.parent_id or theme.priority_id or ""),
        "merged_into": str(theme.merged_into_id or ""),
    }


def _of_plan(target: Target, now: CodeFrame) -> dict[str, str]:
    outcome = now.outcome_of.get(target.id)
    return {"under": str(outcome) if outcome else ""}
