"""The made-up partnership: its people, plan, consultation, timeline and events."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from flask_security import hash_password
from sqlalchemy import select
from sqlalchemy.orm import Session

from cypp_consult.accounts.models import Role, User
from cypp_consult.consultations.models import (
    Consultation,
    ConsultationAudience,
    IdentityLevel,
    LawfulBasis,
    Member,
    Milestone,
    MilestoneKind,
    Stage,
)
from cypp_consult.core.audiences import Audience
from cypp_consult.core.clock import start_of_day
from cypp_consult.desk.demonstration.data import load
from cypp_consult.events.models import Event, EventAudience, EventSession, EventStaff, PermissionRoute
from cypp_consult.plans.models import Plan, Priority
from cypp_consult.plans.services import start_from_template

PASSWORD = "ashdale-demo-only"  # noqa: S105 - printed on the screen of every demonstration
CODES = {
    "younger-children": "ASHKIDS2",
    "young-people": "ASHTEEN4",
    "parents-carers": "ASHPARNT",
    "staff-partners": "ASHTEAM9",
}


@dataclass(frozen=True)
class Clock:
    """Days of the demonstration, counted from the day it is loaded."""

    today: date

    def day(self, offset: int) -> date:
        """Return the day `offset` days from today."""
        return self.today + timedelta(days=offset)

    def moment(self, offset: int, hour: int = 9, minute: int = 0) -> datetime:
        """Return a moment on that day, in UTC, counted from London's midnight."""
        return start_of_day(self.day(offset)) + timedelta(hours=hour, minutes=minute)


def people(session: Session) -> dict[str, User]:
    """Return one made-up person per role, by their key."""
    found = {}
    for given in load("profile")["people"]:
        role = session.scalar(select(Role).where(Role.name == given["role"])) or Role(name=given["role"])
        person = session.scalar(select(User).where(User.email == given["email"]))
        if person is None:
            person = User(
                name=given["name"],
                email=given["email"],
                password=hash_password(PASSWORD),
                active=True,
                fs_uniquifier=uuid4().hex,
            )
            session.add(person)
        if role not in person.roles:
            person.roles.append(role)
        session.flush()
        found[given["key"]] = person
    return found


def plan(session: Session, clock: Clock) -> Plan:
    """Return a plan on the Leeds framework, with short names and pictures for tiles."""
    content = load("consultation")
    made = start_from_template(
        session,
        content["framework"],
        title=content["plan_title"],
        area=content["area"],
        period_start=clock.today.year + 1,
        period_end=clock.today.year + 4,
        at=clock.moment(-70),
    )
    tiles = content["priority_tiles"]
    for priority in session.scalars(select(Priority).where(Priority.plan_id == made.id, Priority.slug.in_(tiles))):
        priority.short_name = tiles[priority.slug]["short_name"]
        priority.picture = tiles[priority.slug]["picture"]
    session.flush()
    return made


def consultation(session: Session, of: Plan, persons: dict[str, User], clock: Clock) -> Consultation:
    """Return the consultation, not launched yet, with its audiences."""
    content = load("consultation")
    made = Consultation(
        slug=content["slug"],
        plan_id=of.id,
        title=content["title"],
        purpose=content["purpose"],
        open_to_influence=content["open_to_influence"],
        already_decided=content["already_decided"],
        legal_basis=content["legal_basis"],
        lawful_basis=LawfulBasis(content["lawful_basis"]),
        identity_level=IdentityLevel(content["identity_level"]),
        opens_on=clock.day(content["opens"]),
        closes_on=clock.day(content["closes"]),
        decision_on=clock.day(content["decision"]),
        retention_until=clock.day(content["retention"]),
        lead_id=persons[content["lead"]].id,
        safeguarding_lead_id=persons[content["safeguarding_lead"]].id,
        safeguarding_phone=content["safeguarding_phone"],
        contact=content["contact"],
        privacy_full=content["privacy"]["full"],
        privacy_version=content["privacy"]["version"],
        what_happens_next=content["what_happens_next"],
        created_at=clock.moment(-40),
    )
    session.add(made)
    session.flush()
    for position, given in enumerate(content["audiences"]):
        session.add(_audience(made, position, given))
    session.add(Member(consultation_id=made.id, user_id=persons["sian"].id))
    session.flush()
    session.expire(made)
    return made


def _audience(of: Consultation, position: int, given: dict[str, Any]) -> ConsultationAudience:
    return ConsultationAudience(
        consultation_id=of.id,
        audience=Audience(given["audience"]),
        code=CODES[given["audience"]],
        expected=given["expected"],
        about=given["about"],
        privacy_short=given["privacy_short"],
        position=position,
    )


def timeline(session: Session, of: Consultation, persons: dict[str, User], clock: Clock) -> None:
    """Add stages and milestones, some of them done."""
    profile = load("profile")
    for stage in profile["stages"]:
        session.add(
            Stage(
                consultation_id=of.id,
                slug=stage["id"],
                name=stage["name"],
                starts_on=clock.day(stage["starts"]),
                ends_on=clock.day(stage["ends"]),
            )
        )
    for given in profile["milestones"]:
        session.add(
            Milestone(
                consultation_id=of.id,
                slug=given["id"],
                name=given["name"],
                kind=MilestoneKind(given["kind"]),
                due_on=clock.day(given["due"]),
                owner_id=persons[given["owner"]].id,
                done_at=clock.moment(given["done"], 15) if "done" in given else None,
            )
        )
    session.flush()


def events(session: Session, of: Consultation, persons: dict[str, User], clock: Clock) -> dict[str, Event]:
    """Add the events with their staff and return them by slug."""
    made = {}
    for given in load("profile")["events"]:
        event = Event(
            consultation_id=of.id,
            slug=given["slug"],
            name=given["name"],
            venue=given["venue"],
            held_on=_school_day(clock.day(given["day"])) if given["school_day"] else clock.day(given["day"]),
            starts_at=time.fromisoformat(given["starts"]),
            ends_at=time.fromisoformat(given["ends"]),
            expected_headcount=given["expected_headcount"],
            safeguarding_name=persons[given["safeguarding_lead"]].name,
            safeguarding_phone=given["safeguarding_phone"],
            permission_route=PermissionRoute(given["permission_route"]),
            permission_reason=given["permission_reason"],
            permission_decided_by=given["permission_decided_by"],
            quiet_room=given["quiet_room"],
            audiences=[
                EventAudience(audience=Audience(key), expected=count)
                for key, count in given.get("audiences", {}).items()
            ],
            sessions=[_session(part) for part in given.get("sessions", ())],
        )
        session.add(event)
        session.flush()
        session.add_all(EventStaff(event_id=event.id, user_id=persons[key].id) for key in given["staff"])
        made[given["slug"]] = event
    session.flush()
    return made


def _session(given: dict[str, Any]) -> EventSession:
    return EventSession(
        name=given["name"],
        starts_at=time.fromisoformat(given["starts"]),
        ends_at=time.fromisoformat(given["ends"]),
        expected=given["expected"],
    )


def _school_day(day: date) -> date:
    # a school's event that would fall on a weekend was held on the Friday before
    return day - timedelta(days=max(0, day.weekday() - 4))
