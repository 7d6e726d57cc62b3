"""Loading a page's consultation through the person who asks: what is not theirs is simply not found."""

from flask_login import current_user
from sqlalchemy import select

from cypp_consult.consultations.governance.access import of_partner
from cypp_consult.consultations.models import Consultation
from cypp_consult.core.database import session
from cypp_consult.core.errors import NotFoundError
from cypp_consult.core.roles import Role
from cypp_consult.web import line

EVERYTHING = (Role.LEAD, Role.ANALYST, Role.YOUNG_ANALYST, Role.SAFEGUARDING_LEAD, Role.ADMINISTRATOR, Role.FACILITATOR)


def consultation_or_404(slug: str) -> Consultation:
    """Return the consultation and name it in the page's bar. Partners find only those of `of_partner`."""
    found = session().scalar(select(Consultation).where(Consultation.slug == slug))
    if found is None or not (current_user.is_any(*EVERYTHING) or _is_member(found)):
        raise NotFoundError
    line.set_consultation(found)
    return found


def _is_member(consultation: Consultation) -> bool:
    query = select(Consultation.id).where(Consultation.id == consultation.id)
    return session().scalar(query.where(Consultation.id.in_(of_partner(current_user.id)))) is not None
