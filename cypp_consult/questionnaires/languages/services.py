"""Checking screens, writing translations, keeping recordings. Each write is audited; none touches a frozen version."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from cypp_consult.consultations.models import Consultation
from cypp_consult.core import audit
from cypp_consult.core.audiences import Audience
from cypp_consult.core.errors import DomainError
from cypp_consult.questionnaires import queries
from cypp_consult.questionnaires.languages import catalogues, rules, sounds
from cypp_consult.questionnaires.languages.catalogues import ENGLISH, LANGUAGES
from cypp_consult.questionnaires.languages.models import CatalogueCheck, Recording
from cypp_consult.questionnaires.models import Question, QuestionWording
from cypp_consult.questionnaires.rules import FrozenQuestion
from cypp_consult.questionnaires.services import one_at_a_time

# stands for an English that nobody knows any more: it differs from every English there is
UNKNOWN_ENGLISH = ""


class NotCheckableError(DomainError):
    """The screens of a language cannot be marked as checked; the message says why."""


@dataclass(frozen=True)
class Written:
    """One text as it was typed. `english` is whether the page showed today's English; `still_right` keeps old words."""

    words: str
    english_is_new: bool = True
    is_changed: bool = True
    still_right: bool = False


def mark_checked(
    session: Session, code: str, digest: str, reader: str, role: str, by_id: int | None, at: datetime
) -> CatalogueCheck:
    """Keep that a native reader checked the screens, in the words with this digest, and return the check.

    NotCheckableError if the words are not complete, have changed since they were shown, or need no check.
    """
    if code not in LANGUAGES or not LANGUAGES[code].needs_check:
        raise NotCheckableError("These screens are not translated, so nobody needs to check them.")
    language = LANGUAGES[code]
    if not catalogues.standing(code).is_complete:
        raise NotCheckableError(
            f"The screens are not complete in {language.english}. They can be checked once they are."
        )
    if catalogues.digest(code) != digest:
        raise NotCheckableError("The words have changed since this page was opened. Read them again.")
    values = {"digest": digest, "checked_by": reader, "role": role, "checked_at": at, "marked_by_id": by_id}
    # two people marking at once leave one mark
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    marked = insert(CatalogueCheck).values(language=code, **values)
    query = marked.on_conflict_do_update(index_elements=["language"], set_=values).returning(CatalogueCheck)
    check = session.scalars(query, execution_options={"populate_existing": True}).one()
    audit.record(session, "language.check", "language", code, {"reader": reader, "role": role, "words": digest}, at)
    return check


def take_back_check(session: Session, code: str, at: datetime) -> bool:
    """Forget that the screens were checked, so that the language is off. False if they were not."""
    check = session.get(CatalogueCheck, code)
    if check is None:
        return False
    audit.record(session, "language.take_back", "language", code, {"reader": check.checked_by}, at)
    session.delete(check)
    session.flush()
    return True


def translate(
    session: Session,
    consultation: Consultation,
    audience: Audience,
    language: str,
    typed: Mapping[UUID, Mapping[str, Written]],
) -> rules.Meter:
    """Write what was typed for an audience's questions, by question and text, and return how far the audience is now.

    Texts that nobody touched stay as they are, also where somebody else wrote them meanwhile. Emptied ones go.
    """
    one_at_a_time(session, consultation)
    session.expire_all()
    total, changed = rules.Meter(), 0
    rows = queries.questions(session, consultation.id)
    for question, english in queries.in_english(
        rows, audience, queries.priority_options(session, consultation.plan_id)
    ):
        before = queries.translation(question, audience, language)
        after = _written(english, before, typed.get(question.id, {}))
        if after != before:
            _put(question, audience, language, after)
            changed += 1
        total += rules.meter(rules.texts(english, after))
    session.flush()
    if changed:
        detail = {"audience": audience, "language": language, "questions": changed, "done": total.done, "of": total.of}
        audit.record(session, "translation.write", "consultation", consultation.id, detail)
    return total


