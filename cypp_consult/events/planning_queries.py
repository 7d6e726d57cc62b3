"""What a lead looks at while planning an event: what is missing, what to look at, and which languages are offered."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from cypp_consult.core.audiences import Audience
from cypp_consult.events import queries, rules
from cypp_consult.events.models import Event
from cypp_consult.events.rules import Asked, Facts, Missing
from cypp_consult.questionnaires import queries as questionnaires
from cypp_consult.questionnaires.languages import catalogues
from cypp_consult.questionnaires.languages import queries as languages
from cypp_consult.questionnaires.languages.catalogues import LANGUAGES, Language
from cypp_consult.questionnaires.models import Question, QuestionWording


@dataclass(frozen=True)
class Readiness:
    """How ready an event is: what keeps people from answering, what else to look at, and both in a few words."""

    missing: list[Missing]
    advice: list[Missing]
    words: str


@dataclass(frozen=True)
class Offer:
    """A language at an event: offered, or with the reason why it is not."""

    language: Language
    why_not: str = ""


def readiness(session: Session, event: Event) -> Readiness:
    """Return how ready an event is."""
    missing = rules.missing(event.safeguarding_name, event.safeguarding_phone)
    advice = rules.advice(_facts(session, event))
    return Readiness(missing, advice, rules.in_short(len(missing), len(advice)))


def _facts(session: Session, event: Event) -> Facts:
    of = event.consultation
    ready = with_questions(session, event.consultation_id)
    return Facts(
        held_on=event.held_on,
        audiences=[
            Asked(place.audience.label, place.audience in ready, is_children=place.audience.who != "adult")
            for place in queries.asked(event)
        ],
        is_permission_settled=event.permission_route is not None,
        staff=len(event.staff),
        quiet_room=event.quiet_room,
        opens_on=of.opens_on,
        closes_on=of.closes_on,
    )


def with_questions(session: Session, consultation_id: UUID) -> set[Audience]:
    """Return the audiences for which there are questions in English: frozen ones, or, before the launch, drafts."""
    number = questionnaires.version(session, consultation_id)
    if number:
        frozen = questionnaires.of_version(session, consultation_id, number)
        return {row.audience for row in frozen if row.language == "en" and row.questions}
    query = (
        select(QuestionWording.audience)
        .join(Question, Question.id == QuestionWording.question_id)
        .where(Question.consultation_id == consultation_id, Question.retired_at.is_(None))
        .where(QuestionWording.language == "en", QuestionWording.text != "")
        .distinct()
    )
    return set(session.scalars(query))


def offers(session: Session, event: Event) -> list[Offer]:
    """Return every language, those offered at an event first; each other one with the reason why it is not."""
    places = queries.asked(event)
    audiences = [place.audience for place in places]
    offered = languages.offered(session, audiences, event.consultation_id)
    frozen = {
        audience: set(questionnaires.languages(session, event.consultation_id, audience)) for audience in audiences
    }
    others = [
        Offer(language, _why_not(language, [a.label for a in audiences if language.code not in frozen[a]]))
        for language in LANGUAGES.values()
        if language not in offered
    ]
    return [*(Offer(language) for language in offered), *others]


def _why_not(language: Language, without: list[str]) -> str:
    if without:
        return f"The questions for {rules.listed([label.lower() for label in without])} are not in it yet."
    if not catalogues.standing(language.code).is_complete:
        return "The buttons and notices of the tablet are not all in it yet."
    return "No native reader has checked the buttons and notices yet."
