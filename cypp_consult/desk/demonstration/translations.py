"""Answers in other languages on their way, tones told, and a few listed schools and places, for a newcomer to see."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from cypp_consult.accounts.models import User
from cypp_consult.coding.translations import reading, services
from cypp_consult.collection.models import Answer, Response
from cypp_consult.consultations.models import Consultation
from cypp_consult.desk.demonstration.data import load as content
from cypp_consult.safeguarding.known import services as known
from cypp_consult.safeguarding.known.models import KnownKind
from cypp_consult.safeguarding.models import Reading, SafetyReading


def add(session: Session, consultation: Consultation, people: Mapping[str, User], now: datetime) -> None:
    """Tell languages and tones, translate what the content says, and list schools and places."""
    given, amina, joe = content("translations"), people["amina"], people["joe"]
    for kind in KnownKind:
        known.add(session, kind, "\n".join(given["known"][kind.value]), amina.id, now - timedelta(days=3))
    while reading.read_some(session, consultation.id, now):
        pass
    for line in given["translations"]:
        answer = _answer(session, consultation, line["text"])
        if answer is None:
            continue
        at = now - timedelta(hours=20)
        services.translate(session, answer, line["english"], line["language"], seen=0, by_id=joe.id, at=at)
        if line.get("cleared"):
            services.clear(session, answer, seen=1, by_id=amina.id, at=now - timedelta(hours=2))
    while reading.read_some(session, consultation.id, now):
        pass


def _answer(session: Session, consultation: Consultation, words: str) -> Answer | None:
    """Return the first answer with these words that nobody raised as a concern."""
    raised = select(SafetyReading.answer_id).where(SafetyReading.reading == Reading.RAISED)
    query = (
        select(Answer)
        .join(Answer.response)
        .where(Response.consultation_id == consultation.id, Answer.text == words, Answer.id.not_in(raised))
        .order_by(Response.received_at)
        .limit(1)
    )
    return session.scalars(query).first()
