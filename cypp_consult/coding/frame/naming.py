"""What a theme may be called and where it may stand."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from cypp_consult.coding.frame.rules import FrameError
from cypp_consult.coding.models import Theme
from cypp_consult.consultations.models import Consultation
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.plans.models import Priority

LONGEST_NAME = 120


@dataclass(frozen=True)
class Standpoint:
    """Where a theme stands: under a priority or outside the plan, and perhaps under another theme."""

    priority_id: UUID | None = None
    parent_id: UUID | None = None


def free_name(session: Session, consultation: Consultation, name: str, *, but: frozenset[UUID] = frozenset()) -> str:
    """Return a name trimmed, if no live theme has it but those named. Raises InvalidInputError with what to do."""
    plain = " ".join(name.split())
    if not plain:
        raise InvalidInputError("Give the theme a name.")
    if len(plain) > LONGEST_NAME:
        raise InvalidInputError(f"A theme's name must be {LONGEST_NAME} characters or fewer.")
    names = session.execute(
        select(Theme.id, Theme.name).where(Theme.consultation_id == consultation.id, Theme.retired_at.is_(None))
    )
    if any(plain.casefold() == other.casefold() for key, other in names if key not in but):
        raise name_taken(plain)
    return plain


def name_taken(name: str) -> InvalidInputError:
    """Return the error for a name that another theme has."""
    return InvalidInputError(f"There is a theme called “{name}” already. Use it, or choose another name.")


def free_place(
    session: Session, consultation: Consultation, wanted: Standpoint, theme: Theme | None = None
) -> Standpoint:
    """Return where a theme may stand; under another theme it stands under that one's priority.

    Raises InvalidInputError for a priority that is not of the plan, FrameError for a theme under itself, under one that
    is retired or stands under another, or with themes of its own.
    """
    if theme is not None and wanted == Standpoint(theme.priority_id, theme.parent_id):
        return wanted
    if wanted.parent_id is None:
        if wanted.priority_id is not None and (theme is None or theme.priority_id != wanted.priority_id):
            _check_priority(session, consultation, wanted.priority_id)
        return wanted
    query = select(Theme).where(Theme.id == wanted.parent_id, Theme.consultation_id == consultation.id)
    parent = session.scalar(query.where(Theme.retired_at.is_(None)), execution_options={"populate_existing": True})
    if parent is None:
        raise _gone()
    if parent.parent_id is not None or (theme is not None and parent.id == theme.id):
        raise FrameError("Choose a theme that does not stand under another. Themes have one level below them.")
    if theme is not None and session.scalar(_live_below(theme)) is not None:
        raise FrameError("This theme has themes under it. Move those first.")
    return Standpoint(parent.priority_id, parent.id)


def _live_below(theme: Theme) -> Select[UUID]:
    return select(Theme.id).where(Theme.parent_id == theme.id, Theme.retired_at.is_(None)).limit(1)


def _check_priority(session: Session, consultation: Consultation, priority_id: UUID) -> None:
    query = select(Priority.id).where(Priority.id == priority_id, Priority.plan_id == consultation.plan_id)
    if session.scalar(query.where(Priority.retired_at.is_(None))) is None:
        raise _gone()


def _gone() -> InvalidInputError:
    return InvalidInputError("That is no longer part of the code frame. Choose another from the list.")
