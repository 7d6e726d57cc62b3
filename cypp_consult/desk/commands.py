"""`cypp-consult demo`."""

import click
from flask import current_app

from cypp_consult.core import clock
from cypp_consult.core.commandline import with_app
from cypp_consult.core.database import session
from cypp_consult.desk.demonstration import loading, world
from cypp_consult.desk.demonstration.data import load


@click.command()
@with_app
def demo() -> None:
    """Load the demonstration (consultation `demo`) and print its sign-ins. A second time it only prints them."""
    try:
        loading.load(session(), clock.now(), click.echo)
        session().commit()
    except loading.AlreadyLoadedError as known:
        click.echo(str(known))
    base = current_app.config["BASE_URL"]
    click.echo(f"\nStaff sign in at {base}/sign-in with the password {world.PASSWORD}")
    for person in load("profile")["people"]:
        click.echo(f"  {person['role'].replace('_', ' '):<18} {person['email']}")
    associate = next(each for each in load("governance")["people"] if each["key"] == load("governance")["shown"])
    click.echo(f"  {'associate partner':<18} {associate['email']}")
    click.echo("\nPeople answer at")
    for audience, code in world.CODES.items():
        click.echo(f"  {audience:<18} {base}/c/{code}")
    click.echo("")


COMMANDS = (demo,)
