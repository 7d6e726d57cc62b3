"""Reading consultations: by address, by public code, and for a person; and who could be named on them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from cypp_consult.accounts.models import Role as RoleRow
from cypp_consult.accounts.models import User
from cypp_consult.consultations import rules
from cypp_consult.consultations.governance.access import of_partner
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


def words_of(consultation: Consultation, today: date) -> str:
    """Return the state in words with what matters of it now, such as "Open, 18 days left"."""
    current = state_of(consultation, today)
    return rules.in_words(current, consultation.opens_on, consultation.closes_on, today)


def visible_to(session: Session, user: User) -> Sequence[Consultation]:
    """Return the consultations that a person may see: newest first; for partners only those of `of_partner`."""
    query = select(Consultation).options(selectinload(Consultation.plan), selectinload(Consultation.audiences))
    if not user.is_any(*SEE_ALL):
        query = query.where(Consultation.id.in_(of_partner(user.id)))
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
            rules.AudienceFacts(row.audience.label, row.about, row.privacy_short, row.audience.value)
            for row in consultation.audiences
        ],
    )


def codes(session: Session) -> set[str]:
    """Return the public codes that are taken."""
    return set(session.scalars(select(ConsultationAudience.code)))


def people(session: Session, *roles: Role) -> Sequence[User]:
    """Return the people who can sign in and hold one of the roles, by name."""
    names = [role.value for role in roles]
    holders = select(User.id).join(User.roles).where(RoleRow.name.in_(names))
    query = select(User).where(User.id.in_(holders), User.active.is_(True))
    return session.scalars(query.order_by(func.lower(User.name), User.id)).all()


def launched_plans(session: Session, plan_id: UUID) -> bool:
    """Say whether a consultation of this plan was ever launched: its priorities may stand on forms and in answers."""
    query = select(Consultation.id).where(Consultation.plan_id == plan_id, Consultation.launched_at.is_not(None))
    return session.scalar(query.limit(1)) is not None


def members(session: Session, consultation_id: UUID) -> Sequence[User]:
    """Return the partners who may see a consultation, by name."""
    query = select(User).join(Member, Member.user_id == User.id).where(Member.consultation_id == consultation_id)
    return session.scalars(query.order_by(func.lower(User.name), User.id)).all()
