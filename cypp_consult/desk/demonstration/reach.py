"""Whom the demonstration hopes to hear from, how many there are, and what its events were for."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from cypp_consult.collection.importing.reading import read
from cypp_consult.consultations.models import Consultation
from cypp_consult.consultations.targets import queries, rules, services
from cypp_consult.consultations.targets.models import TargetKind
from cypp_consult.core.audiences import Audience
from cypp_consult.desk.demonstration.data import load
from cypp_consult.events.models import Event
from cypp_consult.summaries.reach.forms import bands
from cypp_consult.summaries.reach.services import say_for


def add(session: Session, of: Consultation, events: Mapping[str, Event]) -> None:
    """Add targets as a file of them would, and say what each event was for."""
    content = load("reach")
    rows = [(row.number, row.cells) for row in read(content["targets"].encode(), "targets.csv").rows]
    found = rules.read_rows(rows, list(Audience), {audience: bands(audience) for audience in Audience}, ())
    for row in of.audiences:
        numbers = content["audiences"][row.audience.value]
        found.audiences.append(rules.AudienceNumbers(row.audience, row.expected, **numbers))
    services.keep(session, of, found)
    by_name = {target.name: target for target in queries.every(session, of.id)}
    for slug, names in content["events"].items():
        places = [by_name[name] for name in names if by_name[name].kind is not TargetKind.GROUP]
        groups = [by_name[name] for name in names if by_name[name].kind is TargetKind.GROUP]
        say_for(session, events[slug], places[0] if places else None, groups)
