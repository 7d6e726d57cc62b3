"""Reading the warnings about a consultation, with the reasons for which some of them may stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from cypp_consult.consultations import rules
from cypp_consult.consultations.models import (
    Consultation,
    Justification,
    Milestone,
    MilestoneKind,
    SpecialKind,
    Stage,
)
from cypp_consult.consultations.queries.days import periods
from cypp_consult.consultations.queries.reading import facts
from cypp_consult.consultations.rules.days import Period


@dataclass(frozen=True)
class Standing:
    """A warning, and the reason for which it may stand, if somebody gave one for these days."""

    check: rules.Check
    reason: Justification | None = None


def checks(session: Session, consultation: Consultation, today: date) -> list[Standing]:
    """Return what a lead should look at twice on a London day; what has a reason comes last."""
    given = {(row.key, row.about): row for row in justifications(session, consultation.id)}
    found = rules.checks(facts(consultation), matters(session, consultation, today), today)
    standing = [Standing(check, given.get((check.key, check.about)) if check.key else None) for check in found]
    return sorted(standing, key=lambda item: item.reason is not None)


def justifications(session: Session, consultation_id: UUID) -> Sequence[Justification]:
    """Return the reasons given for warnings of a consultation, oldest first, with who gave them."""
    query = select(Justification).where(Justification.consultation_id == consultation_id)
    return session.scalars(query.options(selectinload(Justification.by)).order_by(Justification.at)).all()


def matters(session: Session, consultation: Consultation, today: date) -> rules.Matters:
    """Return the days that matter to a consultation; of its stages those that are not over."""
    stages = session.scalars(select(Stage).where(Stage.consultation_id == consultation.id, Stage.ends_on >= today))
    given = select(Milestone.id).where(
        Milestone.consultation_id == consultation.id,
        Milestone.kind == MilestoneKind.FEEDBACK_DUE,
        Milestone.done_at.is_not(None),
    )
    return rules.Matters(
        division=consultation.division.value,
        school=periods(session, SpecialKind.SCHOOL_HOLIDAY, consultation.division),
        elections=periods(session, SpecialKind.PRE_ELECTION, consultation.division),
        stages=[Period(row.name, row.starts_on, row.ends_on) for row in stages],
        feedback_given=session.scalar(given.limit(1)) is not None,
    )
