"""The log of the code frame: what was done, by whom, why, and how the counts stood before and after."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session, aliased, selectinload

from cypp_consult.accounts.models import User
from cypp_consult.coding.filters import Place
from cypp_consult.coding.frame.models import FrameAct, FrameActTheme, FrameVerb, Part

PAGE = 30


@dataclass(frozen=True)
class ActShown:
    """One act with its people by name."""

    act: FrameAct
    by_name: str
    undone_by: str

    @property
    def sources(self) -> list[FrameActTheme]:
        """Return the themes it was done to."""
        return [line for line in self.act.themes if line.part is Part.SOURCE]

    @property
    def results(self) -> list[FrameActTheme]:
        """Return the themes that came of it."""
        return [line for line in self.act.themes if line.part is Part.RESULT]

    @property
    def beside(self) -> list[FrameActTheme]:
        """Return the themes that only moved along."""
        return [line for line in self.act.themes if line.part is Part.BESIDE]

    @property
    def can_be_undone(self) -> bool:
        """Say whether undoing it means anything: not what was undone, only noted, or making a theme."""
        return self.act.undone_at is None and self.act.verb not in {FrameVerb.MADE, FrameVerb.KEPT}


def log(
    session: Session, consultation_id: UUID, verb: FrameVerb | None = None, after: Place | None = None
) -> tuple[Sequence[ActShown], Place | None]:
    """Return a page of acts, newest first, and the place after which the next page begins; two statements."""
    query = _acts().where(FrameAct.consultation_id == consultation_id)
    if verb is not None:
        query = query.where(FrameAct.verb == verb)
    if after is not None:
        query = query.where(or_(FrameAct.at < after.at, and_(FrameAct.at == after.at, FrameAct.id > after.id)))
    shown = _shown(session, query.limit(PAGE + 1))
    last = shown[PAGE - 1].act if len(shown) > PAGE else None
    return shown[:PAGE], Place(last.at, last.id) if last else None


def of_theme(session: Session, theme_id: UUID, limit: int = 50) -> Sequence[ActShown]:
    """Return the newest acts that concern a theme, newest first."""
    mine = select(FrameActTheme.act_id).where(FrameActTheme.theme_id == theme_id)
    return _shown(session, _acts().where(FrameAct.id.in_(mine)).limit(limit))


def act_shown(session: Session, consultation_id: UUID, act_id: UUID) -> ActShown | None:
    """Return one act of a consultation, if it is there."""
    query = _acts().where(FrameAct.consultation_id == consultation_id, FrameAct.id == act_id)
    return next(iter(_shown(session, query)), None)


_undoer = aliased(User)


def _acts() -> Select[FrameAct, str, str]:
    return (
        select(FrameAct, User.name, _undoer.name)
        .outerjoin(User, FrameAct.by_id == User.id)
        .outerjoin(_undoer, FrameAct.undone_by_id == _undoer.id)
        .options(selectinload(FrameAct.themes))
        .order_by(FrameAct.at.desc(), FrameAct.id)
    )


def _shown(session: Session, query: Select[FrameAct, str, str]) -> list[ActShown]:
    return [ActShown(act, by or "", undoer or "") for act, by, undoer in session.execute(query)]
