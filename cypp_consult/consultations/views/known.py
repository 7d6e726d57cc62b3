"""What the words to start from are filled with."""

from flask import current_app

from cypp_consult.consultations.models import Consultation
from cypp_consult.consultations.rules.starters import Known


def organisation() -> str:
    """Return who asks, as set for this installation."""
    return str(current_app.config["ORGANISATION"])


def known(consultation: Consultation) -> Known:
    """Return the facts of a consultation that its starting words need."""
    return Known(
        organisation=organisation(),
        plan=consultation.plan.title,
        contact=consultation.contact,
        lawful_basis=consultation.lawful_basis,
        identity_level=consultation.identity_level,
        retention_until=consultation.retention_until,
        decision_on=consultation.decision_on,
    )
