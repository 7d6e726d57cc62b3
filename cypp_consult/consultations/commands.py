"""Commands about consultations."""

import json

import click

from cypp_consult.consultations import queries
from cypp_consult.core import clock
from cypp_consult.core.commandline import InputProblem, with_app
from cypp_consult.core.database import session


@click.command("timeline")
@click.argument("slug")
@with_app
def timeline(slug: str) -> None:
    """Print the stages and milestones of the consultation SLUG as JSON."""
    consultation = queries.by_slug(session(), slug)
    if consultation is None:
        raise InputProblem(f"There is no consultation “{slug}”.")
    shown = queries.timeline_json(session(), consultation.id, clock.today())
    click.echo(json.dumps(shown, ensure_ascii=False, indent=2))


COMMANDS = (timeline,)
