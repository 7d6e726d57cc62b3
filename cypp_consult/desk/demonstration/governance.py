"""Who decides in the made-up town: boards and groups, their people, meetings and reports, and a sign-off under way."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from cypp_consult.accounts.models import Role, User
from cypp_consult.consultations import queries
from cypp_consult.consultations.governance import services
from cypp_consult.consultations.governance.models import (
    Approval,
    ApprovalRule,
    Body,
    BodyKind,
    Office,
    ReportStatus,
    SeatLevel,
)
from cypp_consult.consultations.models import Consultation, Milestone
from cypp_consult.core import audit
from cypp_consult.core.roles import Role as RoleName
from cypp_consult.desk.demonstration.data import load
from cypp_consult.desk.demonstration.world import Clock
from cypp_consult.summaries.services import freeze
from cypp_consult.summaries.signoff import services as signoff
from cypp_consult.summaries.signoff.models import Verdict

THRESHOLD = 5


def add(session: Session, of: Consultation, persons: dict[str, User], clock: Clock, now: datetime) -> None:
    """Add everything of `governance.yaml`; to be called when the answers are coded, as a pack is frozen of them."""
    known = persons | _people(session, persons["amina"])
    bodies = {given["key"]: _body(session, given, known, clock) for given in load("governance")["bodies"]}
    for given in load("governance")["bodies"]:
        if above := given.get("reports_to"):
            services.change_body(session, bodies[given["key"]], reports_to_id=bodies[above].id)
        _meetings(session, bodies[given["key"]], given, clock)
        _reports(session, bodies[given["key"]], given, known, clock)
    milestones = {row.slug: row for row in queries.milestones(session, of.id)}
    for slug, keys in load("governance")["approvals"].items():
        services.set_approvers(session, milestones[slug], [bodies[key].id for key in keys])
    _sign(session, milestones, bodies, known, now)


def _people(session: Session, like: User) -> dict[str, User]:
    """Return one made-up partner for each; they share one hash, as they share the password of the demonstration."""
    role = session.scalar(select(Role).where(Role.name == RoleName.PARTNER.value))
    found = {}
    for given in load("governance")["people"]:
        person = session.scalar(select(User).where(User.email == given["email"])) or User(
            name=given["name"], email=given["email"], password=like.password, active=True, fs_uniquifier=uuid4().hex
        )
        if role and role not in person.roles:
            person.roles.append(role)
        session.add(person)
        found[given["key"]] = person
    session.flush()
    return found


def _body(session: Session, given: dict[str, Any], known: dict[str, User], clock: Clock) -> Body:
    secretary = known.get(given.get("secretary", ""))
    made = services.add_body(
        session,
        given["name"],
        BodyKind(given["kind"]),
        clock.moment(-60),
        about=given["about"],
        approval_rule=ApprovalRule(given["rule"]),
        quorum=given.get("quorum"),
        papers_days=given["papers_days"],
        secretary_id=secretary.id if secretary else None,
    )
    for level in SeatLevel:
        for seat in given.get(level.value, ()):
            person = known.get(seat.get("person", ""))
            services.add_seat(
                session,
                made,
                seat["name"],
                level,
                office=Office(seat["office"]) if "office" in seat else None,
                person_id=person.id if person else None,
            )
    return made


def _meetings(session: Session, body: Body, given: dict[str, Any], clock: Clock) -> None:
    calendar = queries.work_calendar(session, body.division)
    for each in given.get("meetings", ()):
        made = services.add_meeting(
            session,
            body,
            calendar.last_working(clock.day(each["day"])),
            starts_at=time.fromisoformat(each["at"]),
            place=each["place"],
            agenda=each.get("agenda", ""),
        )
        if "sent" in each:
            services.set_papers_sent(session, made, clock.moment(each["sent"], 16), sent=True)


def _reports(session: Session, body: Body, given: dict[str, Any], known: dict[str, User], clock: Clock) -> None:
    for each in given.get("reports", ()):
        services.file_report(
            session,
            body,
            uuid4(),
            from_day=clock.day(each["from"]),
            to_day=clock.day(each["to"]),
            status=ReportStatus(each["status"]),
            words=each["words"],
            by_id=known[each["by"]].id,
            at=clock.moment(each["filed"], 11),
        )


def _sign(
    session: Session, milestones: dict[str, Milestone], bodies: dict[str, Body], known: dict[str, User], now: datetime
) -> None:
    given = load("governance")
    milestone = milestones[given["pack"]["milestone"]]
    frozen_at = now - timedelta(hours=given["pack"]["hours"])
    pack = freeze(session, milestone, known["amina"].id, frozen_at, THRESHOLD)
    for vote in given["votes"]:
        body = bodies[vote["body"]]
        approval = session.scalar(
            select(Approval).where(Approval.milestone_id == milestone.id, Approval.body_id == body.id)
        )
        assert approval  # noqa: S101 - added above; for the type checker
        verdict, at, person = Verdict(vote["verdict"]), now - timedelta(hours=vote["hours"]), known[vote["person"]]
        audit.act_as(audit.Actor(person.id, person.name))
        signoff.cast(session, approval, pack, pack.digest, person, verdict, vote.get("note", ""), at)
    audit.act_as(audit.Actor(known["amina"].id, known["amina"].name))
