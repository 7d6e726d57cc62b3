"""Who sits on a body: full members, who vote, and associate members."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cypp_consult.consultations.governance.models import Body, Office, Seat, SeatLevel
from cypp_consult.core import audit
from cypp_consult.core.errors import InvalidInputError

TWICE = "This person sits on it already. Choose somebody else, or change their place."


def add_seat(
    session: Session,
    body: Body,
    name: str,
    level: SeatLevel,
    *,
    office: Office | None = None,
    person_id: int | None = None,
) -> Seat:
    """Add a place to a body and return it; InvalidInputError if its person sits on the body already."""
    last = session.scalar(select(func.max(Seat.position)).where(Seat.body_id == body.id))
    position = 0 if last is None else last + 1
    made = Seat(body_id=body.id, name=name, level=level, office=office, person_id=person_id, position=position)
    _keep(session, made)
    _record(session, "seat.add", made)
    return made


def change_seat(
    session: Session, seat: Seat, *, name: str, level: SeatLevel, office: Office | None, person_id: int | None
) -> None:
    """Change a place. A vote counts only while the person who gave it sits on a full seat.

    InvalidInputError if the person sits on the body already.
    """
    before = _told(seat)
    seat.name, seat.level, seat.office, seat.person_id = name, level, office, person_id
    _keep(session, seat)
    _record(session, "seat.change", seat, before=before)


def remove_seat(session: Session, seat: Seat) -> None:
    """Take a place off a body. Votes that were given from it stay on record."""
    _record(session, "seat.remove", seat)
    session.delete(seat)
    session.flush()


def _keep(session: Session, seat: Seat) -> None:
    try:
        with session.begin_nested():
            session.add(seat)
            session.flush()
    except IntegrityError as error:
        raise InvalidInputError(TWICE) from error


def _told(seat: Seat) -> dict[str, Any]:
    office = seat.office.value if seat.office else None
    return {"name": seat.name, "level": seat.level.value, "office": office, "person": seat.person_id}


def _record(session: Session, action: str, seat: Seat, **more: Any) -> None:
    audit.record(session, action, "body", seat.body_id, {"seat": str(seat.id), **_told(seat), **more})
