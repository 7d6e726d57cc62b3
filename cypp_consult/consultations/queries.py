"""Reading consultations: by address, by public code, and for a person."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from cypp_consult.accounts.models import User
from cypp_consult.consultations import rules
from cypp_consult.consultations.models import Consultation, ConsultationAudience, Member
from cypp_consult.core.roles import Role

# partners and nobody else see only what they are members of
SEE_ALL = (
    Role.LEAD,
    Role.ANALYST,
    Role.YOUNG_ANALYST,
    Role.FACILITATOR,
    Role.SAFEGUARDING_LEAD,
    Role.ADMINISTRATOR,
)


def by_slug(session: Session, slug: str) -> Consultation | None:
    """Return the consultation of an address, or None."""
    return session.scalar(select(Consultation).where(Consultation.slug == slug))


def by_code(session: Session, code: str) -> ConsultationAudience | None:
    """Return the audience behind a public code as people type it: any case, with spaces or hyphens; or None."""
    plain = "".join(letter for letter in code if letter.isalnum()).upper()
    if not plain:
        return None
    return session.scalar(select(ConsultationAudience).where(ConsultationAudience.code == plain))


def state_of(consultation: Consultation, today: date) -> rules.State:
    """Return the state of a consultation on a London day."""
    return rules.state(consultation.launched_at is not None, consultation.opens_on, consultation.closes_on, today)


def visible_to(session: Session, user: User) -> Sequence[Consultation]:
    """Return the consultations that a person may see: newest first; for partners only those they are members of."""
    query = select(Consultation).options(selectinload(Consultation.plan), selectinload(Consultation.audiences))
    if not user.is_any(*SEE_ALL):
        query = query.join(Member, Member.consultation_id == Consultation.id).where(Member.user_id == user.id)
    return session.scalars(query.order_by(Consultation.created_at.desc(), Consultation.slug)).all()


def facts(consultation: Consultation) -> rules.Facts:
    """Return what `rules.readiness` looks at."""
    return rules.Facts(
        purpose=consultation.purpose,
        open_to_influence=consultation.open_to_influence,
        already_decided=consultation.already_decided,
        lawful_basis=consultation.lawful_basis,
        opens_on=consultation.opens_on,
        closes_on=consultation.closes_on,
        decision_on=consultation.decision_on,
        retention_until=consultation.retention_until,
        has_lead=consultation.lead_id is not None,
        has_safeguarding_lead=consultation.safeguarding_lead_id is not None,
        safeguarding_phone=consultation.safeguarding_phone,
        contact=consultation.contact,
        privacy_full=consultation.privacy_full,
        what_happens_next=consultation.what_happens_next,
        audiences=[
            rules.AudienceFacts(row.audience.label, row.about, row.privacy_short) for row in consultation.audiences
        ],
    )
