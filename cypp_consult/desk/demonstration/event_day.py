"""The tablets of the made-up events, and one event that is going on while the demonstration is loaded."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from cypp_consult.collection.models import Answer, Channel, Response
from cypp_consult.collection.rules import Submission
from cypp_consult.collection.tablets.models import Arrival
from cypp_consult.core.clock import LONDON, start_of_day
from cypp_consult.core.codes import digest_of
from cypp_consult.desk.demonstration.data import load
from cypp_consult.events.models import Device, Event, EventSession
from cypp_consult.questionnaires.rules import Given, questions_of

if TYPE_CHECKING:
    from cypp_consult.desk.demonstration.responses import Town

BEGAN = timedelta(minutes=104)
LASTS = timedelta(hours=3)
HALF_HOUR = 30
READ_AFTER = timedelta(minutes=20)
LAST_MOMENT = time(23, 59)
Drawn = list[tuple[Submission, datetime]]


def set_times(events: Mapping[str, Event], now: datetime) -> None:
    """Let today's event have begun about an hour and three quarters ago, the same day, and have two sessions."""
    event = events[load("profile")["tablets"]["silent"]["event"]]
    local = now.astimezone(LONDON)
    begins = max(local - BEGAN, local.replace(hour=0, minute=0))
    begins = begins.replace(minute=begins.minute - begins.minute % HALF_HOUR, second=0, microsecond=0)
    ends = begins + LASTS
    event.starts_at = begins.time()
    event.ends_at = ends.time() if ends.date() == begins.date() else LAST_MOMENT
    half = (begins + LASTS / 2).time()
    event.sessions = [
        EventSession(name="Forms 9A to 9C", starts_at=event.starts_at, ends_at=half, expected=45),
        EventSession(name="Forms 9D to 9F", starts_at=half, ends_at=event.ends_at, expected=40),
    ]


def already(random: Random, event: Event, now: datetime) -> datetime:
    """Return a moment between the beginning of an event and now."""
    starts = _starts(event)
    return starts + (now - starts) * random.random()


def with_last_words(town: "Town", drawn: Drawn) -> Drawn:
    """Return the drawn responses; the last of today's event say what the profile has them say."""
    given = load("profile")["tablets"]["last_words"]
    event = town.events[given["event"]]
    tablet = Channel.TABLET
    places = [n for n, (item, _) in enumerate(drawn) if item.event_id == event.id and item.channel is tablet]
    for place, text in zip(places[-len(given["texts"]) :], given["texts"], strict=True):
        submission, at = drawn[place]
        asked = questions_of(town.questionnaires[submission.audience].questions)
        (key,) = [UUID(question.id) for question in asked if question.key == given["question"]]
        drawn[place] = (replace(submission, answers={**submission.answers, key: Given(text=text)}), at)
    return drawn


def in_turn(answers: Sequence[Answer], now: datetime) -> list[Answer]:
    """Return answers in the order they were read: at today's event at once, but for the newest; all others by age."""
    slug = load("profile")["tablets"]["silent"]["event"]

    def waited(answer: Answer) -> tuple[bool, datetime]:
        response = answer.response
        here = response.event is not None and response.event.slug == slug
        return not (here and response.received_at < now - READ_AFTER), response.received_at

    return sorted(answers, key=waited)


def deal(session: Session, events: Mapping[str, Event], now: datetime) -> None:
    """Let what came on tablets have come from the paired tablets of each event, numbered as each sent them."""
    profile = load("profile")
    random = Random(profile["seed"])  # noqa: S311 - a made-up hall, not a secret
    for event in events.values():
        is_today = event.slug == profile["tablets"]["silent"]["event"]
        devices = [_device(event, number + 1, random, now) for number in range(profile["tablets"]["per_event"])]
        session.add_all(devices)
        session.flush()
        query = select(Response.id, Response.received_at).where(
            Response.event_id == event.id, Response.channel == Channel.TABLET
        )
        sent = [(key, at) for key, at in session.execute(query.order_by(Response.received_at, Response.id))]
        silent = devices[profile["tablets"]["silent"]["number"] - 1] if is_today else None
        session.execute(insert(Arrival), _arrivals(sent, devices, silent, random))
        _heard(devices, silent, random, now)
    session.flush()


def _device(event: Event, number: int, random: Random, now: datetime) -> Device:
    paired = _starts(event) - timedelta(minutes=30 - number)
    closed = start_of_day(event.held_on) + timedelta(hours=22)
    return Device(
        id=UUID(int=random.getrandbits(128), version=4),
        event_id=event.id,
        installation_id=UUID(int=random.getrandbits(128), version=4),
        number=number,
        # of no token: a made-up tablet sends nothing
        token_digest=digest_of(f"{event.id} {number} {random.getrandbits(128)}"),
        paired_at=paired,
        last_seen_at=closed if closed < now else None,
        revoked_at=closed if closed < now and event.slug != _silent()["event"] else None,
        clock_ahead=random.randint(-3, 4),
        report={"version": "demonstration", "storage": True, "persisted": False, "ready": True},
    )


def _arrivals(
    sent: Sequence[tuple[UUID, datetime]], devices: Sequence[Device], silent: Device | None, random: Random
) -> list[dict[str, Any]]:
    """Return rows that deal what was sent over the tablets; the silent one sends nothing of its last while."""
    quiet_from = sent[-1][1] - timedelta(minutes=_silent()["minutes"])
    rows = []
    for response_id, at in sent:
        sending = [device for device in devices if device is not silent or at < quiet_from]
        device = random.choice(sending)
        device.last_seq = (device.last_seq or 0) + 1
        row = {"device_id": device.id, "seq": device.last_seq, "response_id": response_id}
        rows.append({**row, "status": "stored", "received_at": at})
    return rows


def _heard(devices: Sequence[Device], silent: Device | None, random: Random, now: datetime) -> None:
    """Let tablets of today have been heard of just now, but for the silent one, on which some answers wait."""
    for device in devices:
        device.last_seq = device.last_seq or 0
        if silent is not None:
            device.last_seen_at = now - timedelta(seconds=random.randint(20, 150))
    if silent is not None:
        silent.last_seen_at = now - timedelta(minutes=_silent()["minutes"])
        first, silent.last_seq = silent.last_seq + 1, silent.last_seq + _silent()["waiting"]
        silent.waiting = [[first, silent.last_seq]]


def _silent() -> dict[str, Any]:
    found: dict[str, Any] = load("profile")["tablets"]["silent"]
    return found


def _starts(event: Event) -> datetime:
    return datetime.combine(event.held_on, event.starts_at or time.min, LONDON)
