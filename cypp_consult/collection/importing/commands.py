"""`cypp-consult import`."""

from pathlib import Path

import click

from cypp_consult.collection.importing import mapping, reading, services
from cypp_consult.consultations import queries as consultation_queries
from cypp_consult.core import clock
from cypp_consult.core.commandline import InputProblem, with_app
from cypp_consult.core.database import session


@click.command("import")
@click.argument("slug")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--map",
    "map_file",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="YAML file that says which column means what.",
)
@click.option("--dry-run", is_flag=True, help="Count only; store nothing.")
@with_app
def import_file(slug: str, file: Path, map_file: Path, dry_run: bool) -> None:  # noqa: FBT001 - click passes options so
    """Import responses of another tool into the consultation SLUG from a CSV or XLSX FILE."""
    consultation = consultation_queries.by_slug(session(), slug)
    if consultation is None:
        raise InputProblem(f"There is no consultation “{slug}”.")
    mapped = mapping.from_yaml(map_file.read_text(encoding="utf-8-sig"))
    content = file.read_bytes()
    sheet = reading.read(content, file.name)
    run = services.start_run(
        session(), consultation, file.name, content, upload=None, by_name="command line", at=clock.now()
    )
    (services.check if dry_run else services.carry_out)(session(), consultation, run, sheet, mapped, clock.now())
    session().commit()
    click.echo(f"imported {run.imported}, duplicate {run.duplicates}, rejected {run.rejected_count}")
    for rejected in run.rejected:
        click.echo(f"row {rejected['row']}: {rejected['reason']}")


COMMANDS = (import_file,)
