"""Reading events, for a person: a facilitator sees those they are on duty at, and no others."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from cypp_consult.accounts.models import User
from cypp_consult.consultations.models import ConsultationAudience
from cypp_consult.core.codes import plain
from cypp_consult.core.errors import NotFoundError
from cypp_consult.core.roles import Role
from cypp_consult.events import rules
from cypp_consult.events.models import Event, EventStaff

# who sees every event of a consultation; a facilitator alone sees their own
SEE_ALL = (Role.LEAD, Role.SAFEGUARDING_LEAD)
WITH_STAFF = selectinload(Event.staff).selectinload(EventStaff.user)
WITH_AUDIENCES = selectinload(Event.audiences)


def every(session: Session, consultation_id: UUID) -> Sequence[Event]:
    """Return a consultation's events, first held first."""
    return session.scalars(_ordered(select(Event).where(Event.consultation_id == consultation_id))).all()


def for_person(session: Session, consultation_id: UUID, user: User) -> Sequence[Event]:
    """Return a consultation's events that a person may see, first held first, with the staff on duty."""
    query = select(Event).where(Event.consultation_id == consultation_id).options(WITH_STAFF, WITH_AUDIENCES)
    return session.scalars(_ordered(_visible(query, user))).all()


def one_for_person(session: Session, consultation_id: UUID, slug: str, user: User) -> Event:
    """Return the event of an address if this person may see it; NotFoundError otherwise."""
    query = select(Event).where(Event.consultation_id == consultation_id, Event.slug == slug).options(WITH_STAFF)
    found = session.scalar(_visible(query, user))
    if found is None:
        raise NotFoundError
    return found


def by_id_or_slug(session: Session, consultation_id: UUID, named: str) -> Event | None:
    """Return a consultation's event by its address or its id, or None."""
    query = select(Event).where(Event.consultation_id == consultation_id)
    by_slug = session.scalar(query.where(Event.slug == named))
    if by_slug is not None:
        return by_slug
    try:
        return session.scalar(query.where(Event.id == UUID(named)))
    except ValueError:
        return None


def by_code(session: Session, code: str) -> Event | None:
    """Return the event behind its public code as people type it: any case, with spaces or hyphens; or None."""
    typed = plain(code)
    return session.scalar(select(Event).where(Event.code == typed)) if typed else None


def asked(event: Event) -> list[ConsultationAudience]:
    """Return the audiences that are asked at an event, in the consultation's order: those chosen for it, else all."""
    chosen = {row.audience for row in event.audiences}
    return [place for place in event.consultation.audiences if not chosen or place.audience in chosen]


def expected(event: Event) -> int | None:
    """Return how many people are expected at an event, over its audiences where that is known; None if nobody said."""
    return rules.expected([row.expected for row in event.audiences], event.expected_headcount)


def is_on_duty(event: Event, user: User) -> bool:
    """Say whether somebody is on duty at an event."""
    return any(row.user_id == user.id for row in event.staff)


def is_ready(event: Event) -> bool:
    """Say whether a safeguarding lead and their phone number are named, without whom nobody is asked there."""
    return not rules.missing(event.safeguarding_name, event.safeguarding_phone)


def _visible(query: Select[Event], user: User) -> Select[Event]:
    if user.is_any(*SEE_ALL):
        return query
    return query.where(Event.id.in_(select(EventStaff.event_id).where(EventStaff.user_id == user.id)))


def _ordered(query: Select[Event]) -> Select[Event]:
    return query.order_by(Event.held_on, Event.starts_at, Event.name, Event.slug)
