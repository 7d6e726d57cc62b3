"""Commands about events."""

import json

import click

from cypp_consult.consultations import queries as consultation_queries
from cypp_consult.core.commandline import InputProblem, with_app
from cypp_consult.core.database import session
from cypp_consult.events import queries


@click.command("events")
@click.argument("slug")
@with_app
def events(slug: str) -> None:
    """Print the events of the consultation SLUG as JSON."""
    consultation = consultation_queries.by_slug(session(), slug)
    if consultation is None:
        raise InputProblem(f"There is no consultation “{slug}”.")
    found = queries.every(session(), consultation.id)
    shown = [{"id": str(row.id), "slug": row.slug, "name": row.name, "date": row.held_on.isoformat()} for row in found]
    click.echo(json.dumps(shown, ensure_ascii=False, indent=2))


COMMANDS = (events,)
