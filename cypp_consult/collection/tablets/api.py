"""The interface for tablets: JSON with a bearer token, and no cookies. See docs/tablets-interface.md."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from flask import Blueprint, Response, current_app, jsonify

from cypp_consult.collection.tablets import http, queries, services, shell
from cypp_consult.collection.tablets.http import Pace, RefusedError
from cypp_consult.collection.tablets.reading import uuid_of
from cypp_consult.collection.tablets.rules import HIGHEST_SEQ
from cypp_consult.core import audit, clock
from cypp_consult.core.database import session
from cypp_consult.events import pairing
from cypp_consult.events.models import Device, Event
from cypp_consult.events.pairing import PairingRefusedError
from cypp_consult.events.rules import EventNotReadyError
from cypp_consult.web import throttle
from cypp_consult.web.access import public
from cypp_consult.web.throttle import Limit

bp = Blueprint("tablet_api", __name__, url_prefix="/api/v1")

MOST_ITEMS = 200
MOST_RANGES = 2_000
PIN_ROUNDS = 100_000
# a hall has one address, and people mistype: only wrong codes count, and many are allowed
WRONG_CODES = Limit("pairing", most=60, within=timedelta(minutes=10))
_pace = Pace(most=240, seconds=60)
# what the column takes; a clock that is further out is out all the same
_FURTHEST = 2**31 - 1


@bp.errorhandler(RefusedError)
def _refused(error: RefusedError) -> Response:
    session().rollback()
    response = jsonify(error=str(error))
    response.status_code = error.status
    response.headers.extend(error.headers)
    return response


@bp.post("/devices")
@public
def devices() -> tuple[Response, int]:
    """Pair a tablet by a code and give it its token, once."""
    sent = http.body()
    code, installation = sent.get("code"), sent.get("installation")
    if not isinstance(code, str) or not (installation is None or uuid_of(installation)):
        raise RefusedError(400, "Send a code, and the installation as a UUID or not at all.")
    here = throttle.neighbourhood()
    wait = throttle.wait(WRONG_CODES, here)
    if wait is not None:
        raise _too_many(wait)
    at = clock.now()
    audit.act_as(audit.Actor(None, "tablet"))
    try:
        device, token = pairing.pair(session(), code, uuid_of(installation), at)
    except (PairingRefusedError, EventNotReadyError) as error:
        session().rollback()
        throttle.take(WRONG_CODES, here)
        raise RefusedError(403, str(error)) from error
    device.last_seen_at = at
    event = session().get_one(Event, device.event_id)
    facts = {"token": token, "device_id": str(device.id), "event": _event(event), **_about(device, event)}
    session().commit()
    return jsonify(facts), 201


@bp.get("/form")
@public
def form() -> Response:
    """Return the event's questionnaires in every language that is offered there."""
    event = _event_of(http.device())
    return jsonify(event=_event(event), questionnaires=shell.forms(session(), event))


@bp.post("/responses")
@public
def responses() -> Response:
    """Take responses in and return a receipt for each, after they are stored for good."""
    sent = http.body().get("responses")
    device = http.device()
    _pace.check(str(device.id))
    if not isinstance(sent, list):
        raise RefusedError(400, "Send a list of responses.")
    if len(sent) > MOST_ITEMS:
        raise RefusedError(400, f"Send at most {MOST_ITEMS} responses at once; these are {len(sent):,}.")
    audit.act_as(audit.Actor(None, "tablet"))
    grace = current_app.config["TABLET_GRACE"]
    told = services.take(session(), device, _event_of(device), sent, clock.now(), grace)
    session().commit()
    return jsonify(receipts=[{"id": one.id, "status": one.status.value, "detail": one.detail} for one in told])


@bp.post("/heartbeat")
@public
def heartbeat() -> Response:
    """Keep what a tablet tells of itself, and tell it the time, its name and which numbers never came."""
    sent = http.body()
    device = http.device()
    _pace.check(str(device.id))
    at = clock.now()
    _keep(device, sent, at)
    session().flush()
    missing = queries.missing(session(), device)
    told = {"now": at.isoformat(), **_about(device, _event_of(device)), "missing": list(missing)}
    session().commit()
    return jsonify(told)


def _keep(device: Device, sent: dict[str, Any], at: datetime) -> None:
    device.last_seen_at = at
    device.last_seq = max(device.last_seq, _count(sent, "last_seq"))
    device.parked = _count(sent, "parked")
    device.waiting = _ranges(sent.get("waiting", []))
    device.clock_ahead = _ahead(sent.get("clock"), at)
    flags = {name: sent.get(name) is True for name in ("storage", "persisted", "ready")}
    device.report = {"version": str(sent.get("version", ""))[:40].encode("ascii", "replace").decode(), **flags}


def _count(sent: dict[str, Any], name: str) -> int:
    value = sent.get(name, 0)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= HIGHEST_SEQ:
        raise RefusedError(400, f"{name} must be a whole number from 0 to {HIGHEST_SEQ:,}.")
    return value


def _ranges(value: Any) -> list[list[int]]:
    message = "waiting must be a list of [first, last] numbers."
    if not isinstance(value, list) or len(value) > MOST_RANGES:
        raise RefusedError(400, message)
    for pair in value:
        is_pair = isinstance(pair, list) and len(pair) == 2  # noqa: PLR2004 - a pair
        if not is_pair or not all(isinstance(one, int) and not isinstance(one, bool) for one in pair):
            raise RefusedError(400, message)
        if not 1 <= pair[0] <= pair[1] <= HIGHEST_SEQ:
            raise RefusedError(400, message)
    return value


def _ahead(value: Any, at: datetime) -> int | None:
    if value is None:
        return None
    try:
        told = datetime.fromisoformat(value)
        told = told.replace(tzinfo=UTC) if told.tzinfo is None else told
        ahead = round((told - at).total_seconds())
    except (ValueError, TypeError, OverflowError) as error:
        raise RefusedError(400, "clock must be a moment such as 2026-11-25T10:15:00Z.") from error
    return max(-_FURTHEST, min(_FURTHEST, ahead))


def _event_of(device: Device) -> Event:
    return session().get_one(Event, device.event_id)


def _event(event: Event) -> dict[str, str]:
    return {
        "id": str(event.id),
        "code": event.code,
        "slug": event.slug,
        "name": event.name,
        "date": event.held_on.isoformat(),
    }


def _about(device: Device, event: Event) -> dict[str, Any]:
    pin = _hashed_pin(current_app.config["SECRET_KEY"], str(event.id), event.staff_pin)
    return {"number": device.number, "name": f"Tablet {device.number}", "pin": pin}


@lru_cache(maxsize=256)
def _hashed_pin(secret: str, event_id: str, pin: str) -> dict[str, Any]:
    """Return what a tablet without a network checks the staff's PIN by."""
    salt = hmac.new(secret.encode(), f"pin {event_id} {pin}".encode(), hashlib.sha256).digest()[:16]
    hashed = hashlib.pbkdf2_hmac("sha256", pin.encode(), salt, PIN_ROUNDS)
    coded = {"salt": base64.b64encode(salt).decode(), "hash": base64.b64encode(hashed).decode()}
    return {**coded, "iterations": PIN_ROUNDS}


def _too_many(wait: timedelta) -> RefusedError:
    seconds = str(max(1, int(wait.total_seconds())))
    message = f"Too many wrong codes were tried. Wait {throttle.in_minutes(wait)} and try again."
    return RefusedError(429, message, Retry_After=seconds)
