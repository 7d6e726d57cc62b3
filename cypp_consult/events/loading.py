"""Loading a page's event through the person who asks: a facilitator finds only those they are on duty at."""

from flask_login import current_user

from cypp_consult.consultations.models import Consultation
from cypp_consult.core.database import session
from cypp_consult.events import queries
from cypp_consult.events.models import Event


def event_or_404(consultation: Consultation, slug: str) -> Event:
    """Return the event of an address within a consultation that this person may see; NotFoundError otherwise."""
    return queries.one_for_person(session(), consultation.id, slug, current_user)
