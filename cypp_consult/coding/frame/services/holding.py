"""Holding themes while an act changes them, so that nobody tags or changes them at the same moment."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from cypp_consult.coding.frame.models import FrameAct
from cypp_consult.coding.frame.rules import LONGEST_WHY
from cypp_consult.coding.models import Theme
from cypp_consult.consultations.models import Consultation
from cypp_consult.core.errors import InvalidInputError, NotFoundError


def hold(session: Session, consultation: Consultation, theme_ids: Iterable[UUID]) -> dict[UUID, Theme]:
    """Return themes as they are now, held until the transaction ends; their versions go up.

    Tagging waits for it on PostgreSQL, where it takes a lock on the theme itself; SQLite has one writer. Raises
    NotFoundError if one of them is not of this consultation.
    """
    wanted = sorted(set(theme_ids))
    query = select(Theme).where(Theme.id.in_(wanted), Theme.consultation_id == consultation.id).order_by(Theme.id)
    # first the locks in one order, then a write, by which SQLite takes its own; what is read after that stays true
    session.scalars(query.with_for_update()).all()
    change = update(Theme).where(Theme.id.in_(wanted), Theme.consultation_id == consultation.id)
    session.execute(change.values(version=Theme.version + 1), execution_options={"synchronize_session": False})
    found = {theme.id: theme for theme in session.scalars(query, execution_options={"populate_existing": True})}
    if len(found) != len(wanted):
        raise NotFoundError("That theme is not of this consultation.")
    return found


def below(session: Session, theme_ids: Iterable[UUID]) -> Sequence[Theme]:
    """Return the themes that are parts of the given ones, retired ones too, in order."""
    query = select(Theme).where(Theme.parent_id.in_(list(theme_ids))).order_by(Theme.position, Theme.slug)
    return session.scalars(query, execution_options={"populate_existing": True}).all()


def done_already(session: Session, consultation: Consultation, act_id: UUID | None) -> FrameAct | None:
    """Return the act of an id that a form brought, if it was done: sending the form twice does it once."""
    if act_id is None:
        return None
    return session.scalar(select(FrameAct).where(FrameAct.id == act_id, FrameAct.consultation_id == consultation.id))


def reason(why: str) -> str:
    """Return a reason trimmed. Raises InvalidInputError for one that is too long."""
    plain = why.strip()
    if len(plain) > LONGEST_WHY:
        raise InvalidInputError(f"Why must be {LONGEST_WHY} characters or fewer.")
    return plain
