"""Commands about summaries: print one, freeze it, write it to a file."""

from pathlib import Path

import click
from flask import current_app

from cypp_consult.coding.exchange.services import code_frame
from cypp_consult.consultations.models import Milestone
from cypp_consult.consultations.queries import by_slug
from cypp_consult.core import clock
from cypp_consult.core.commandline import InputProblem, with_app
from cypp_consult.core.database import session
from cypp_consult.summaries import services
from cypp_consult.summaries.queries import packs
from cypp_consult.summaries.renderers import format_named
from cypp_consult.summaries.renderers.data import as_json

# the code frame for other tools, not a form of the summary
CODE_FRAME = "qdc"


def _milestone(slug: str, milestone_slug: str) -> Milestone:
    consultation = by_slug(session(), slug)
    if consultation is None:
        raise InputProblem(f"There is no consultation “{slug}”.")
    found = packs.milestone_of(session(), consultation.id, milestone_slug)
    if found is None:
        known = ", ".join(milestone.slug for milestone in packs.milestones(session(), consultation.id)) or "none"
        raise InputProblem(f"“{slug}” has no milestone “{milestone_slug}”. It has: {known}.")
    return found


def _threshold() -> int:
    return int(current_app.config["SUPPRESSION_THRESHOLD"])


@click.command("summary")
@click.argument("slug")
@click.option(
    "--milestone", "milestone_slug", required=True, metavar="ID", help="The milestone's id, as `timeline` gives it."
)
@click.option("--freeze", is_flag=True, help="Keep it as the next evidence pack.")
@with_app
def summary(slug: str, milestone_slug: str, *, freeze: bool) -> None:
    """Print the themed summary of a milestone as JSON. Hidden counts are null, with "suppressed": true beside them."""
    milestone = _milestone(slug, milestone_slug)
    if freeze:
        pack = services.freeze(session(), milestone, None, clock.now(), _threshold())
        shown, _ = services.of_pack(session(), pack)
        session().commit()
    else:
        shown = services.build(session(), milestone, clock.now(), _threshold())
    click.echo(as_json(shown).decode())


@click.command("export")
@click.argument("slug")
@click.option(
    "--milestone", "milestone_slug", required=True, metavar="ID", help="The milestone's id, as `timeline` gives it."
)
@click.option(
    "--format", "form", required=True, metavar="F", help="html, docx, xlsx, csv, json or qdc (the code frame)."
)
@click.option(
    "--out", required=True, metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Where to write it."
)
@with_app
def export(slug: str, milestone_slug: str, form: str, out: Path) -> None:
    """Write the themed summary of a milestone, or the code frame of its consultation, to a file."""
    chosen = None if form == CODE_FRAME else format_named(form)
    milestone = _milestone(slug, milestone_slug)
    at = clock.now()
    if chosen is None:
        content = code_frame(session(), milestone.consultation)
    else:
        content = chosen.render(services.build(session(), milestone, at, _threshold()))
    try:
        out.write_bytes(content)
    except OSError as error:
        raise InputProblem(f"{out} cannot be written: {error.strerror}.") from error
    what = "codebook" if chosen is None else "summary"
    services.record_export(session(), milestone, what, form, version=None, at=at)
    session().commit()
    click.echo(f"wrote {out} ({len(content):,} bytes)", err=True)


COMMANDS = (summary, export)
