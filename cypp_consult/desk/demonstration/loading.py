"""Loading the demonstration, once."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from cypp_consult.consultations import queries as consultation_queries
from cypp_consult.core import audit
from cypp_consult.core.clock import local_day
from cypp_consult.core.errors import DomainError
from cypp_consult.desk.demonstration import (
    agreement,
    coded,
    dates,
    event_day,
    finding,
    frame,
    governance,
    languages,
    questions,
    reach,
    responses,
    translations,
    workbench,
    world,
)
from cypp_consult.desk.demonstration.data import load as content
from cypp_consult.questionnaires.services import launch


class AlreadyLoadedError(DomainError):
    """The demonstration is there already."""


def load(session: Session, now: datetime, say: Callable[[str], None]) -> None:
    """Load the demonstration in the caller's transaction. Raises AlreadyLoadedError if its consultation exists."""
    if consultation_queries.by_slug(session, content("consultation")["slug"]) is not None:
        raise AlreadyLoadedError("The demonstration is loaded already.")
    clock = world.Clock(local_day(now))
    say("Making up a town …")
    people = world.people(session)
    amina = people["amina"]
    audit.act_as(audit.Actor(amina.id, amina.name))
    plan = world.plan(session, clock)
    consultation = world.consultation(session, plan, people, clock)
    questions.add(session, consultation)
    languages.add(session, consultation, amina.id, clock.moment(content("consultation")["opens"] - 4))
    launch(session, consultation, amina.id, clock.moment(content("consultation")["opens"] - 3))
    world.timeline(session, consultation, people, clock)
    dates.add(session, consultation, people, clock)
    events = world.events(session, consultation, people, clock)
    event_day.set_times(events, now)
    reach.add(session, consultation, events)
    session.flush()
    session.expire_all()
    town = responses.settle(session, consultation, events, clock, now)
    say(f"{responses.fill(session, town)} people answered …")
    event_day.deal(session, events, now)
    coded.work(session, consultation, people, now)
    agreement.add(session, consultation, people, now)
    finding.add(session, consultation, people, now)
    frame.add(session, consultation, people, now)
    translations.add(session, consultation, people, now)
    workbench.add(session, consultation, people, now)
    governance.add(session, consultation, people, clock, now)
    session.flush()
