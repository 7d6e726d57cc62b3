"""Gathering one person's home page: only what their roles may see is read at all."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from cypp_consult.accounts.models import User
from cypp_consult.consultations import queries as consultation_queries
from cypp_consult.consultations.governance.queries import SITTERS, due_for
from cypp_consult.consultations.models import Consultation
from cypp_consult.consultations.queries import DueRow
from cypp_consult.consultations.rules import State
from cypp_consult.core.clock import local_day
from cypp_consult.core.roles import Role
from cypp_consult.desk import queries, rules
from cypp_consult.events.models import Event
from cypp_consult.summaries.reach.building import tops
from cypp_consult.summaries.rules.tables import Count
from cypp_consult.summaries.services.reach import Reach
from cypp_consult.summaries.signoff.queries import Ballot, waiting_for

# how many of the dates that are due the desk shows; a page of its own shows all
SHOWN = 6
SEES_TIMELINE = (Role.LEAD, Role.ANALYST, Role.PARTNER, Role.ADMINISTRATOR)
SEES_ANSWERS = (Role.LEAD, Role.ANALYST, Role.YOUNG_ANALYST)
READS_FOR_SAFETY = (Role.LEAD, Role.SAFEGUARDING_LEAD)


@dataclass(frozen=True)
class Row:
    """One consultation on the desk: its state, and expected and reached people per audience; small numbers are None."""

    consultation: Consultation
    state: State
    forms: Count
    people: Count
    # (label, people reached or None where that is hidden, expected or None)
    audiences: Sequence[tuple[str, Count, int | None]]


@dataclass(frozen=True)
class Unread:
    """Answers that nobody has read for safety."""

    count: int
    past_limit: int
    # (hours waited, rounded down and at most 30) for the dots of the picture
    ages: Sequence[int]


@dataclass
class Home:
    """What one person's desk shows; None where their roles see nothing of it."""

    sentence: str
    rows: Sequence[Row]
    due: Sequence[DueRow] | None = None
    unread: Unread | None = None
    coding: queries.CodingProgress | None = None
    concerns: int | None = None
    events: Sequence[Event] = field(default_factory=list)
    first: Consultation | None = None
    # approvals on which this person may vote and has not
    to_sign: Sequence[Ballot] = ()


def gather(session: Session, user: User, consultations: list[Consultation], now: datetime, threshold: int) -> Home:
    """Return the desk of a person, with counts from 1 up to `threshold` (exclusive) hidden."""
    ids = [consultation.id for consultation in consultations]
    today = local_day(now)
    due = due_for(session, user, today) if user.is_any(*SEES_TIMELINE) else None
    unread = _unread(session, ids, now) if user.is_any(*READS_FOR_SAFETY) else None
    late = sum(row.day < today for row in due or ())
    launched = [item for item in consultations if item.launched_at]
    return Home(
        sentence=rules.sentence(late, unread.past_limit if unread else 0),
        rows=_rows(session, consultations, now, threshold),
        due=due if due is None else due[:SHOWN],
        unread=unread,
        coding=queries.coding_progress(session, ids) if user.is_any(*SEES_ANSWERS) else None,
        concerns=queries.open_concerns(session) if user.is_any(Role.SAFEGUARDING_LEAD) else None,
        events=queries.events_of(session, user.id) if user.is_any(Role.FACILITATOR) else [],
        first=launched[0] if launched else None,
        to_sign=waiting_for(session, user.id) if user.is_any(*SITTERS) else (),
    )


def _rows(session: Session, consultations: list[Consultation], now: datetime, threshold: int) -> list[Row]:
    found = tops(session, consultations, now, threshold)
    return [_row(consultation, found[consultation.id], now) for consultation in consultations]


def _row(consultation: Consultation, top: Reach, now: datetime) -> Row:
    people = {line.id: count for line, count in zip(top.people.rows, top.people.row_totals or (), strict=True)}
    return Row(
        consultation=consultation,
        state=consultation_queries.state_of(consultation, local_day(now)),
        forms=top.forms.total,
        people=top.people.total,
        audiences=[
            (part.audience.label, people[part.audience.value], part.expected) for part in consultation.audiences
        ],
    )


def _unread(session: Session, ids: list[UUID], now: datetime) -> Unread:
    since = queries.unread_since(session, ids)
    ages = [min(30, int((now - moment).total_seconds() // 3600)) for moment in since]
    return Unread(len(since), rules.past_limit(since, now), ages)
