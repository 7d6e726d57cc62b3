"""Flags, notes and views of the made-up team, so that a newcomer finds the workbench in use."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from cypp_consult.accounts.models import User
from cypp_consult.coding import queries
from cypp_consult.coding.filters import Filters, TagState
from cypp_consult.coding.workbench import services
from cypp_consult.consultations.models import Consultation

QUESTION = "Is this about the bus or about the walk to it?"
NOTE = "The same crossing was named at the school council."
FEW = 3


def add(session: Session, consultation: Consultation, people: Mapping[str, User], now: datetime) -> None:
    """Let the analyst flag one uncoded answer, note beside another and ask the lead about a third; keep two views."""
    amina, joe = people["amina"], people["joe"]
    waiting = queries.found(session, consultation.id, Filters(state=TagState.UNCODED), FEW)
    at = now - timedelta(hours=2)
    for place, answer in enumerate(waiting):
        if place == 0:
            services.flag(session, consultation, [answer], by_id=joe.id, at=at)
        elif place == 1:
            services.write_memo(session, consultation, answer, NOTE, by_id=joe.id, at=at)
        else:
            services.flag(session, consultation, [answer], by_id=joe.id, at=at, for_id=amina.id, note=QUESTION)
    views = {
        "Getting about": Filters(state=TagState.ALL, words="bus"),
        "Where the machine is unsure": Filters(low=True),
    }
    for name, filters in views.items():
        services.save_view(session, consultation, joe.id, name, filters.as_arguments(), shared=True, at=at)
