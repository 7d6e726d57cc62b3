"""Themes: made from what was said, renamed, put in order, retired and taken up again; never deleted."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cypp_consult.coding.models import Theme
from cypp_consult.coding.rules import Target, TargetKind
from cypp_consult.coding.services.tagging import add_tag, check_target
from cypp_consult.coding.services.writing import Batch, insert_new
from cypp_consult.consultations.models import Consultation
from cypp_consult.core import audit
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.plans.rules import Direction, moved, slug_for

LONGEST_NAME = 120


def make_theme(
    session: Session,
    consultation: Consultation,
    name: str,
    *,
    by_id: int | None,
    at: datetime,
    definition: str = "",
    priority_id: UUID | None = None,
    answers: Iterable[UUID] = (),
) -> tuple[Theme, Batch | None]:
    """Make a theme at the end of its priority, or outside the plan, and tag the answers it was made from.

    Returns the theme and the batch of the tags, None where there were no answers. Undoing that batch retires the theme
    again. Raises InvalidInputError for a name that is empty, too long or taken, or a priority that is not of the plan.
    """
    # slugs first, names second: whoever makes the same name meanwhile is met by the one or by the other
    taken = set(session.scalars(select(Theme.slug).where(Theme.consultation_id == consultation.id)))
    name = _checked(session, consultation, name)
    _check_priority(session, consultation, priority_id)
    last = select(func.max(Theme.position)).where(Theme.consultation_id == consultation.id)
    row = {
        "id": uuid4(),
        "consultation_id": consultation.id,
        "slug": slug_for(name, taken, "theme"),
        "name": name,
        "definition": definition.strip(),
        "priority_id": priority_id,
        "position": (session.scalar(last) or 0) + 1,
        "made_by_id": by_id,
        "made_at": at,
        "retired_at": None,
    }
    if not insert_new(session, Theme, [row], "id"):
        raise _taken(name)
    theme = session.get_one(Theme, row["id"])
    audit.record(session, "theme.make", "theme", theme.id, {"name": name}, at)
    keys = list(answers)
    target = Target(TargetKind.THEME, theme.id)
    batch = add_tag(session, consultation, keys, target, by_id=by_id, at=at) if keys else None
    session.flush()
    return theme, batch


def rename_theme(
    session: Session,
    consultation: Consultation,
    theme: Theme,
    at: datetime,
    *,
    name: str,
    definition: str,
    priority_id: UUID | None,
) -> Theme:
    """Change a theme's name, definition and place; its tags and its address stay. Raises as `make_theme`."""
    name = _checked(session, consultation, name, but=theme.id)
    if priority_id != theme.priority_id:
        _check_priority(session, consultation, priority_id)
    was = {"name": theme.name, "definition": theme.definition, "priority": str(theme.priority_id or "")}
    theme.name, theme.definition, theme.priority_id = name, definition.strip(), priority_id
    now = {"name": name, "definition": theme.definition, "priority": str(priority_id or "")}
    changed = {key: [was[key], now[key]] for key in now if was[key] != now[key]}
    if changed:
        audit.record(session, "theme.change", "theme", theme.id, changed, at)
    session.flush()
    return theme


def retire_theme(session: Session, theme: Theme, at: datetime) -> Theme:
    """Take a theme out of the frame: it is offered no more, its tags stay and are counted."""
    if theme.retired_at is None:
        theme.retired_at = at
        audit.record(session, "theme.retire", "theme", theme.id, {"name": theme.name}, at)
        session.flush()
    return theme


def restore_theme(session: Session, consultation: Consultation, theme: Theme, at: datetime) -> Theme:
    """Take a retired theme up again. Raises InvalidInputError when another has its name by now."""
    if theme.retired_at is not None:
        _checked(session, consultation, theme.name, but=theme.id)
        theme.retired_at = None
        audit.record(session, "theme.restore", "theme", theme.id, {"name": theme.name}, at)
        session.flush()
    return theme


def move_theme(session: Session, theme: Theme, direction: Direction, at: datetime) -> None:
    """Move a theme a step among the live themes beside it; at the end it stays."""
    query = (
        select(Theme)
        .where(
            Theme.consultation_id == theme.consultation_id,
            Theme.priority_id.is_not_distinct_from(theme.priority_id),
            Theme.retired_at.is_(None),
        )
        .order_by(Theme.position, Theme.name, Theme.slug)
    )
    beside = list(session.scalars(query))
    if theme not in beside:
        return
    for position, item in enumerate(moved(beside, theme, direction)):
        item.position = position
    audit.record(session, "theme.move", "theme", theme.id, {"direction": direction.value}, at)
    session.flush()


def _checked(session: Session, consultation: Consultation, name: str, but: UUID | None = None) -> str:
    """Return the name trimmed, if it may be a live theme's."""
    plain = " ".join(name.split())
    if not plain:
        raise InvalidInputError("Give the theme a name.")
    if len(plain) > LONGEST_NAME:
        raise InvalidInputError(f"A theme's name must be {LONGEST_NAME} characters or fewer.")
    names = session.execute(
        select(Theme.id, Theme.name).where(Theme.consultation_id == consultation.id, Theme.retired_at.is_(None))
    )
    if any(plain.casefold() == other.casefold() for key, other in names if key != but):
        raise _taken(plain)
    return plain


def _taken(name: str) -> InvalidInputError:
    return InvalidInputError(f"There is a theme called “{name}” already. Use it, or choose another name.")


def _check_priority(session: Session, consultation: Consultation, priority_id: UUID | None) -> None:
    if priority_id is not None:
        check_target(session, consultation, Target(TargetKind.PRIORITY, priority_id))
