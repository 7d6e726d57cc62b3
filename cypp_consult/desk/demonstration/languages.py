"""The demonstration's questions in Easy Read and Urdu, and a check of the Urdu screens that says it is made up."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from cypp_consult.consultations.models import Consultation
from cypp_consult.core.audiences import Audience
from cypp_consult.desk.demonstration.data import load
from cypp_consult.questionnaires.languages import catalogues, draft_queries, services
from cypp_consult.questionnaires.languages.services import Written


def add(session: Session, consultation: Consultation, by_id: int, at: datetime) -> None:
    """Write the questions in each language, before they are frozen, and mark the screens as made-up people would."""
    content = load("languages")
    for language, words in content["words"].items():
        for audience in map(Audience, content["audiences"]):
            sides = draft_queries.sides(session, consultation, audience, language)
            typed = {
                UUID(side.english.id): {text.key: Written(words.get(text.english, "")) for text in side.texts}
                for side in sides
            }
            services.translate(session, consultation, audience, language, typed)
    for language, reader in content["checks"].items():
        if catalogues.standing(language).is_complete:
            digest = catalogues.digest(language)
            services.mark_checked(session, language, digest, reader["reader"], reader["role"], by_id, at)
