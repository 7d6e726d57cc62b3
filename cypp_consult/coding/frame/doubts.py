"""Doubts about themes: found by checks that register here, shown on the page of the frame until somebody decides."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from cypp_consult.coding.frame.models import FrameAct, FrameActTheme, FrameVerb
from cypp_consult.consultations.models import Consultation


@dataclass(frozen=True)
class Doubt:
    """That one theme, or two together, are worth a look; `words` say why in a sentence."""

    themes: tuple[UUID, ...]
    words: str


Check = Callable[[Session, Consultation], Iterable[Doubt]]
_checks: list[Check] = []
_MOST = 50


def add(check: Check) -> None:
    """Ask a check each time the frame is shown."""
    if check not in _checks:
        _checks.append(check)


def standing(session: Session, consultation: Consultation) -> Sequence[Doubt]:
    """Return what the checks doubt, at most 50, without what somebody looked at and decided to keep."""
    found = [doubt for check in _checks for doubt in check(session, consultation)]
    if not found:
        return []
    kept = _kept(session, consultation.id)
    return [doubt for doubt in found if frozenset(doubt.themes) not in kept][:_MOST]


def _kept(session: Session, consultation_id: UUID) -> set[frozenset[UUID]]:
    query = (
        select(FrameActTheme.act_id, FrameActTheme.theme_id)
        .join(FrameAct, FrameActTheme.act_id == FrameAct.id)
        .where(
            FrameAct.consultation_id == consultation_id,
            FrameAct.verb == FrameVerb.KEPT,
            FrameAct.undone_at.is_(None),
        )
    )
    found: dict[UUID, set[UUID]] = {}
    for act_id, theme_id in session.execute(query):
        found.setdefault(act_id, set()).add(theme_id)
    return {frozenset(themes) for themes in found.values()}
