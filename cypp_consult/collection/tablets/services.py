"""Taking in what tablets send: one receipt for each item, whatever it is, and nothing dropped in silence."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from cypp_consult.collection.models import Response
from cypp_consult.collection.rules import Receipt, Status, Submission
from cypp_consult.collection.services import store_many
from cypp_consult.collection.services.parking import keep_aside, park
from cypp_consult.collection.tablets import reading, rules
from cypp_consult.collection.tablets.models import Arrival
from cypp_consult.collection.tablets.reading import Asked, Item
from cypp_consult.collection.tablets.rules import Opening, Times
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.events import sealing
from cypp_consult.events.models import Device, Event
from cypp_consult.questionnaires.models import Questionnaire
from cypp_consult.questionnaires.rules import questions_of
from cypp_consult.text.clean import clean_text

REASONS = {
    Times.NOT_OPEN: "The consultation has not opened.",
    Times.TOO_EARLY: "It was finished before the consultation opened.",
    Times.TOO_LATE: "It was finished after the consultation closed, or came in too long after that.",
}
_LONGEST_ID = 80
_NOBODY = UUID(int=0)


@dataclass(frozen=True)
class Told:
    """The receipt of an item, as it goes back: its id is whatever was sent as one."""

    id: Any
    status: Status
    detail: str = ""


@dataclass(frozen=True)
class _Read:
    """An item that can be used, or the reason why not; of one that came out of time, both."""

    item: Item
    submission: Submission | None = None
    reason: str = ""


def take(
    session: Session, device: Device | None, event: Event, sent: Sequence[Any], at: datetime, grace: timedelta
) -> list[Told]:
    """Store what a tablet sent from an event and return a receipt for each item, in their order. The caller commits.

    What is `invalid` is kept aside for staff, with the reason. What was finished while the consultation was open counts
    when it comes in at most `grace` after closing, and is then marked late. Without a device, as from a rescue file of
    one that was never paired, nothing is noted about arrivals.
    """
    items = [reading.identify(one) for one in sent]
    read = _in_time(session, _read_all(session, event, items), device, event, at, grace)
    told = [Told(one.item.said_id, Status.INVALID, one.reason) for one in read]
    usable = [(place, one.submission) for place, one in enumerate(read) if one.submission and not one.reason]
    receipts = store_many(session, [submission for _place, submission in usable], at) if usable else []
    for (place, _submission), receipt in zip(usable, receipts, strict=True):
        told[place] = Told(read[place].item.said_id, receipt.status, receipt.detail)
    for one in read:
        if one.reason:
            _keep_aside(session, event, one, at)
    if device is not None:
        _note_arrivals(session, device, items, told, at)
    return told


def _read_all(session: Session, event: Event, items: Sequence[Item]) -> list[_Read]:
    fields = [_opened(event, item) for item in items]
    asked = _asked(session, event, [one for one in fields if not isinstance(one, str)])
    return [_submission(event, item, one, asked) for item, one in zip(items, fields, strict=True)]


def _opened(event: Event, item: Item) -> Mapping[str, Any] | str:
    def open_seal(sealed_for: str, key: bytes, iv: bytes, data: bytes) -> bytes:
        if event.private_key is None:
            raise InvalidInputError("It is sealed, and this event has no key.")
        return sealing.unseal(event.private_key, sealed_for, key, iv, data)

    try:
        return reading.opened(item, open_seal)
    except InvalidInputError as error:
        return str(error)


def _asked(session: Session, event: Event, fields: Sequence[Mapping[str, Any]]) -> dict[UUID, Asked]:
    """Return the questionnaires that some items name and that this consultation has, of whatever age."""
    named = {found for one in fields if (found := reading.uuid_of(one.get("questionnaire"))) is not None}
    query = select(Questionnaire).where(
        Questionnaire.id.in_(named), Questionnaire.consultation_id == event.consultation_id
    )
    rows = session.scalars(query) if named else ()
    return {row.id: Asked(row.id, row.audience, row.language, questions_of(row.questions)) for row in rows}


def _submission(event: Event, item: Item, fields: Mapping[str, Any] | str, asked: Mapping[UUID, Asked]) -> _Read:
    if isinstance(fields, str):
        return _Read(item, None, fields)
    try:
        made = reading.submission(item, fields, asked, event.consultation_id, event.id)
    except InvalidInputError as error:
        return _Read(replace(item, sent=fields), None, str(error))
    return _Read(item, replace(made, privacy_version=event.consultation.privacy_version))


def _in_time(
    session: Session, read: Sequence[_Read], device: Device | None, event: Event, at: datetime, grace: timedelta
) -> list[_Read]:
    """Return the items with moments by our clock, marked late or with a reason where they are out of time."""
    of = event.consultation
    opening = Opening(of.launched_at is not None, of.opens_on, of.closes_on, grace)
    judged = [_judged(one, opening, device.clock_ahead if device else None, at) for one in read]
    outside = [one.submission.id for one in judged if one.submission and one.reason]
    # what is in already stays in: its tablet only missed the receipt
    known = set(session.scalars(select(Response.id).where(Response.id.in_(outside)))) if outside else set()
    return [replace(one, reason="") if one.submission and one.submission.id in known else one for one in judged]


def _judged(one: _Read, opening: Opening, clock_ahead: int | None, at: datetime) -> _Read:
    made = one.submission
    if made is None:
        return one
    completed = rules.corrected(made.completed_at, clock_ahead) if made.completed_at else None
    started = rules.corrected(made.started_at, clock_ahead) if made.started_at else None
    times = opening.judge(completed, at)
    finished = min(completed, at) if completed else None
    begun = reading.plausible_start(started, completed)
    made = replace(made, late=times is Times.LATE, started_at=begun, completed_at=finished)
    return replace(one, submission=made, reason=REASONS.get(times, ""))


def _keep_aside(session: Session, event: Event, one: _Read, at: datetime) -> None:
    if one.submission is not None:
        park(session, one.submission, Receipt(one.submission.id, Status.INVALID, one.reason), at, usable=True)
        return
    written = json.dumps(one.item.sent, sort_keys=True)
    said = one.item.said_id
    payload = {
        "audience": "",
        "channel": "tablet",
        "language": "",
        "event_id": str(event.id),
        "questionnaire_id": None,
        "headcount": 1,
        "answers": _legible(one.item.sent),
        "sent": written,
    }
    keep_aside(
        session,
        event.consultation_id,
        clean_text(said if isinstance(said, str) else json.dumps(said))[:_LONGEST_ID],
        Receipt(one.item.id or _NOBODY, Status.INVALID, one.reason),
        payload,
        f"{event.id} {written}",
        at,
    )


def _legible(sent: Any) -> dict[str, Any]:
    """Return what can be read of answers that cannot be used, for staff to look at."""
    answers = sent.get("answers") if isinstance(sent, dict) else None
    found: dict[str, Any] = {}
    for key, value in answers.items() if isinstance(answers, dict) else ():
        chosen = [clean_text(str(item)) for item in value] if isinstance(value, list) else []
        text = clean_text(value) if isinstance(value, str) else ""
        found[clean_text(key)] = {"value": chosen, "text": text, "unsure": isinstance(value, dict)}
    return found


def _note_arrivals(session: Session, device: Device, items: Sequence[Item], told: Sequence[Told], at: datetime) -> None:
    """Write down under which of the tablet's numbers something came, and what receipt it got last."""
    rows = {}
    for item, receipt in zip(items, told, strict=True):
        if item.seq is not None:
            named = item.id or uuid5(device.id, json.dumps(item.said_id))
            rows[item.seq, named] = {
                "device_id": device.id,
                "seq": item.seq,
                "response_id": named,
                "status": receipt.status.value,
                "received_at": at,
            }
    if rows:
        table: Any = Arrival.__table__
        maker = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
        statement: Any = maker(table).values([rows[key] for key in sorted(rows)])
        keys = ["device_id", "seq", "response_id"]
        session.execute(
            statement.on_conflict_do_update(index_elements=keys, set_={"status": statement.excluded.status})
        )
    device.last_seq = max([device.last_seq, *(seq for seq, _named in rows)])
    device.last_seen_at = at
    session.flush()
