"""A first look for themes, so that a newcomer finds groups, repeats and phrases to judge."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from cypp_consult.accounts.models import User
from cypp_consult.coding.finding import queries, services
from cypp_consult.coding.finding.looking import look
from cypp_consult.consultations.models import Consultation


def add(session: Session, consultation: Consultation, people: Mapping[str, User], now: datetime) -> None:
    """Look at the answers as they stand, an hour ago, by words alone: loading is to be quick everywhere."""
    found = look(queries.to_read(session, consultation.id), lambda _done, _total, _words: None, anyway=True)
    services.keep(session, consultation, found, by_id=people["joe"].id, at=now - timedelta(hours=1))
