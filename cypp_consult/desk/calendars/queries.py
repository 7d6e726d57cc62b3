"""Which dates a person sees in their calendar: those that the pages show them, and no others."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from cypp_consult.accounts.models import User
from cypp_consult.consultations import queries as consultations
from cypp_consult.consultations.governance import queries as governance
from cypp_consult.consultations.models import Milestone, Stage
from cypp_consult.core.codes import digest_of
from cypp_consult.core.roles import Role
from cypp_consult.desk.calendars import items
from cypp_consult.desk.calendars.items import Item
from cypp_consult.desk.calendars.models import CalendarAddress
from cypp_consult.events import queries as events
from cypp_consult.events.models import Event, EventStaff

# who may open the timeline; a test holds it to the page's own rule
SEES_TIMELINE = (Role.LEAD, Role.ANALYST, Role.SAFEGUARDING_LEAD, Role.ADMINISTRATOR, Role.PARTNER)
# how long what is over stays in calendars, and how many dates one may hold
BACK = timedelta(days=400)
MOST = 2000


def address_of(session: Session, person_id: int) -> CalendarAddress | None:
    """Return a person's calendar address, or None."""
    return session.scalar(select(CalendarAddress).where(CalendarAddress.person_id == person_id))


def behind(session: Session, token: str) -> CalendarAddress | None:
    """Return the address of a token; None if it is unknown or revoked, or its person is switched off."""
    query = (
        select(CalendarAddress)
        .join(CalendarAddress.person)
        .where(CalendarAddress.digest == digest_of(token), User.active.is_(True))
    )
    return session.scalar(query.options(joinedload(CalendarAddress.person)))


def for_person(session: Session, person: User, today: date) -> list[Item]:
    """Return the dates of a person's calendar, the first first; at most 2,000, none over for more than 400 days."""
    found = [item for item in _of_person(session, person, today - BACK) if item.last >= today - BACK]
    return sorted(found, key=lambda item: (item.first, item.uid))[-MOST:]


def _of_person(session: Session, person: User, since: date) -> Iterator[Item]:
    visible = {row.id: row for row in consultations.visible_to(session, person)}
    sees_timeline = person.is_any(*SEES_TIMELINE)
    for consultation in visible.values():
        if consultation.launched_at or sees_timeline:
            yield from items.of_consultation(consultation)
    if sees_timeline:
        milestones = select(Milestone).where(Milestone.consultation_id.in_(visible), Milestone.due_on >= since)
        for milestone in session.scalars(milestones.order_by(Milestone.due_on).limit(MOST)):
            yield items.of_milestone(milestone, visible[milestone.consultation_id])
        stages = select(Stage).where(Stage.consultation_id.in_(visible), Stage.ends_on >= since)
        for stage in session.scalars(stages.order_by(Stage.starts_on).limit(MOST)):
            yield items.of_stage(stage, visible[stage.consultation_id])
        bodies = [row.id for row in governance.visible_to(session, person)]
        for dated in governance.meetings(session, bodies, since + BACK, first=since):
            yield from items.of_meeting(dated)
    held = select(Event).where(Event.consultation_id.in_(visible), Event.held_on >= since)
    if not person.is_any(*events.SEE_ALL):
        held = held.where(Event.id.in_(select(EventStaff.event_id).where(EventStaff.user_id == person.id)))
    for event in session.scalars(held.order_by(Event.held_on).limit(MOST)):
        yield items.of_event(event, visible[event.consultation_id])
