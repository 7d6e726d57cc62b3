"""Commands about events."""

import json

import click

from cypp_consult.consultations import queries as consultation_queries
from cypp_consult.consultations.models import Consultation
from cypp_consult.core import clock
from cypp_consult.core.commandline import InputProblem, with_app
from cypp_consult.core.database import session
from cypp_consult.events import pairing, queries


@click.command("events")
@click.argument("slug")
@with_app
def events(slug: str) -> None:
    """Print the events of the consultation SLUG as JSON."""
    found = queries.every(session(), _consultation(slug).id)
    shown = [{"id": str(row.id), "slug": row.slug, "name": row.name, "date": row.held_on.isoformat()} for row in found]
    click.echo(json.dumps(shown, ensure_ascii=False, indent=2))


@click.command("pairing-code")
@click.argument("slug")
@click.argument("event")
@with_app
def pairing_code(slug: str, event: str) -> None:
    """Print a code that pairs one tablet with an EVENT (id or slug) of the consultation SLUG, once, for 15 minutes."""
    found = queries.by_id_or_slug(session(), _consultation(slug).id, event)
    if found is None:
        raise InputProblem(f"There is no event “{event}” in “{slug}”.")
    _row, code = pairing.new_code(session(), found, None, clock.now())
    session().commit()
    click.echo(code)


def _consultation(slug: str) -> Consultation:
    found = consultation_queries.by_slug(session(), slug)
    if found is None:
        raise InputProblem(f"There is no consultation “{slug}”.")
    return found


COMMANDS = (events, pairing_code)
