"""Making a consultation and changing what it says, whom it asks and which partners see it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cypp_consult.consultations import queries
from cypp_consult.consultations.models import Consultation, ConsultationAudience, Member
from cypp_consult.core import audit
from cypp_consult.core.audiences import Audience
from cypp_consult.core.codes import new_code
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.plans.models import Plan
from cypp_consult.plans.queries import slugs
from cypp_consult.plans.rules import slug_for

CODE_LENGTH = 8

# addresses of pages, which a consultation cannot have
RESERVED = frozenset({"new"})
CHANGEABLE = frozenset(
    {
        "title",
        "purpose",
        "open_to_influence",
        "already_decided",
        "legal_basis",
        "lawful_basis",
        "identity_level",
        "opens_on",
        "closes_on",
        "decision_on",
        "division",
        "retention_until",
        "capacity",
        "lead_id",
        "safeguarding_lead_id",
        "safeguarding_phone",
        "contact",
        "what_happens_next",
    }
)
FIXED_BY_LAUNCH = frozenset({"opens_on", "closes_on"})


@dataclass(frozen=True)
class AudienceForm:
    """One audience as somebody chose it: how many answers are expected, and what it is told in short."""

    audience: Audience
    expected: int | None = None
    about: str = ""


def create(session: Session, plan: Plan, *, title: str, at: datetime, slug: str = "", **facts: Any) -> Consultation:
    """Make a draft consultation for a plan and return it. `facts` are fields of `CHANGEABLE`.

    The address comes from the title unless a free one is given.
    """
    _check_known(facts)
    made = Consultation(
        slug=slug_for(slug or title, slugs(session, Consultation) | RESERVED, "consultation"),
        plan_id=plan.id,
        title=title,
        created_at=at,
        **facts,
    )
    session.add(made)
    session.flush()
    session.refresh(made)
    audit.record(session, "consultation.create", "consultation", made.id, {"title": title, "plan": str(plan.id)}, at)
    return made


def change(session: Session, consultation: Consultation, **facts: Any) -> None:
    """Change facts of a consultation; its address stays.

    InvalidInputError for a field that is none, and for dates once it was launched: those move with a reason, by
    `extend` and `close_early`.
    """
    _check_known(facts)
    changed = sorted(name for name, value in facts.items() if getattr(consultation, name) != value)
    if consultation.launched_at and FIXED_BY_LAUNCH.intersection(changed):
        raise InvalidInputError("The dates are public now. Extend it or close it early instead, with a reason.")
    for name in changed:
        setattr(consultation, name, facts[name])
    session.flush()
    if changed:
        audit.record(session, "consultation.change", "consultation", consultation.id, {"fields": changed})


def set_audiences(session: Session, consultation: Consultation, wanted: Sequence[AudienceForm]) -> None:
    """Let exactly these audiences be asked, in this order; new ones get a public code that nobody can guess.

    InvalidInputError when one would go whose link is public already.
    """
    existing = {row.audience: row for row in consultation.audiences}
    gone = existing.keys() - {form.audience for form in wanted}
    if gone and consultation.launched_at:
        names = ", ".join(sorted(audience.label for audience in gone))
        raise InvalidInputError(f"The link for {names} is public now, so it cannot be taken away.")
    for audience in gone:
        consultation.audiences.remove(existing[audience])
    for position, form in enumerate(wanted):
        row = existing.get(form.audience) or _new_audience(session, consultation, form.audience)
        row.expected, row.about, row.position = form.expected, form.about, position
    session.flush()
    session.expire(consultation, ["audiences"])
    detail = {form.audience.value: form.expected for form in wanted}
    audit.record(session, "consultation.audiences", "consultation", consultation.id, detail)


def set_notices(session: Session, consultation: Consultation, full: str, short: Mapping[Audience, str]) -> None:
    """Set the privacy notice in its layers. Changed words make a new version; the log keeps every version's words."""
    before = (consultation.privacy_full, {row.audience: row.privacy_short for row in consultation.audiences})
    consultation.privacy_full = full
    for row in consultation.audiences:
        row.privacy_short = short.get(row.audience, row.privacy_short)
    after = (full, {row.audience: row.privacy_short for row in consultation.audiences})
    if after == before:
        return
    if before[0] or any(before[1].values()):
        consultation.privacy_version += 1
    session.flush()
    words = {audience.value: text for audience, text in after[1].items()}
    detail = {"version": consultation.privacy_version, "full": full, "short": words}
    audit.record(session, "consultation.notice", "consultation", consultation.id, detail)


def set_members(session: Session, consultation: Consultation, user_ids: Collection[int]) -> None:
    """Let exactly these people see the consultation as partners."""
    rows = session.scalars(select(Member).where(Member.consultation_id == consultation.id)).all()
    present = {row.user_id for row in rows}
    for row in rows:
        if row.user_id not in user_ids:
            session.delete(row)
    for user_id in sorted(set(user_ids) - present):
        session.add(Member(consultation_id=consultation.id, user_id=user_id))
    session.flush()
    detail = {"added": sorted(set(user_ids) - present), "removed": sorted(present - set(user_ids))}
    if detail["added"] or detail["removed"]:
        audit.record(session, "consultation.members", "consultation", consultation.id, detail)


def _check_known(facts: Mapping[str, Any]) -> None:
    unknown = set(facts) - CHANGEABLE
    if unknown:
        raise InvalidInputError(f"This cannot be changed here: {', '.join(sorted(unknown))}.")


def _new_audience(session: Session, consultation: Consultation, audience: Audience) -> ConsultationAudience:
    taken = queries.codes(session)
    code = new_code(CODE_LENGTH)
    while code in taken:
        code = new_code(CODE_LENGTH)
    row = ConsultationAudience(audience=audience, code=code)
    consultation.audiences.append(row)
    session.flush()
    return row
