"""Reading what a tablet sends, item by item: what cannot be used is told in a sentence. Pure."""

import base64
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from cypp_consult.collection.models import Channel
from cypp_consult.collection.rules import Submission
from cypp_consult.collection.tablets.rules import HIGHEST_SEQ
from cypp_consult.core.audiences import Audience
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.questionnaires.rules import FrozenQuestion, Given, check, kept

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{1,8})*", re.IGNORECASE | re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_LONGEST_LANGUAGE = 12
# what took longer was a clock put right in between
_LONGEST_FORM = timedelta(hours=12)

DEEPEST = 16

Opener = Callable[[str, bytes, bytes, bytes], bytes]


@dataclass(frozen=True)
class Item:
    """One response as it came: its id as it was sent and, where it is one, as a UUID; its number, if it has one."""

    sent: Any
    said_id: Any
    id: UUID | None
    seq: int | None


@dataclass(frozen=True)
class Asked:
    """A frozen questionnaire, of whatever age, that a response may answer."""

    id: UUID
    audience: Audience
    language: str
    questions: tuple[FrozenQuestion, ...]


def identify(sent: Any) -> Item:
    """Return an item with what is known of it; anything at all is an item."""
    fields = sent if isinstance(sent, dict) else {}
    said = fields.get("id")
    return Item(sent, said, uuid_of(said), _whole(fields.get("seq")))


def opened(item: Item, open_seal: Opener) -> Mapping[str, Any]:
    """Return the fields of an item, unsealed where it was sealed. Raises InvalidInputError for what is none."""
    if not isinstance(item.sent, dict):
        raise InvalidInputError("It is not an object with the fields of a response.")
    if item.id is None:
        raise InvalidInputError("Its id is not a UUID.")
    if "sealed" not in item.sent:
        return item.sent
    sealed = item.sent["sealed"]
    if not isinstance(sealed, dict):
        raise InvalidInputError("Its seal is not an object with key, iv and data.")
    parts = [_bytes(sealed.get(name)) for name in ("key", "iv", "data")]
    try:
        inside = json.loads(open_seal(item.said_id, *parts))
    except (ValueError, RecursionError) as error:
        raise InvalidInputError("What was sealed is not JSON.") from error
    if not isinstance(inside, dict) or is_deep(inside):
        raise InvalidInputError("What was sealed is not an object with the fields of a response.")
    return {**item.sent, **inside}


def submission(
    item: Item, fields: Mapping[str, Any], asked: Mapping[UUID, Asked], consultation_id: UUID, event_id: UUID
) -> Submission:
    """Return an opened item as it would be stored, with the moments as the tablet told them.

    Answers to questions that were not shown are left out. Raises InvalidInputError, naming what cannot be used.
    """
    for events in (item.sent.get("event"), fields.get("event")):
        if events is not None and uuid_of(events) != event_id:
            raise InvalidInputError("It belongs to another event.")
    questionnaire = asked.get(uuid_of(fields.get("questionnaire")) or UUID(int=0))
    if questionnaire is None:
        raise InvalidInputError("It answers a questionnaire that is not part of this consultation.")
    started, completed = _moment(fields, "started_at"), _moment(fields, "completed_at")
    receipt = fields.get("receipt")
    if receipt is not None and not (isinstance(receipt, str) and _DIGEST.fullmatch(receipt)):
        raise InvalidInputError("Its receipt is not a SHA-256 in hex.")
    language = fields.get("language")
    is_language = isinstance(language, str) and len(language) <= _LONGEST_LANGUAGE and _LANGUAGE.fullmatch(language)
    return Submission(
        id=item.id or UUID(int=0),
        consultation_id=consultation_id,
        questionnaire_id=questionnaire.id,
        audience=questionnaire.audience,
        language=str(language) if is_language else questionnaire.language,
        channel=Channel.TABLET,
        event_id=event_id,
        started_at=started,
        completed_at=completed,
        answers=_answers(fields.get("answers"), questionnaire.questions),
        receipt_digest=receipt,
    )


def plausible_start(started: datetime | None, completed: datetime | None) -> datetime | None:
    """Return when a form was begun, unless that cannot be."""
    if started is None or completed is None:
        return None
    return started if timedelta(0) <= completed - started <= _LONGEST_FORM else None


def is_deep(value: Any) -> bool:
    """Say whether lists and objects lie in each other deeper than anything a tablet sends."""
    level = [value]
    for _ in range(DEEPEST):
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not level:
            return False
    return True


def uuid_of(value: Any) -> UUID | None:
    """Return a UUID as it is usually written, and None for anything else."""
    return UUID(value) if isinstance(value, str) and _UUID.fullmatch(value) else None


def _answers(given: Any, questions: tuple[FrozenQuestion, ...]) -> dict[UUID, Given]:
    if not isinstance(given, dict):
        raise InvalidInputError("Its answers are not an object by question id.")
    by_id = {question.id: question for question in questions}
    read: dict[str, Given] = {}
    for key, value in given.items():
        question = by_id.get(key)
        if question is None:
            raise InvalidInputError("It answers a question that is not in this questionnaire.")
        try:
            read[key] = check(question, _given(question, value))
        except InvalidInputError as error:
            raise InvalidInputError(f"The answer to “{question.name}” cannot be used: {error}.") from error
    return {UUID(key): answer for key, answer in kept(questions, read).items()}


def _given(question: FrozenQuestion, value: Any) -> Given:
    if value is None:
        return Given()
    if isinstance(value, str):
        return Given(text=value) if question.type.is_text else Given(value=(value,) if value else ())
    if isinstance(value, list) and all(isinstance(chosen, str) for chosen in value):
        return Given(value=tuple(value))
    if isinstance(value, dict) and value.keys() == {"unsure"} and value["unsure"] is True:
        return Given(unsure=True)
    raise InvalidInputError("it is neither an option, a list of options, a text, null nor unsure")


def _moment(fields: Mapping[str, Any], name: str) -> datetime | None:
    value = fields.get(name)
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, TypeError, OverflowError) as error:
        raise InvalidInputError(f"Its {name} is not a moment such as 2026-11-25T10:15:00Z.") from error


def _whole(value: Any) -> int | None:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return value if is_number and 1 <= value <= HIGHEST_SEQ else None


def _bytes(value: Any) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except (ValueError, TypeError) as error:
        raise InvalidInputError("Its seal is not in base64.") from error