def _written(english: FrozenQuestion, before: rules.Translation, typed: Mapping[str, Written]) -> rules.Translation:
    words, made_from = dict(before.words), dict(before.made_from)
    for key, now in rules.texts_of(english).items():
        given = typed.get(key)
        if given is None:
            continue
        if given.is_changed:
            words[key] = given.words
            made_from[key] = now if given.english_is_new else UNKNOWN_ENGLISH
        elif given.still_right and given.english_is_new:
            made_from[key] = now
    kept = {key: text for key, text in words.items() if text.strip()}
    return rules.Translation(kept, {key: made_from[key] for key in kept if key in made_from})


def _put(question: Question, audience: Audience, language: str, translation: rules.Translation) -> None:
    row = queries.wording_of(question, audience, language)
    if not translation.words:
        question.wordings = [other for other in question.wordings if other is not row]
        return
    if row is None:
        row = QuestionWording(audience=audience, language=language, text="", help="")
        question.wordings.append(row)
    words = translation.words
    row.text, row.help = words.get(rules.QUESTION, ""), words.get(rules.HELP, "")
    row.options = [
        {"id": key.removeprefix(rules.ANSWER), "text": text}
        for key, text in words.items()
        if key.startswith(rules.ANSWER)
    ]
    row.made_from = dict(translation.made_from)


def take_out(session: Session, consultation: Consultation, language: str, at: datetime) -> int:
    """Delete every wording and recording of a language from the draft, and return how many wordings went.

    English is the draft itself and stays.
    """
    if language == ENGLISH:
        return 0
    ids = select(Question.id).where(Question.consultation_id == consultation.id)
    gone = 0
    for question in queries.questions(session, consultation.id):
        kept = [row for row in question.wordings if row.language != language]
        gone += len(question.wordings) - len(kept)
        question.wordings = kept
    session.execute(
        delete(Recording)
        .where(Recording.question_id.in_(ids), Recording.language == language)
        .execution_options(synchronize_session=False)
    )
    session.flush()
    audit.record(
        session, "translation.take_out", "consultation", consultation.id, {"language": language, "wordings": gone}, at
    )
    return gone


def keep_recording(
    session: Session,
    consultation: Consultation,
    asked: FrozenQuestion,
    audience: Audience,
    language: str,
    sound: bytes,
    at: datetime,
) -> Recording:
    """Keep somebody reading a question aloud in the words of `asked`, instead of an earlier recording; return it.

    UnfitSoundError (InvalidInputError) says what is wrong with the sound.
    """
    mimetype = sounds.check(sound)
    one_at_a_time(session, consultation)
    row = _recording(session, UUID(asked.id), audience, language)
    if row is None:
        row = Recording(question_id=UUID(asked.id), audience=audience, language=language)
        session.add(row)
    row.mimetype, row.sound, row.digest = mimetype, sound, hashlib.sha256(sound).hexdigest()
    row.words_digest, row.made_at = rules.words_digest(asked), at
    session.flush()
    detail = {"audience": audience, "language": language, "bytes": len(sound), "sound": row.digest}
    audit.record(session, "recording.keep", "question", asked.id, detail, at)
    return row


def remove_recording(session: Session, question_id: UUID, audience: Audience, language: str, at: datetime) -> bool:
    """Delete a recording. False if there is none."""
    row = _recording(session, question_id, audience, language)
    if row is None:
        return False
    session.delete(row)
    session.flush()
    detail = {"audience": audience, "language": language}
    audit.record(session, "recording.remove", "question", question_id, detail, at)
    return True


def _recording(session: Session, question_id: UUID, audience: Audience, language: str) -> Recording | None:
    return session.scalar(
        select(Recording).where(
            Recording.question_id == question_id, Recording.audience == audience, Recording.language == language
        )
    )
