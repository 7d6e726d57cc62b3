"""Commands about plan frameworks."""

from pathlib import Path

import click
from sqlalchemy import inspect

from cypp_consult.core import clock
from cypp_consult.core.commandline import InputProblem, with_app
from cypp_consult.core.database import session
from cypp_consult.plans import framework_store
from cypp_consult.plans.framework import Framework
from cypp_consult.plans.models import ImportedFramework


@click.group("framework")
def framework_group() -> None:
    """Plan frameworks: the templates that a plan can start from."""


@framework_group.command("list")
@with_app
def list_frameworks() -> None:
    """Name every framework, one a line: its id, title and how much it holds."""
    shown = framework_store.every(session()) if _set_up() else list(framework_store.built_in().values())
    for framework in shown:
        click.echo(_line(framework))


@framework_group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_app
def import_framework(file: Path) -> None:
    """Load a framework from a YAML file. Its form is told in docs/framework-schema.md."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (UnicodeDecodeError, OSError) as error:
        raise InputProblem(f"{file.name}: cannot be read as UTF-8 text. Save it as UTF-8.") from error
    if not _set_up():
        raise InputProblem("The database is not set up yet. Run `cypp-consult init` first.")
    framework = framework_store.keep(session(), text, clock.now())
    session().commit()
    click.echo(f"imported {_line(framework)}")


def _set_up() -> bool:
    """Say whether the database has its tables; the built-in frameworks can be named without them."""
    return inspect(session().get_bind()).has_table(ImportedFramework.__tablename__)


def _line(framework: Framework) -> str:
    counted = ", ".join(f"{count} {level}" for level, count in framework.counts.items())
    return f"{framework.id}: {framework.title} ({counted})"


COMMANDS = (framework_group,)
