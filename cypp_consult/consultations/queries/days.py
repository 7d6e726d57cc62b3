"""Reading the days that matter, and the working days that follow from them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cypp_consult.consultations.holidays import bank_holidays
from cypp_consult.consultations.models import Division, SpecialDays, SpecialKind
from cypp_consult.consultations.rules.days import Period, WorkCalendar
from cypp_consult.core.errors import NotFoundError


def special_days(session: Session) -> Sequence[SpecialDays]:
    """Return all days that matter, first day first."""
    return session.scalars(select(SpecialDays).order_by(SpecialDays.starts_on, SpecialDays.name)).all()


def special_day(session: Session, key: UUID) -> SpecialDays:
    """Return one row of them; NotFoundError if it is not there."""
    found = session.get(SpecialDays, key)
    if found is None:
        raise NotFoundError
    return found


def periods(session: Session, kind: SpecialKind, division: Division) -> list[Period]:
    """Return the days of a kind that matter in a part of the country, first day first."""
    query = (
        select(SpecialDays)
        .where(SpecialDays.kind == kind, or_(SpecialDays.division.is_(None), SpecialDays.division == division))
        .order_by(SpecialDays.starts_on)
    )
    return [Period(row.name, row.starts_on, row.ends_on) for row in session.scalars(query)]


def work_calendar(session: Session, division: Division) -> WorkCalendar:
    """Return the working days of a part of the country, with this installation's closure days."""
    known = bank_holidays(division)
    return WorkCalendar(
        bank_holidays=known,
        closures=periods(session, SpecialKind.CLOSURE, division),
        known_from=min(known, default=None),
        known_to=max(known, default=None),
    )
