"""Gathering the day's page of one event: facts for those on duty; words of children for safeguarding leads alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from cypp_consult.collection.models import Answer
from cypp_consult.collection.tablets import queries as tablet_queries
from cypp_consult.core.clock import LONDON, end_of_day, local_day, start_of_day
from cypp_consult.desk.event_day import queries, rules
from cypp_consult.desk.event_day.bars import MOST_BARS, QUARTER, Bar, bars_of
from cypp_consult.events import queries as event_queries
from cypp_consult.events.models import Device, Event
from cypp_consult.safeguarding import queries as safeguarding_queries

WORDS_SHOWN = 5
# how long before and after its times a day counts as going on
AROUND = timedelta(hours=1)


@dataclass(frozen=True)
class Unread:
    """An answer that nobody has read for safety: its words, what the word screen said, the tablet it came from."""

    answer: Answer
    # "high": words of danger; "look_first": words that need a second look, or a language that the screen cannot read
    level: str
    tablet: int | None


@dataclass(frozen=True)
class Day:
    """What the day's page shows."""

    now: datetime
    is_today: bool
    is_on: bool
    expected: int | None
    # which parts of the day go on and which is next, in words; empty on other days
    sessions: str
    came: queries.Came
    tablets: Sequence[rules.Tablet]
    totals: str
    advice: Sequence[str]
    kept_aside: int
    step: str
    bars: Sequence[Bar]
    # None for everybody but safeguarding leads
    unread: Sequence[Unread] | None
    unread_count: int


def gather(session: Session, event: Event, now: datetime, *, reads: bool) -> Day:
    """Return the day of an event at a moment; unread words only where the person reads them (`reads`)."""
    is_today = event.held_on == local_day(now)
    is_on = is_today and _is_on(event, now)
    tablets = tablets_of(session, event, now, is_on=is_on)
    quiet = [words] if (words := rules.silence(tablets)) else []
    since = max(start_of_day(event.held_on), now - MOST_BARS * QUARTER) if is_today else start_of_day(event.held_on)
    ends = end_of_day(event.held_on)
    counted = [(at, count) for at, count in tablet_queries.per_quarter(session, event, since) if at < ends]
    step, bars = bars_of(counted, now, is_today=is_today)
    return Day(
        now=now,
        is_today=is_today,
        is_on=is_on,
        expected=event_queries.expected(event),
        sessions=_sessions(event, now) if is_today else "",
        came=queries.came(session, event.id, now),
        tablets=tablets,
        totals=rules.totals(tablets),
        advice=[*(words for row in tablets for words in rules.advice(row, is_on=is_on)), *quiet],
        kept_aside=queries.kept_aside(session, event),
        step=step,
        bars=bars,
        unread=_unread(session, event) if reads else None,
        unread_count=safeguarding_queries.unread_count(session, event.consultation_id, event.id) if reads else 0,
    )


def tablets_of(session: Session, event: Event, now: datetime, *, is_on: bool) -> list[rules.Tablet]:
    """Return the tablets of an event by number, as the day's page shows them; two statements."""
    return [_tablet(state, now, is_on=is_on) for state in tablet_queries.tablets(session, event)]


def live(
    session: Session, consultation_ids: Sequence[UUID], now: datetime, user_id: int | None = None
) -> list[tuple[Event, list[rules.Tablet]]]:
    """Return today's events that have tablets, three at most, and these; with a user, where they are on duty."""
    events = queries.going_on(session, consultation_ids, local_day(now), user_id)
    return [(event, tablets_of(session, event, now, is_on=_is_on(event, now))) for event in events]


def _sessions(event: Event, now: datetime) -> str:
    return rules.sessions(
        [(row.name, row.starts_at, row.ends_at) for row in event.sessions], now.astimezone(LONDON).time()
    )


def _is_on(event: Event, now: datetime) -> bool:
    starts = datetime.combine(event.held_on, event.starts_at or time.min, LONDON)
    ends = datetime.combine(event.held_on, event.ends_at or time.max, LONDON)
    return starts - AROUND <= now <= ends + AROUND


def _tablet(state: tablet_queries.TabletState, now: datetime, *, is_on: bool) -> rules.Tablet:
    device: Device = state.device
    return rules.Tablet(
        number=device.number,
        sent=state.arrived,
        waiting=state.waiting,
        parked=state.parked,
        missing=state.missing,
        seen=rules.seen(device.last_seen_at, now, is_on=is_on),
        is_unpaired=device.revoked_at is not None,
        clock_ahead=device.clock_ahead or 0,
        is_ready=device.report.get("ready", True) is not False,
    )


def _unread(session: Session, event: Event) -> list[Unread]:
    rows = safeguarding_queries.unread(session, event.consultation_id, WORDS_SHOWN, event.id)
    numbers = queries.tablet_numbers(session, event.id, [answer.response_id for answer, _ in rows])
    return [
        Unread(answer, screen.level if screen else "routine", numbers.get(answer.response_id))
        for answer, screen in rows
    ]
