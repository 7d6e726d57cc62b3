"""What a response is made of before it is stored, and by what a resend is told from a conflict. Pure."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from cypp_consult.collection.models import Channel
from cypp_consult.core.audiences import Audience
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.questionnaires.rules import FrozenQuestion, Given, check
from cypp_consult.text.clean import clean_text

MOST_PEOPLE = 10_000


class Status(StrEnum):
    """What became of a submission. A sender forgets it only on `stored` or `duplicate`."""

    STORED = "stored"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    INVALID = "invalid"


@dataclass(frozen=True)
class Submission:
    """One filled-in questionnaire on its way in. `answers` are by question id, `about` by equality question."""

    id: UUID
    consultation_id: UUID
    audience: Audience
    channel: Channel
    questionnaire_id: UUID | None = None
    language: str = "en"
    event_id: UUID | None = None
    headcount: int = 1
    age_band: str | None = None
    started_at: datetime | None = None
    completed_at: datetime | None = None
    answers: Mapping[UUID, Given] = field(default_factory=dict)
    about: Mapping[str, str] = field(default_factory=dict)
    receipt_digest: str | None = None
    privacy_version: int | None = None
    import_run_id: UUID | None = None
    # finished in time on a tablet, and received after closing time
    late: bool = False


@dataclass(frozen=True)
class Receipt:
    """What became of the submission with this id; `detail` says why in words, where it was not stored."""

    id: UUID
    status: Status
    detail: str = ""


def cleaned(submission: Submission, questions: Mapping[UUID, FrozenQuestion] | None) -> Submission:
    """Return the submission as it will be stored: clean words, canonical choices, no empty answers.

    With the questions of its questionnaire every answer is held to its question. Raises InvalidInputError with a
    sentence that names what cannot be used. Cleaning twice is the same as once.
    """
    if not 1 <= submission.headcount <= MOST_PEOPLE:
        raise InvalidInputError(f"The number of people must be between 1 and {MOST_PEOPLE:,}.")
    answers = {}
    for question_id, given in submission.answers.items():
        tidy = replace(given, text=clean_text(given.text).strip())
        if questions is not None:
            if question_id not in questions:
                raise InvalidInputError("It answers a question that is not in this questionnaire.")
            tidy = check(questions[question_id], tidy)
        if not tidy.is_empty:
            answers[question_id] = tidy
    about = {clean_text(key)[:60]: clean_text(value).strip()[:120] for key, value in submission.about.items()}
    return replace(submission, answers=answers, about={key: value for key, value in about.items() if value})


def digest(submission: Submission) -> str:
    """Return the SHA-256 of what was answered and at which event, in hex; the order of answers does not matter.

    Who sent it, how and when are left out on purpose: a tablet that was paired again resends the same response.
    """
    said = {
        str(question_id): [list(given.value), given.text, given.unsure]
        for question_id, given in submission.answers.items()
        if not given.is_empty
    }
    canonical = {"answers": said, "event": str(submission.event_id) if submission.event_id else None}
    written = json.dumps(canonical, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()
