"""What the demonstration’s timeline shows beside its dates: order, working days, a moved date, days that matter."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from cypp_consult.accounts.models import User
from cypp_consult.consultations import queries, services
from cypp_consult.consultations.models import Consultation, Milestone, SpecialKind, Stage
from cypp_consult.consultations.rules.days import easter
from cypp_consult.consultations.rules.moving import Reach
from cypp_consult.desk.demonstration.data import load
from cypp_consult.desk.demonstration.world import Clock


def add(session: Session, of: Consultation, persons: dict[str, User], clock: Clock) -> None:
    """Add days that matter, put what is to come on working days, say what needs what, and move one date."""
    for kind, name, first, last in _special(clock.today.year):
        services.set_special_days(session, None, kind=kind, name=name, starts_on=first, ends_on=last, division=None)
    milestones = {row.slug: row for row in queries.milestones(session, of.id)}
    _onto_working_days(session, of, list(milestones.values()), clock.today)
    stages = {row.slug: row for row in queries.stages(session, of.id)}
    _say_more(session, milestones, stages, clock.today)
    _move(session, of, milestones, persons, clock)


def _special(year: int) -> list[tuple[SpecialKind, str, date, date]]:
    """Return made-up school holidays and closure days of this year and the next."""
    found = []
    for each in (year, year + 1):
        spring = easter(each)
        found += [
            (SpecialKind.SCHOOL_HOLIDAY, "Spring holidays", spring - timedelta(days=9), spring + timedelta(days=7)),
            (SpecialKind.SCHOOL_HOLIDAY, "Summer holidays", date(each, 7, 23), date(each, 8, 31)),
            (SpecialKind.SCHOOL_HOLIDAY, "Autumn half term", date(each, 10, 26), date(each, 10, 30)),
            (SpecialKind.SCHOOL_HOLIDAY, "Winter holidays", date(each, 12, 21), date(each + 1, 1, 3)),
            (SpecialKind.CLOSURE, "Council offices closed", date(each, 12, 27), date(each, 12, 31)),
        ]
    return found


def _onto_working_days(session: Session, of: Consultation, rows: list[Milestone], today: date) -> None:
    calendar = queries.work_calendar(session, of.division)
    for row in rows:
        day = calendar.last_working(row.due_on)
        if row.done_at is None and day > today:
            if of.decision_on == row.due_on:
                of.decision_on = day
            row.due_on = day
    session.flush()


def _say_more(session: Session, milestones: dict[str, Milestone], stages: dict[str, Stage], today: date) -> None:
    known: dict[str, Any] = {**stages, **milestones}
    for given in load("profile")["milestones"]:
        row = milestones[given["id"]]
        row.delivers, row.progress = given.get("delivers", ""), given.get("progress", 0)
        services.set_needs(session, row, [known[slug].id for slug in given.get("needs", ())], today)


def _move(
    session: Session, of: Consultation, milestones: dict[str, Milestone], persons: dict[str, User], clock: Clock
) -> None:
    given = load("profile")["moved"]
    key = milestones[given["id"]].id
    step = next(step for step in queries.steps(session, of.id, clock.today) if step.id == key)
    services.move(
        session,
        of,
        step.shifted(timedelta(days=given["days"])),
        Reach.ONE,
        queries.work_calendar(session, of.division),
        given["reason"],
        by_id=persons["amina"].id,
        at=clock.moment(given["told"], 11),
    )
