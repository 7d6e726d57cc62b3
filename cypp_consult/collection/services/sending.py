"""Sending a finished walk: the draft becomes a response, once, while the door is open."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from cypp_consult.collection import queries
from cypp_consult.collection.equality import AGE, PREFER_NOT
from cypp_consult.collection.models import Channel
from cypp_consult.collection.receipt_rules import code_of, digest_of
from cypp_consult.collection.rules import Receipt, Submission
from cypp_consult.collection.services import drafts
from cypp_consult.collection.services.drafts import Ticket
from cypp_consult.collection.services.storing import store
from cypp_consult.collection.walk_rules import Walk
from cypp_consult.consultations.models import ConsultationAudience
from cypp_consult.core.errors import DomainError
from cypp_consult.events.models import Event
from cypp_consult.questionnaires.models import Questionnaire
from cypp_consult.questionnaires.rules import kept, questions_of


class ShutError(DomainError):
    """Answers are not taken now; the draft is left as it is, so that its words can be shown."""

    def __init__(self, door: queries.Door) -> None:
        """Keep why."""
        self.door = door
        super().__init__("Answers are not taken now.")


def send(
    session: Session,
    place: ConsultationAudience,
    ticket: Ticket,
    walk: Walk,
    *,
    about: Mapping[str, str],
    secret: str,
    at: datetime,
) -> Receipt:
    """Store what was said under the draft's id, delete the draft and return the receipt. The caller commits.

    Only answers to questions that are shown count. Raises ShutError when the door is not open, unless the same was
    stored before: sending twice is answered `duplicate`.
    """
    door = queries.door(session, place, at)
    if door is not queries.Door.OPEN and not queries.is_stored(session, ticket.id):
        raise ShutError(door)
    questions = questions_of(session.get_one(Questionnaire, walk.questionnaire_id).questions)
    answers = {UUID(key): given for key, given in kept(questions, walk.answers).items()}
    age = about.get(AGE)
    receipt = store(
        session,
        Submission(
            id=ticket.id,
            consultation_id=place.consultation_id,
            questionnaire_id=walk.questionnaire_id,
            audience=place.audience,
            channel=Channel.WEB,
            event_id=_event_id(session, walk),
            # neither when it was begun nor when it was finished: the moment it came in is enough
            age_band=None if age == PREFER_NOT else age,
            answers=answers,
            about=about,
            receipt_digest=digest_of(code_of(secret, ticket.id)),
            privacy_version=walk.privacy_version,
        ),
        at,
    )
    drafts.discard(session, ticket)
    return receipt


def _event_id(session: Session, walk: Walk) -> UUID | None:
    """Return the event of a walk. One that was taken away meanwhile leaves the answers without, rather than out."""
    event = session.get(Event, walk.event_id) if walk.event_id else None
    return event.id if event else None
