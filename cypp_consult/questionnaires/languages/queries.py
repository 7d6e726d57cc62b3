"""Which languages are offered and why others are not, the recordings that may be played, and how far each part is."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from cypp_consult.core.audiences import Audience
from cypp_consult.questionnaires import queries
from cypp_consult.questionnaires.languages import catalogues, rules
from cypp_consult.questionnaires.languages.catalogues import ENGLISH, LANGUAGES, Language
from cypp_consult.questionnaires.languages.models import CatalogueCheck, Recording
from cypp_consult.questionnaires.rules import questions_of


def offered(session: Session, audiences: Iterable[Audience], consultation_id: UUID) -> list[Language]:
    """Return the languages in which an event may ask its audiences: English first, then in the order of `LANGUAGES`.

    Another one is there when each of the audiences has a frozen questionnaire in it in the version in use, and when its
    screens are complete and checked by a native reader, which English and Easy Read need not be.
    """
    frozen = [set(queries.languages(session, consultation_id, audience)) for audience in audiences]
    common = set.intersection(*frozen) if frozen else set()
    ready = checked(session)
    return [
        language
        for code, language in LANGUAGES.items()
        if code == ENGLISH or (code in common and (not language.needs_check or code in ready))
    ]


def checked(session: Session) -> dict[str, CatalogueCheck]:
    """Return the checks that hold, by language: the words are complete and the very ones a native reader checked."""
    rows = session.scalars(select(CatalogueCheck))
    return {row.language: row for row in rows if holds(row)}


def holds(check: CatalogueCheck) -> bool:
    """Say whether the screens still have the words that were checked, and all of them."""
    code = check.language
    return code in LANGUAGES and catalogues.standing(code).is_complete and catalogues.digest(code) == check.digest


def recordings(session: Session, consultation_id: UUID) -> dict[tuple[str, Audience, str], str]:
    """Return the digests of the recordings to play, by question id, audience and language.

    Only those that read the very words of the version in use: older recordings are not there.
    """
    rows = queries.of_version(session, consultation_id, queries.version(session, consultation_id))
    asked = {
        (question.id, row.audience, row.language): rules.words_digest(question)
        for row in rows
        for question in questions_of(row.questions)
    }
    query = select(Recording).where(Recording.question_id.in_({UUID(key) for key, _, _ in asked}))
    found = {(str(row.question_id), row.audience, row.language): row for row in session.scalars(query)}
    return {key: row.digest for key, row in found.items() if asked.get(key) == row.words_digest}


def sound(session: Session, digest: str) -> Recording | None:
    """Return a recording with this sound, to be sent as it is; None if there is none."""
    query = select(Recording).where(Recording.digest == digest).options(undefer(Recording.sound)).limit(1)
    return session.scalar(query)
