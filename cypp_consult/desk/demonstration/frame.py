"""The made-up team's work on the code frame: a version kept, a theme merged into another, one with an example."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from cypp_consult.accounts.models import User
from cypp_consult.coding import queries
from cypp_consult.coding.filters import Filters, TagState
from cypp_consult.coding.frame import services as frame
from cypp_consult.coding.models import Theme
from cypp_consult.coding.rules import Target, TargetKind
from cypp_consult.coding.services import make_theme
from cypp_consult.consultations.models import Consultation

BUSES = "buses-that-come-and-feel-safe"
SHELTERS = "Bus stops and shelters"
NOT_BUSES = "The walk to the stop: that is a safe route."
WHY = "Two of us used them for the same answers."
FEW = 6


def add(session: Session, consultation: Consultation, people: Mapping[str, User], now: datetime) -> None:
    """Keep the first version, merge what turned out to say the same, and show what a theme means by an example."""
    amina, joe = people["amina"].id, people["joe"].id
    at, merged = now - timedelta(days=8), now - timedelta(days=2)
    frame.keep_version(session, consultation, "Before the first review.", by_id=amina, at=at)
    buses = session.scalars(select(Theme).where(Theme.consultation_id == consultation.id, Theme.slug == BUSES)).one()
    said = queries.found(session, consultation.id, Filters(state=TagState.CODED, words="bus"), FEW)
    shelters, _ = make_theme(session, consultation, SHELTERS, by_id=joe, at=at + timedelta(days=1), answers=said)
    frame.merge(
        session,
        consultation,
        [shelters.id],
        buses.id,
        not_this=NOT_BUSES,
        why=WHY,
        by_id=amina,
        at=merged,
    )
    tag = Target(TargetKind.THEME, buses.id)
    shown = queries.found(session, consultation.id, Filters(state=TagState.ALL, tag=tag), 1)
    for answer in shown:
        frame.add_example(session, consultation, buses, answer, by_id=joe, at=now - timedelta(days=1))
